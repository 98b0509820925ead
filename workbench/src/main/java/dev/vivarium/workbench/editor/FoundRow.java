package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// A row of a list of places found: a file, or a place in the file above it.
public sealed interface FoundRow {
  String path();

  /// @param count of the places below it
  record InFile(String path, int count) implements FoundRow {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    String folder() {
      return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
  }

  /// @param line from 1
  /// @param column from 1, in UTF-16 code units
  /// @param replacement what would take the match's place; nothing where nothing would
  record Place(String path, int line, int column, Excerpt excerpt, Optional<String> replacement)
      implements FoundRow {}

  /// The places under their files, in the order in which these come first.
  static List<FoundRow> grouped(List<Place> places) {
    var files = new LinkedHashMap<String, List<Place>>();
    for (var place : places) {
      files.computeIfAbsent(place.path(), path -> new ArrayList<>()).add(place);
    }
    var rows = new ArrayList<FoundRow>();
    files.forEach((path, inside) -> {
      rows.add(new InFile(path, inside.size()));
      rows.addAll(inside);
    });
    return rows;
  }
}
