package dev.vivarium.workbench.query;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query line into tokens.
final class QueryLexer {
  private static final List<String> SIGNS =
      List.of(
          "<=", ">=", "!=", "==", "!~", "&&", "||", "<", ">", "=", "~", "!", "?", ",", "(", ")",
          ".", ":", "[", "]");

  private final String line;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private QueryLexer(String line) {
    this.line = line;
  }

  /// The line's tokens, the last one of kind END.
  static List<Token> tokens(String line) throws QueryException {
    QueryLexer lexer = new QueryLexer(line);
    while (lexer.at < line.length()) {
      lexer.next();
    }
    lexer.add(Token.Kind.END, "", line.length());
    return List.copyOf(lexer.tokens);
  }

  private void add(Token.Kind kind, String text, int end) {
    tokens.add(new Token(kind, text, at, end));
    at = end;
  }

  private void next() throws QueryException {
    char c = line.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (c == '"' || c == '\'') {
      string(c);
    } else if (c == '#') {
      id();
    } else if (isNumberStart()) {
      number();
    } else if (isWordPart(c)) {
      int end = at;
      while (end < line.length() && isWordPart(line.charAt(end))) {
        end++;
      }
      add(Token.Kind.WORD, line.substring(at, end), end);
    } else {
      sign();
    }
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '/' || c == '-';
  }

  private boolean isNumberStart() {
    char c = line.charAt(at);
    boolean signed = c == '-' || c == '+';
    int first = signed ? at + 1 : at;
    if (first < line.length() && line.charAt(first) == '.') {
      first++;
      return first < line.length() && isDigit(line.charAt(first)) && !followsPath();
    }
    return first < line.length() && isDigit(line.charAt(first)) && !followsPath();
  }

  /// A digit after a dot is a part of a path and not a number of its own.
  private boolean followsPath() {
    return !tokens.isEmpty() && tokens.getLast().is(".") && tokens.getLast().end() == at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void number() throws QueryException {
    int end = at + 1;
    while (end < line.length() && isNumberPart(end)) {
      end++;
    }
    String text = line.substring(at, end);
    try {
      double _ = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new QueryException("“" + text + "” is not a number", at, end);
    }
    add(Token.Kind.NUMBER, text, end);
  }

  private boolean isNumberPart(int i) {
    char c = line.charAt(i);
    boolean exponentSign =
        (c == '-' || c == '+') && Character.toLowerCase(line.charAt(i - 1)) == 'e';
    return (isWordPart(c) && c != '-' && c != '/') || c == '.' || exponentSign;
  }

  private void id() throws QueryException {
    int end = at + 1;
    while (end < line.length() && isDigit(line.charAt(end))) {
      end++;
    }
    if (end == at + 1 || end > at + 11) {
      throw new QueryException("after # comes an entity's number, such as #214", at, end);
    }
    add(Token.Kind.ID, line.substring(at + 1, end), end);
  }

  private void string(char quote) throws QueryException {
    int end = line.indexOf(quote, at + 1);
    if (end < 0) {
      throw new QueryException("the text has no closing quote", at, line.length());
    }
    add(Token.Kind.STRING, line.substring(at + 1, end), end + 1);
  }

  private void sign() throws QueryException {
    for (String sign : SIGNS) {
      if (line.startsWith(sign, at)) {
        add(Token.Kind.SIGN, sign, at + sign.length());
        return;
      }
    }
    throw new QueryException("“" + line.charAt(at) + "” has no meaning here", at, at + 1);
  }
}
