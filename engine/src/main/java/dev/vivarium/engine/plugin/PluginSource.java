package dev.vivarium.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// A built plugin as the toolchain hands it over, with what its project says about it. Two are
/// equal if all of that is, byte for byte; positions follow from the module and are not looked at.
///
/// @param name the plugin's name, from its folder
/// @param wasm the module
/// @param positions source positions of the module
/// @param granted capabilities that the user granted in `plugin.json`
/// @param settings from `plugin.json`
@SuppressWarnings("ArrayRecordComponent") // compared by what it holds, and written to by nobody
public record PluginSource(
    String name,
    byte[] wasm,
    Gear gear,
    SourcePositions positions,
    Set<String> granted,
    Map<String, JsonNode> settings,
    Budget budget) {
  public PluginSource {
    granted = Set.copyOf(granted);
    settings = Map.copyOf(settings);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PluginSource that
        && name.equals(that.name)
        && gear == that.gear
        && granted.equals(that.granted)
        && settings.equals(that.settings)
        && budget.equals(that.budget)
        && Arrays.equals(wasm, that.wasm);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(wasm);
  }

  public static PluginSource of(String name, byte[] wasm) {
    return new PluginSource(
        name, wasm, Gear.QUICK, SourcePositions.UNKNOWN, Set.of(), Map.of(), Budget.DEFAULT);
  }

  /// Another build of it, whose source positions are not known.
  public PluginSource withWasm(byte[] next) {
    return new PluginSource(name, next, gear, SourcePositions.UNKNOWN, granted, settings, budget);
  }

  public PluginSource withGear(Gear next) {
    return new PluginSource(name, wasm, next, positions, granted, settings, budget);
  }

  public PluginSource withBudget(Budget next) {
    return new PluginSource(name, wasm, gear, positions, granted, settings, next);
  }

  public PluginSource withGranted(Set<String> next) {
    return new PluginSource(name, wasm, gear, positions, next, settings, budget);
  }
}
