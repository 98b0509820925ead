package dev.vivarium.workbench.cli;

import java.nio.file.Path;

/// What `vivarium describe` was asked to do.
///
/// @param module a compiled plugin
/// @param json print the descriptor as JSON
public record DescribeOptions(Path module, boolean json) {}
