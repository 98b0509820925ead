package dev.vivarium.workbench.language;

import java.util.List;

/// A declaration in a file, with those inside it.
///
/// @param range all of it
/// @param selection its name
public record OutlineSymbol(
    String name,
    SymbolKind kind,
    TextRange range,
    TextRange selection,
    List<OutlineSymbol> children) {
  public OutlineSymbol {
    children = List.copyOf(children);
  }
}
