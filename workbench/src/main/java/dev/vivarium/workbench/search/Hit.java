package dev.vivarium.workbench.search;

import dev.vivarium.workbench.editor.Excerpt;
import dev.vivarium.workbench.editor.FoundRow;
import java.util.Optional;

/// A match in a file.
///
/// @param path of the file, in the project
/// @param line from 1
/// @param column from 1, in UTF-16 code units
/// @param length code units
/// @param excerpt the line, shortened around the match
/// @param replacement what would take its place
record Hit(String path, int line, int column, int length, Excerpt excerpt, String replacement) {
  FoundRow.Place place(boolean replacing) {
    return new FoundRow.Place(
        path, line, column, excerpt, replacing ? Optional.of(replacement) : Optional.empty());
  }
}
