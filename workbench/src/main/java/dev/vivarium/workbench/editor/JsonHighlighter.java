package dev.vivarium.workbench.editor;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Colours JSON: keys apart from other strings.
final class JsonHighlighter implements Highlighter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<key>\"(?:[^\"\\\\]|\\\\.)*\"(?=\\s*:))|(?<string>\"(?:[^\"\\\\]|\\\\.)*\"?)"
              + "|(?<number>-?\\b\\d[\\d.eE+-]*)|(?<word>\\b(?:true|false|null)\\b)");

  @Override
  public int line(String text, int state, Consumer<Token> out) {
    var matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      out.accept(
          new Token(
              matcher.start(),
              matcher.end(),
              matcher.group("key") != null
                  ? TokenKind.KEY
                  : matcher.group("string") != null
                      ? TokenKind.STRING
                      : matcher.group("number") != null ? TokenKind.NUMBER : TokenKind.KEYWORD));
    }
    return START;
  }
}
