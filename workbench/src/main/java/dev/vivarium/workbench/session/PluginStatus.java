package dev.vivarium.workbench.session;

import java.util.List;

/// One plugin of the world.
///
/// @param hueDegrees the plugin's own hue, 0 to 360, the same in tree, map and lists
/// @param detail why it is in this state, in one line; empty where there is nothing to say
/// @param entities how many entities it owns
/// @param memoryBytes size of its memory now
/// @param tickMicrosP50 median time of all its systems in a tick, microseconds
/// @param tickMicrosP99 99th percentile of the same
/// @param goodVersions versions that ran well and can be put back, newest first
public record PluginStatus(
    String name,
    String version,
    String language,
    Gear gear,
    PluginState state,
    double hueDegrees,
    String detail,
    int entities,
    long memoryBytes,
    long tickMicrosP50,
    long tickMicrosP99,
    List<String> goodVersions) {
  public PluginStatus {
    goodVersions = List.copyOf(goodVersions);
  }
}
