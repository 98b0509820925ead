package dev.vivarium.engine.plugin;

/// The most that a plugin's systems took in one dispatch since it was started, against its
/// [Budget].
///
/// @param commands structural changes asked for
/// @param logLines in one tick
/// @param slowestNanos time of the slowest of the newest dispatches
/// @param ticksOverSoftLimit how many ticks in a row a system has been over its soft limit now
/// @param p50Nanos median time of its costliest system
public record PluginUse(
    int commands,
    int messages,
    long messageBytes,
    int logLines,
    long slowestNanos,
    int ticksOverSoftLimit,
    long p50Nanos,
    Budget budget) {}
