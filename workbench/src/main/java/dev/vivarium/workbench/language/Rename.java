package dev.vivarium.workbench.language;

import java.util.List;

/// What a rename would change.
///
/// @param name the name as it is
/// @param note what the user should know before; may be empty
public record Rename(String name, String note, List<FileEdit> files) {
  public Rename {
    files = List.copyOf(files);
  }

  public int places() {
    return files.stream().mapToInt(file -> file.edits().size()).sum();
  }
}
