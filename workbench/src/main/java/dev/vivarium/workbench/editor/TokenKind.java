package dev.vivarium.workbench.editor;

import java.util.Locale;

/// What a stretch of source text is, as far as its colour goes.
enum TokenKind {
  COMMENT,
  STRING,
  NUMBER,
  KEYWORD,
  TYPE,
  FUNCTION,
  DECORATOR,
  CONSTANT,
  KEY;

  String styleClass() {
    return "code-" + name().toLowerCase(Locale.ROOT);
  }
}
