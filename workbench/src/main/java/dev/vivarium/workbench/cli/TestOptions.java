package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What `vivarium test` was asked.
///
/// @param filter part of a test's id; empty for all
/// @param limit time that each test has
record TestOptions(
    Path project, String filter, Optional<Path> json, Duration limit, boolean trust) {}
