package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What `vivarium run` was asked to do. Paths are as given, relative to the current folder.
///
/// @param project a folder with a `world.json`
/// @param ticks after how many ticks to end, at least 1; empty: run until stopped
/// @param rate empty: the project's own
/// @param seed in place of the project's own
/// @param fresh begin from the scenes, not from the saved state
/// @param trust trust the project from now on
/// @param events where to write what happens, as it happens
/// @param report where to write the JSON report at the end
/// @param record where to record the run for a replay
public record RunOptions(
    Path project,
    OptionalLong ticks,
    Optional<Rate> rate,
    OptionalLong seed,
    boolean fresh,
    boolean trust,
    Optional<EventTarget> events,
    Optional<Path> report,
    Optional<Path> record) {}
