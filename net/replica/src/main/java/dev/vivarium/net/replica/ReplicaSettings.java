package dev.vivarium.net.replica;

import dev.vivarium.engine.world.WorldOptions;
import java.util.concurrent.Executor;

/// How a replica is set up.
///
/// @param options of the client's world; side and rate are the replica's to choose
/// @param compiler runs what compiles modules; one that runs it at once makes the caller of
///   [Replica#tick] wait for it
public record ReplicaSettings(WorldOptions options, Executor compiler) {
  /// Compiles on threads of its own.
  public static final ReplicaSettings DEFAULT =
      new ReplicaSettings(
          WorldOptions.DEFAULT,
          task -> Thread.ofPlatform().daemon().name("replica compiler").start(task));
}
