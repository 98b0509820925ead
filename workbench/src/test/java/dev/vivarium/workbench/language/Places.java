package dev.vivarium.workbench.language;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What tests of real language services ask and read.
final class Places {
  private static final int PATIENCE_S = 60;

  private Places() {}

  static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /// The place behind `before` in the first stretch of `text` that reads `before` and `after`.
  static TextPosition in(String text, String before, String after) {
    var offset = text.indexOf(before + after);
    assertTrue(offset >= 0, before + after);
    var lines = text.substring(0, offset + before.length()).split("\n", -1);
    return new TextPosition(lines.length, lines[lines.length - 1].length() + 1);
  }

  static List<String> names(Completion completion) {
    return completion.items().stream().map(Completion.Item::name).toList();
  }
}
