package dev.vivarium.workbench.language;

import java.util.List;

/// Edits of one file.
///
/// @param path relative to the project, with forward slashes
public record FileEdit(String path, List<TextEdit> edits) {
  public FileEdit {
    edits = List.copyOf(edits);
  }
}
