package dev.vivarium.workbench.editor;

import java.util.List;

/// What happened to a text in one step.
///
/// @param parts each stretch that changed, in the order in which they were done; each `start`
///   counts in the text as the parts before it left it
/// @param line first line that changed, from 0
/// @param removed line ends that went
/// @param inserted line ends that came
record TextChange(List<Part> parts, int line, int removed, int inserted) {
  TextChange {
    parts = List.copyOf(parts);
  }

  /// A stretch that changed.
  record Part(int start, String removed, String inserted) {}

  static int lineEnds(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
