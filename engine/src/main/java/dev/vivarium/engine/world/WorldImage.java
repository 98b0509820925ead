package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.MessageImage;
import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.plugin.PluginImage;
import java.util.List;

/// All of a world between two ticks: enough to go on from there tick for tick.
///
/// @param owners names by owner id
/// @param nextSequence number of the next message
public record WorldImage(
    long seed,
    long tick,
    int rateHz,
    StoreImage store,
    List<String> owners,
    List<PluginImage> plugins,
    List<MessageImage> waiting,
    long nextSequence) {
  public WorldImage {
    owners = List.copyOf(owners);
    plugins = List.copyOf(plugins);
    waiting = List.copyOf(waiting);
  }

  WorldImage withStore(StoreImage next) {
    return new WorldImage(seed, tick, rateHz, next, owners, plugins, waiting, nextSequence);
  }

  WorldImage withPlugins(List<PluginImage> next) {
    return new WorldImage(seed, tick, rateHz, store, owners, next, waiting, nextSequence);
  }
}
