package dev.vivarium.workbench.language;

import java.util.List;

/// The function that is being called.
///
/// @param label the whole signature
/// @param active the index of the parameter that is being written
public record Signature(String label, List<Parameter> parameters, int active, String doc) {
  public Signature {
    parameters = List.copyOf(parameters);
  }

  /// A stretch of the label, `start` included, `end` not.
  public record Parameter(int start, int end, String doc) {}
}
