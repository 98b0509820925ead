package dev.vivarium.workbench.editor;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Puts a source text in good order, off the window's thread.
public interface Formatter {
  /// Leaves every text as it is.
  Formatter NONE =
      new Formatter() {
        @Override
        public String obstacle(String path) {
          return "There is no formatter for files of this kind.";
        }

        @Override
        public CompletableFuture<List<TextEdit>> format(String path, String text) {
          return CompletableFuture.completedFuture(List.of());
        }
      };

  /// Why files of this kind are not formatted; empty where they are.
  String obstacle(String path);

  /// The edits that format `text`, all counted in it; none where it is in order or its language is
  /// not known. Called on the window's thread, and may answer on any.
  CompletableFuture<List<TextEdit>> format(String path, String text);
}
