package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.PluginStatus;
import dev.vivarium.engine.plugin.reload.VersionHistory;
import dev.vivarium.engine.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a world's status is made of, as far as only the tick thread knows it: a few microseconds of
/// copying. Immutable.
///
/// @param goodVersions of each plugin, newest first
record Gauge(
    long tick,
    double rateHz,
    int entities,
    List<PluginStatus> plugins,
    Map<String, List<String>> goodVersions) {

  /// Reads the gauges. To be called on the tick thread.
  static Gauge take(World world) {
    List<PluginStatus> plugins = world.plugins().status();
    Map<String, List<String>> good = new HashMap<>();
    for (PluginStatus plugin : plugins) {
      good.put(
          plugin.name(),
          world.versions().of(plugin.name()).stream()
              .map(VersionHistory.Version::version)
              .toList());
    }
    return new Gauge(
        world.tick(), world.time().rateHz(), world.store().entityCount(), plugins, good);
  }
}
