/// Who else is in the window's far world, what they have selected and what they did.
@NullMarked
package dev.vivarium.workbench.people;

import org.jspecify.annotations.NullMarked;
