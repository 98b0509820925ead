/// Entities: the live table and the fields of the selected one.
@NullMarked
package dev.vivarium.workbench.inspector;

import org.jspecify.annotations.NullMarked;
