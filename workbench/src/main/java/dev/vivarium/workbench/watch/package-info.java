/// Fields that pause the world when they change: the list of watches, the form for a new one, and
/// the bar that says what paused it.
@NullMarked
package dev.vivarium.workbench.watch;

import org.jspecify.annotations.NullMarked;
