package dev.vivarium.engine.plugin;

/// A stop that a recording holds: at that tick the plugin stops, instead of the system's run or
/// after it.
///
/// @param system its id, or `PLUGIN/vivarium_collect`
public record StopOrder(long tick, String system, boolean afterRun) {}
