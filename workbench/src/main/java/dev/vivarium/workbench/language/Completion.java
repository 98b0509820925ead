package dev.vivarium.workbench.language;

import java.util.List;
import java.util.Optional;

/// What could be written at a place.
///
/// @param start where the word begins that the items complete
/// @param whole whether these are all; else ask again when more was typed
public record Completion(TextPosition start, boolean whole, List<Item> items) {
  public static final Completion NONE = new Completion(new TextPosition(1, 1), true, List.of());

  public Completion {
    items = List.copyOf(items);
  }

  /// One name.
  ///
  /// @param detail what stands dimmed beside the name, such as where it would be imported from
  /// @param insert what is written in place of the word
  /// @param range what is replaced, where that is not the word
  /// @param token what the service knows it by
  public record Item(
      String name,
      SymbolKind kind,
      String detail,
      String insert,
      Optional<TextRange> range,
      String token) {}

  /// More of one item, asked for when it is chosen or looked at.
  ///
  /// @param code the declaration, as code
  /// @param doc what its author says of it
  /// @param edits further edits that it needs, such as an import
  public record Details(String code, String doc, List<TextEdit> edits) {
    public static final Details NONE = new Details("", "", List.of());

    public Details {
      edits = List.copyOf(edits);
    }
  }
}
