package dev.vivarium.workbench.session;

import java.util.List;

/// The world at one moment.
///
/// @param world the project's name
/// @param rateHz ticks in one second of world time
/// @param speed world seconds in one second of the wall clock; infinite for as fast as possible
/// @param tickMicrosP50 median time of a tick, microseconds
/// @param tickMicrosP99 99th percentile of the same
/// @param detail why the world is loading or stopped, in one line; empty otherwise
public record WorldStatus(
    String world,
    RunState state,
    String detail,
    long tick,
    double rateHz,
    double speed,
    long tickMicrosP50,
    long tickMicrosP99,
    int entities,
    List<PluginStatus> plugins) {
  public WorldStatus {
    plugins = List.copyOf(plugins);
  }
}
