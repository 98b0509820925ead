package dev.vivarium.engine.plugin.reload;

import dev.vivarium.engine.plugin.Gear;

/// What a reload took, from the file's change to the end of the first tick with the new code.
///
/// @param compileMs the toolchain
/// @param loadMs parsing, compiling to the JVM and reading the descriptor
/// @param shadowMs the run on a copy of the world
/// @param swapMs the swap and the first tick, on the tick thread
/// @param totalMs from the file's change to the end of that tick
/// @param entitiesKept entities of the plugin that live on
/// @param migration what happened to its components, in words; empty if nothing
public record ReloadReport(
    String plugin,
    long tick,
    String version,
    Gear gear,
    double compileMs,
    double loadMs,
    double shadowMs,
    double swapMs,
    double totalMs,
    int entitiesKept,
    String migration) {}
