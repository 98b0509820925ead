package dev.vivarium.workbench.session;

/// An asset of the project that entities can name.
///
/// @param path relative to `assets/`
public record AssetName(String path, long handle) {}
