package dev.vivarium.workbench.live;

import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts together what a session says of its world as a whole.
final class WorldStatuses {
  /// What the clock's times are taken over: ten seconds at the usual rate.
  private static final int RECENT_TICKS = 600;

  private final WorldFile worldFile;
  private final List<PluginFile> files;
  private final TickTimes times;
  private final Supplier<Set<String>> building;
  private final Function<String, Optional<PluginFile>> running;

  /// @param building plugins that are being built now
  /// @param running the file of a plugin that the world runs
  WorldStatuses(
      Project project,
      TickTimes times,
      Supplier<Set<String>> building,
      Function<String, Optional<PluginFile>> running) {
    this.worldFile = project.world();
    this.files = project.pluginsInOrder();
    this.times = times;
    this.building = building;
    this.running = running;
  }

  /// @param ended why it does not run; empty while it loads
  WorldStatus loading(String ended) {
    StatusTexts texts = new StatusTexts(building.get(), Map.of());
    PluginState state = ended.isEmpty() ? PluginState.LOADING : PluginState.FAILED;
    List<PluginStatus> plugins = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      plugins.add(texts.missing(files.get(i), i, state));
    }
    return new WorldStatus(
        worldFile.name(),
        ended.isEmpty() ? RunState.LOADING : RunState.STOPPED,
        ended.isEmpty() ? buildingText() : ended,
        0,
        worldFile.rate(),
        1,
        0,
        0,
        0,
        plugins);
  }

  private String buildingText() {
    Set<String> now = building.get();
    return now.isEmpty()
        ? "starting"
        : "building " + now.stream().sorted().collect(Collectors.joining(", "));
  }

  /// @param world empty where it does not run
  /// @param ended why it does not
  WorldStatus now(
      Gauge gauge, Map<String, Integer> counts, @Nullable LiveWorld world, String ended) {
    return new WorldStatus(
        worldFile.name(),
        state(world, ended),
        ended,
        gauge.tick(),
        gauge.rateHz(),
        world == null ? 1 : world.speed(),
        Math.round(times.percentileUs(0.5, RECENT_TICKS)),
        Math.round(times.percentileUs(0.99, RECENT_TICKS)),
        gauge.entities(),
        plugins(gauge, counts));
  }

  /// As of a tick that was.
  WorldStatus past(Gauge gauge, Roster roster) {
    return new WorldStatus(
        worldFile.name(),
        RunState.PAUSED,
        "",
        gauge.tick(),
        gauge.rateHz(),
        1,
        0,
        0,
        gauge.entities(),
        plugins(gauge, roster.countByOwner()));
  }

  private static RunState state(@Nullable LiveWorld world, String ended) {
    if (world == null || !ended.isEmpty()) {
      return RunState.STOPPED;
    }
    return world.loop().isPaused() ? RunState.PAUSED : RunState.RUNNING;
  }

  private List<PluginStatus> plugins(Gauge gauge, Map<String, Integer> counts) {
    StatusTexts texts = new StatusTexts(building.get(), counts);
    Map<String, dev.vivarium.engine.plugin.PluginStatus> left = new LinkedHashMap<>();
    gauge.plugins().forEach(plugin -> left.put(plugin.name(), plugin));
    List<PluginStatus> plugins = new ArrayList<>();
    for (PluginFile file : files) {
      var plugin = left.remove(file.name());
      plugins.add(
          plugin == null
              ? texts.missing(file, plugins.size(), PluginState.FAILED)
              : texts.of(
                  plugin,
                  file.language(),
                  plugins.size(),
                  gauge.goodVersions().getOrDefault(plugin.name(), List.of())));
    }
    for (var added : left.values()) {
      plugins.add(
          texts.of(
              added,
              language(added.name()),
              plugins.size(),
              gauge.goodVersions().getOrDefault(added.name(), List.of())));
    }
    return plugins;
  }

  private String language(String plugin) {
    return running.apply(plugin).map(PluginFile::language).orElse("unknown");
  }
}
