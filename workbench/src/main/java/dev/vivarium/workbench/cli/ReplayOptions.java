package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What `vivarium replay` was asked to do.
///
/// @param recording a file that `vivarium run --record` wrote
/// @param ticks replay no more than this many ticks, at least 1
/// @param trust run the plugins in the recording, which are programs of others
/// @param report where to write the JSON report at the end
public record ReplayOptions(
    Path recording, OptionalLong ticks, boolean trust, Optional<Path> report) {}
