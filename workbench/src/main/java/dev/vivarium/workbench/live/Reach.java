package dev.vivarium.workbench.live;

import dev.vivarium.engine.world.World;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/// How the areas of a session reach its world and its reading thread.
interface Reach {
  /// Asks on the tick thread; fails with what to show where there is no world.
  <T> CompletableFuture<T> ask(Function<World, T> question);

  /// Makes a failure of the question fit to be shown.
  <T> CompletableFuture<T> sound(Supplier<CompletableFuture<T>> question);

  CompletableFuture<Roster> roster();

  /// The thread on which all is worked out that need not be on the tick thread.
  Executor reader();
}
