package dev.vivarium.workbench.language;

/// A stretch of text, `start` included, `end` not.
public record TextRange(TextPosition start, TextPosition end) {}
