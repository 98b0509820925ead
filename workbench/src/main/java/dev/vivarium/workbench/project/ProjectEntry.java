package dev.vivarium.workbench.project;

import java.util.List;

/// A file or folder of the project.
///
/// @param path relative to the project, with forward slashes; empty for the project itself
/// @param children folders first, each by name; empty for a file
/// @param left how many more lie in the folder than are shown
public record ProjectEntry(
    String name, String path, boolean folder, List<ProjectEntry> children, int left) {
  public ProjectEntry {
    children = List.copyOf(children);
  }

  public ProjectEntry(String name, String path, boolean folder, List<ProjectEntry> children) {
    this(name, path, folder, children, 0);
  }

  /// Whether something in it is not shown.
  public boolean truncated() {
    return left > 0 || children.stream().anyMatch(ProjectEntry::truncated);
  }
}
