package dev.vivarium.workbench.editor;

/// A stretch of a line with a match in it; `…` stands where something was cut off.
///
/// @param start where the match begins in `text`
/// @param length of the match, in UTF-16 code units
public record Excerpt(String text, int start, int length) {
  private static final String CUT = "…";

  /// A match that goes on in the next line ends with this one.
  public Excerpt {
    start = Math.clamp(start, 0, text.length());
    length = Math.clamp(length, 0, text.length() - start);
  }

  public String before() {
    return text.substring(0, start);
  }

  public String matched() {
    return text.substring(start, start + length);
  }

  public String after() {
    return text.substring(start + length);
  }

  /// The same match in a line without indentation that is no longer than `room`: cut between words
  /// where it can be, and the match itself only where it is longer than that.
  public Excerpt within(int room) {
    var line = stripped();
    if (line.text.length() <= room) {
      return line;
    }
    var free = room - line.length - 2 * CUT.length();
    if (free <= 0) {
      var shown = Math.clamp(room - 2L * CUT.length(), 1, Math.max(1, line.length));
      return line.cut(line.start, Math.min(line.text.length(), line.start + shown));
    }
    var end = line.start + line.length;
    var before = Math.min(line.start, free / 2);
    var after = Math.min(line.text.length() - end, free - before);
    before = Math.min(line.start, free - after);
    return line.cut(line.wordStart(line.start - before), line.wordEnd(end + after));
  }

  private Excerpt stripped() {
    var indent = 0;
    while (indent < start && Character.isWhitespace(text.charAt(indent))) {
      indent++;
    }
    var stripped = text.substring(indent).stripTrailing();
    return new Excerpt(stripped, start - indent, length);
  }

  private Excerpt cut(int from, int to) {
    var head = from > 0 ? CUT : "";
    var tail = to < text.length() ? CUT : "";
    return new Excerpt(
        head + text.substring(from, to) + tail,
        start - from + head.length(),
        Math.min(length, to - start));
  }

  private boolean isInWord(int index) {
    return index > 0
        && index < text.length()
        && Character.isJavaIdentifierPart(text.charAt(index - 1))
        && Character.isJavaIdentifierPart(text.charAt(index));
  }

  private int wordStart(int from) {
    var at = from;
    while (at < start && isInWord(at)) {
      at++;
    }
    return at;
  }

  private int wordEnd(int to) {
    var at = to;
    while (at > start + length && isInWord(at)) {
      at--;
    }
    return at;
  }
}
