package dev.vivarium.workbench.editor;

/// A coloured stretch of one line, `start` included, `end` not.
record Token(int start, int end, TokenKind kind) {}
