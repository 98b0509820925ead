package dev.vivarium.workbench.cli;

import java.util.List;

/// What `vivarium bench` was asked to do.
///
/// @param benchmarks the names of those to run; empty: all
/// @param json print the results as JSON rather than as a table
public record BenchOptions(List<String> benchmarks, boolean json) {
  public BenchOptions {
    benchmarks = List.copyOf(benchmarks);
  }
}
