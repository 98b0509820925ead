/// Long work that goes on beside the window: what it does, how far it is, and how to end it.
@NullMarked
package dev.vivarium.workbench.task;

import org.jspecify.annotations.NullMarked;
