package dev.vivarium.workbench.toolchain;

/// A place in a source file.
///
/// @param file path below the folder that holds the plugins, such as `fish/fish.ts`; `~lib/...` for
///   the SDK and the language's library
/// @param line from 1
/// @param column from 1
public record SourcePosition(String file, int line, int column) {}
