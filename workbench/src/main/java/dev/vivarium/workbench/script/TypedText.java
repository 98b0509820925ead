package dev.vivarium.workbench.script;

import java.util.ArrayList;
import java.util.List;

/// What was typed into a file, as the line of a script that does the same.
final class TypedText {
  /// Lines of a change; of more, the script gets the whole text.
  private static final int MAX_LINES = 200;

  private static final int MAX_CHARS = 200_000;

  private TypedText() {}

  /// The act that makes `before` into `after`; empty where they are equal.
  static String act(String file, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    var change = Change.between(lines(before), lines(after)).unique(before);
    if (change.isWhole() || change.from.size() > MAX_LINES || change.to.size() > MAX_LINES) {
      return after.length() > MAX_CHARS
          ? "// " + file + " was changed; its text is too long for a script."
          : "project.write(%s, %s);".formatted(literal(file), literal(after));
    }
    return "project.replace(%s, %s, %s);"
        .formatted(
            literal(file),
            literal(String.join("", change.from)),
            literal(String.join("", change.to)));
  }

  /// With their line ends.
  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines;
  }

  /// Lines that stand between `head` lines before them and `tail` lines behind.
  private record Change(
      List<String> before,
      List<String> after,
      int head,
      int tail,
      List<String> from,
      List<String> to) {
    static Change of(List<String> before, List<String> after, int head, int tail) {
      return new Change(
          before,
          after,
          head,
          tail,
          before.subList(head, before.size() - tail),
          after.subList(head, after.size() - tail));
    }

    static Change between(List<String> before, List<String> after) {
      int most = Math.min(before.size(), after.size());
      int head = 0;
      while (head < most && before.get(head).equals(after.get(head))) {
        head++;
      }
      int tail = 0;
      while (tail < most - head
          && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
        tail++;
      }
      return of(before, after, head, tail);
    }

    boolean isWhole() {
      return head == 0 && tail == 0;
    }

    /// The same with as many lines around it as tell it from all others.
    Change unique(String text) {
      var change = this;
      while (!change.isWhole() && !change.isUnique(text)) {
        change = of(before, after, Math.max(0, change.head - 1), Math.max(0, change.tail - 1));
      }
      return change;
    }

    private boolean isUnique(String text) {
      var chunk = String.join("", from);
      return !chunk.isEmpty() && text.indexOf(chunk) == text.lastIndexOf(chunk);
    }
  }

  /// A string as Java writes it: in a text block where it has several lines.
  static String literal(String text) {
    if (!text.contains("\n") || text.contains("\r")) {
      return Values.write(text);
    }
    var block = new StringBuilder("\"\"\"\n");
    for (String line : lines(text)) {
      boolean ended = line.endsWith("\n");
      block.append("    ").append(escaped(ended ? line.substring(0, line.length() - 1) : line));
      block.append(ended ? "\n" : "\\\n");
    }
    return block.append("    \"\"\"").toString();
  }

  private static String escaped(String line) {
    var text = line.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
    int last = text.length() - 1;
    if (last >= 0 && text.charAt(last) == ' ') {
      return text.substring(0, last) + "\\s";
    } else if (last >= 0 && text.charAt(last) == '\t') {
      return text.substring(0, last) + "\\t";
    }
    return text;
  }
}
