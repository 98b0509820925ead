/// Benchmarks of whole paths, run by `vivarium bench`: reload, a world with many fish, dispatch,
/// the cost of tracing, heap.
@NullMarked
package dev.vivarium.workbench.bench;

import org.jspecify.annotations.NullMarked;
