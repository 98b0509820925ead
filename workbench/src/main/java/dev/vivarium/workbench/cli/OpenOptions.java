package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;

/// What `vivarium open` was asked to do.
///
/// @param project a folder with a `world.json`; an empty path for the start page
/// @param fresh begin from the scenes, not from the saved state
/// @param trust trust the project from now on
/// @param screenshot draw the window without a display into this PNG file, then end
/// @param script commands to run before the picture is taken; only together with `screenshot`
/// @param attach show a world of a server; the project, if any, only gives the files
public record OpenOptions(
    Path project,
    boolean fresh,
    boolean trust,
    Optional<Path> screenshot,
    Optional<Path> script,
    Optional<AttachOptions> attach) {}
