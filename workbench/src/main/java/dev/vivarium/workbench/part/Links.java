package dev.vivarium.workbench.part;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Ways from one part of the window to another.
public interface Links {
  /// Opens `path`, `path:line` or `path:line:column` in the editor; false where it cannot be read.
  CompletableFuture<Boolean> openPlace(String place);

  /// Writes what the window shows as a PNG.
  void writePicture(Path file);

  /// Brings a panel to the front and gives it the focus; false where there is none of that id.
  boolean showPanel(String id);
}
