/// Time travel: the timeline, the past that the window can show instead of the live world, and the
/// recordings.
@NullMarked
package dev.vivarium.workbench.history;

import org.jspecify.annotations.NullMarked;
