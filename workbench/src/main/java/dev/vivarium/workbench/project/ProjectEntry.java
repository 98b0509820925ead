package dev.vivarium.workbench.project;

import java.util.List;

/// A file or folder of the project.
///
/// @param path relative to the project, with forward slashes; empty for the project itself
/// @param children folders first, each by name; empty for a file
public record ProjectEntry(String name, String path, boolean folder, List<ProjectEntry> children) {
  public ProjectEntry {
    children = List.copyOf(children);
  }
}
