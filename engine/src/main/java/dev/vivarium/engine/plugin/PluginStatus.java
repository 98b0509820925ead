package dev.vivarium.engine.plugin;

import java.util.List;
import java.util.Optional;

/// A plugin as it stands, for reports and for the workbench.
///
/// @param version short digest of the running module
/// @param missing schemas that a waiting plugin needs
public record PluginStatus(
    String name,
    String version,
    Gear gear,
    PluginState state,
    List<SystemTiming> systems,
    int traps,
    int memoryPages,
    Optional<PluginFailure> failure,
    String missing,
    List<String> capabilities) {
  public PluginStatus {
    systems = List.copyOf(systems);
    capabilities = List.copyOf(capabilities);
  }

  /// How long a system's dispatches take, over at most the last 1,024.
  ///
  /// @param eachTick whether it runs in every tick, and not only when the plugin starts
  public record SystemTiming(String name, boolean eachTick, DispatchTimes times) {
    /// Median dispatch in microseconds; worked out at each call.
    public double p50Us() {
      return times.percentileUs(0.5);
    }

    /// 99th percentile in microseconds; worked out at each call.
    public double p99Us() {
      return times.percentileUs(0.99);
    }
  }
}
