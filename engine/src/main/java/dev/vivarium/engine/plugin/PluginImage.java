package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.plugin.PluginInstance.InstanceImage;
import java.util.List;
import java.util.Optional;

/// A plugin as it stood between two ticks.
///
/// @param digest of the module that ran
/// @param instance its memory and globals; empty if it did not run
/// @param lastRuns of each of its systems on this side, in schedule order of declaration
public record PluginImage(
    String name,
    String digest,
    PluginState state,
    int pendingStart,
    Optional<InstanceImage> instance,
    List<Moment> lastRuns) {
  public PluginImage {
    lastRuns = List.copyOf(lastRuns);
  }
}
