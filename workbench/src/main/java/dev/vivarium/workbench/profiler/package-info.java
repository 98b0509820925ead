/// The profiler: where the time of each tick and the memory of the world go.
@NullMarked
package dev.vivarium.workbench.profiler;

import org.jspecify.annotations.NullMarked;
