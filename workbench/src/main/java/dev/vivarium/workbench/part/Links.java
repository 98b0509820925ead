package dev.vivarium.workbench.part;

import dev.vivarium.workbench.session.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Ways from one part of the window to another.
public interface Links {
  /// Opens `path`, `path:line` or `path:line:column` in the editor; false where it cannot be read.
  CompletableFuture<Boolean> openPlace(String place);

  /// Says what is wrong, as far as `finder` knows; replaces what it said before.
  void report(String finder, List<Diagnostic> diagnostics);

  /// Shows signs before lines in the editor, in place of those before.
  void showSigns(List<LineSign> signs);

  /// Writes what the window shows as a PNG.
  void writePicture(Path file);

  /// Brings a panel to the front and gives it the focus; false where there is none of that id.
  boolean showPanel(String id);
}
