package dev.vivarium.workbench.bench;

import java.util.List;

/// A whole path that is measured.
public interface Benchmark {
  /// As given on the command line.
  String name();

  /// What is measured, in one line.
  String description();

  /// Runs it on this thread; takes up to a few minutes.
  List<Measurement> run(BenchContext context) throws Exception;
}
