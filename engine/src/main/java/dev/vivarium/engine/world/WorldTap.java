package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.StartReason;
import java.util.List;

/// Sees everything from outside that decides how a world goes on, in the order in which it happens.
/// Called on the tick thread; `tick` is the one that runs next.
public interface WorldTap {
  /// A command was carried out, or refused.
  default void executed(long tick, WorldCommand command, CommandResult result) {}

  /// New versions are about to be swapped in; that may still fail.
  default void swapping(long tick, List<PluginSwap.Replacement> replacements) {}

  /// Plugins are about to be added.
  default void adding(long tick, List<PluginModule> modules, StartReason reason) {}

  default void rateChanged(long tick, int rateHz) {}

  /// A message from a client reaches the world, at the end of this tick's stages; it may still be
  /// refused for the channel's limit.
  ///
  /// @param client 0 for what the host says of clients
  default void arrived(long tick, SchemaName channel, long client, byte[] payload) {}

  /// A client half failed, which counts against a probation.
  default void clientFailed(long tick, PluginFailure failure) {}

  /// A tick has ended; the world's time stands at the next one.
  default void tickEnded(World world) {}

  /// The world stands still, and what came in has been carried out.
  default void stoodStill(World world) {}
}
