package dev.vivarium.workbench.editor;

import java.util.Set;
import java.util.function.Consumer;

/// Colours the languages with `//` and `/* */` comments: TypeScript, Rust, C and their like.
final class CodeHighlighter implements Highlighter {
  private static final int IN_COMMENT = 1;
  private static final int IN_TEMPLATE = 2;

  private final Set<String> keywords;
  private final Set<String> types;

  CodeHighlighter(Set<String> keywords, Set<String> types) {
    this.keywords = keywords;
    this.types = types;
  }

  @Override
  public int line(String text, int state, Consumer<Token> out) {
    var at = state == START ? 0 : close(text, 0, 0, state, out);
    while (at >= 0 && at < text.length()) {
      var opened = openedAt(text, at);
      if (opened == START) {
        at = plain(text, at, out);
      } else {
        at = close(text, at, at + (opened == IN_COMMENT ? 2 : 1), opened, out);
        if (at < 0) {
          return opened;
        }
      }
    }
    return at < 0 ? state : START;
  }

  private static int openedAt(String text, int at) {
    if (text.startsWith("/*", at)) {
      return IN_COMMENT;
    }
    return text.charAt(at) == '`' ? IN_TEMPLATE : START;
  }

  /// Colours up to where the comment or template ends.
  ///
  /// @return the place behind it, or -1 if it goes on in the next line
  private static int close(String text, int start, int from, int state, Consumer<Token> out) {
    var comment = state == IN_COMMENT;
    var end = comment ? text.indexOf("*/", from) : closing(text, from, '`');
    var stop = end < 0 ? text.length() : end + (comment ? 2 : 1);
    emit(start, stop, comment ? TokenKind.COMMENT : TokenKind.STRING, out);
    return end < 0 ? -1 : stop;
  }

  private int plain(String text, int at, Consumer<Token> out) {
    var c = text.charAt(at);
    if (text.startsWith("//", at)) {
      emit(at, text.length(), TokenKind.COMMENT, out);
      return text.length();
    }
    if (c == '"' || c == '\'') {
      var end = closing(text, at + 1, c);
      var stop = end < 0 ? text.length() : end + 1;
      emit(at, stop, TokenKind.STRING, out);
      return stop;
    }
    if (Character.isDigit(c)) {
      var stop = numberEnd(text, at);
      emit(at, stop, TokenKind.NUMBER, out);
      return stop;
    }
    if (c == '@' || c == '#') {
      var stop = wordEnd(text, at + 1);
      emit(at, stop, TokenKind.DECORATOR, out);
      return Math.max(stop, at + 1);
    }
    return Character.isJavaIdentifierStart(c) ? word(text, at, out) : at + 1;
  }

  private int word(String text, int at, Consumer<Token> out) {
    var end = wordEnd(text, at);
    var word = text.substring(at, end);
    if (keywords.contains(word)) {
      emit(at, end, TokenKind.KEYWORD, out);
    } else if (types.contains(word)) {
      emit(at, end, TokenKind.TYPE, out);
    } else if (isConstant(word)) {
      emit(at, end, TokenKind.CONSTANT, out);
    } else if (Character.isUpperCase(word.charAt(0))) {
      emit(at, end, TokenKind.TYPE, out);
    } else if (end < text.length() && text.charAt(end) == '(') {
      emit(at, end, TokenKind.FUNCTION, out);
    }
    return end;
  }

  private static boolean isConstant(String word) {
    return word.length() > 1
        && word.chars().allMatch(c -> c == '_' || Character.isUpperCase(c) || Character.isDigit(c));
  }

  private static int wordEnd(String text, int from) {
    var at = from;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int numberEnd(String text, int from) {
    var at = from;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  private static int closing(String text, int from, char quote) {
    for (var at = from; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == quote) {
        return at;
      }
    }
    return -1;
  }

  private static void emit(int start, int end, TokenKind kind, Consumer<Token> out) {
    if (end > start) {
      out.accept(new Token(start, end, kind));
    }
  }
}
