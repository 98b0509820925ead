package dev.vivarium.workbench.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Answers a question as the session it belongs to does: on its thread, under its lock.
interface Answers {
  <T> CompletableFuture<T> to(Supplier<T> question);
}
