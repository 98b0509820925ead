package dev.vivarium.workbench.editor;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Puts a source text in good order, off the window's thread.
@FunctionalInterface
public interface Formatter {
  /// Leaves every text as it is.
  Formatter NONE = (path, text) -> CompletableFuture.completedFuture(List.of());

  /// The edits that format `text`, all counted in it; none where it is in order or its language is
  /// not known.
  CompletableFuture<List<TextEdit>> format(String path, String text);
}
