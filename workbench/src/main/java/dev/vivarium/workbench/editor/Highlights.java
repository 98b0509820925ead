package dev.vivarium.workbench.editor;

import java.util.List;

/// What is highlighted wherever it stands in a text. Belongs to the window's thread.
final class Highlights {
  /// Longest line that is searched.
  static final int MAX_LINE_CHARS = 20_000;

  /// Most matches that are shown in a line.
  static final int MAX_MATCHES_A_LINE = 200;

  /// How often all lines together may look whether an expression takes too long; only long lines
  /// and bad expressions ever do.
  private static final int MAX_LOOKS = 200;

  static final Highlights NONE = new Highlights(new TextSearch("", false, false, false), "");

  private final TextSearch search;
  private final String style;
  private int looksLeft = MAX_LOOKS;

  private Highlights(TextSearch search, String style) {
    this.search = search;
    this.style = style;
  }

  /// What is searched for.
  static Highlights found(TextSearch search) {
    return new Highlights(search, "find-match");
  }

  /// The same word as the one that is selected.
  static Highlights word(String word) {
    return new Highlights(new TextSearch(word, true, true, false), "word-match");
  }

  /// Of the matches, for style sheets.
  String style() {
    return style;
  }

  static boolean isStyle(String style) {
    return style.equals("find-match") || style.equals("word-match");
  }

  boolean isSame(Highlights other) {
    return search.equals(other.search) && style.equals(other.style);
  }

  /// The matches in a line; none where the search cannot be done.
  List<TextSearch.Match> in(String line) {
    if (search.query().isEmpty() || line.length() > MAX_LINE_CHARS || looksLeft <= 0) {
      return List.of();
    }
    try {
      var found = search.matches(line, "", () -> --looksLeft <= 0);
      return found.subList(0, Math.min(found.size(), MAX_MATCHES_A_LINE));
    } catch (TextSearch.SearchException e) {
      // The find bar says what is wrong.
      looksLeft = 0;
      return List.of();
    }
  }
}
