package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginStatus.SystemTiming;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Puts the state of a world's plugins into the words of a session.
///
/// @param building plugins that are being built now
/// @param owned how many entities each plugin owns
record StatusTexts(Set<String> building, Map<String, Integer> owned) {
  private static final long PAGE_BYTES = 65_536;

  /// Turns of the colour circle that never come close to an earlier one.
  private static final double GOLDEN_ANGLE = 137.508;

  private static final double FIRST_HUE = 205;

  PluginStatus of(
      dev.vivarium.engine.plugin.PluginStatus plugin,
      String language,
      int place,
      List<String> goodVersions) {
    return new PluginStatus(
        plugin.name(),
        plugin.version(),
        language(language),
        Gear.valueOf(plugin.gear().name()),
        building.contains(plugin.name()) ? PluginState.COMPILING : state(plugin.state()),
        hue(place),
        detail(plugin),
        owned.getOrDefault(plugin.name(), 0),
        plugin.memoryPages() * PAGE_BYTES,
        sum(plugin.systems(), SystemTiming::p50Us),
        sum(plugin.systems(), SystemTiming::p99Us),
        goodVersions);
  }

  /// A plugin of the project that the world does not have: it is being built, or could not be.
  PluginStatus missing(PluginFile file, int place, PluginState otherwise) {
    boolean builds = building.contains(file.name());
    return new PluginStatus(
        file.name(),
        "",
        language(file.language()),
        Gear.QUICK,
        builds ? PluginState.COMPILING : otherwise,
        hue(place),
        builds || otherwise != PluginState.FAILED
            ? ""
            : "no version of it could be started; mend it and save",
        owned.getOrDefault(file.name(), 0),
        0,
        0,
        0,
        List.of());
  }

  private static double hue(int place) {
    return (FIRST_HUE + place * GOLDEN_ANGLE) % 360;
  }

  private static long sum(List<SystemTiming> systems, ToDoubleFunction<SystemTiming> micros) {
    // What ran once, when the plugin started, is no part of a tick.
    return Math.round(systems.stream().filter(SystemTiming::eachTick).mapToDouble(micros).sum());
  }

  private static PluginState state(dev.vivarium.engine.plugin.PluginState state) {
    return switch (state) {
      case RUNNING -> PluginState.RUNNING;
      case PROBATION -> PluginState.PROBATION;
      case WAITING -> PluginState.WAITING;
      case STOPPED -> PluginState.STOPPED;
      case FAILED -> PluginState.FAILED;
    };
  }

  private static String detail(dev.vivarium.engine.plugin.PluginStatus plugin) {
    return switch (plugin.state()) {
      case WAITING -> "waits for " + plugin.missing();
      case FAILED -> plugin.failure().map(PluginFailure::describe).orElse("");
      case RUNNING, PROBATION, STOPPED -> "";
    };
  }

  private static String language(String name) {
    return name.equals("assemblyscript")
        ? "AssemblyScript"
        : name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
  }
}
