package dev.vivarium.workbench.language;

/// What a name stands for, as far as its icon goes.
public enum SymbolKind {
  CLASS,
  INTERFACE,
  ENUM,
  ENUM_MEMBER,
  FUNCTION,
  METHOD,
  FIELD,
  VARIABLE,
  CONSTANT,
  TYPE,
  MODULE,
  KEYWORD,
  OTHER
}
