package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
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

  /// A tick has ended; the world's time stands at the next one.
  default void tickEnded(World world) {}
}
