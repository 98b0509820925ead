package dev.vivarium.workbench.project;

/// A file as the editor opens it.
///
/// @param text all of it, or the beginning of a large one
/// @param readOnly why it cannot be changed; empty where it can
public record FileText(String text, String readOnly) {}
