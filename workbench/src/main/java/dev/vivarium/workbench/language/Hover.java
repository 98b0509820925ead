package dev.vivarium.workbench.language;

/// What is known of the name at a place.
///
/// @param code the declaration, as code
/// @param doc what its author says of it; may be empty
public record Hover(String code, String doc, TextRange range) {}
