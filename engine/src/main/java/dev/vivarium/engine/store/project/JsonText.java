package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Writes JSON in the one shape that project files have: two spaces a level, what fits on the rest
/// of a line of [#LINE_LENGTH] on that line, keys of values sorted.
final class JsonText {
  static final int LINE_LENGTH = 100;

  private final Appendable out;
  private int column;

  JsonText(Appendable out) {
    this.out = out;
  }

  /// Writes a value whose first character stands in the current column.
  void value(JsonNode node, int level) throws IOException {
    StringBuilder line = new StringBuilder();
    if (!node.isContainerNode() || fits(node, line, LINE_LENGTH - column - 1)) {
      raw(node.isContainerNode() ? line : node.toString());
    } else if (node.isArray()) {
      array(node, level);
    } else {
      object(node, level);
    }
  }

  private void object(JsonNode node, int level) throws IOException {
    raw("{");
    String separator = "";
    for (Map.Entry<String, JsonNode> entry : sorted(node).entrySet()) {
      raw(separator);
      newLine(level + 1);
      key(entry.getKey());
      value(entry.getValue(), level + 1);
      separator = ",";
    }
    newLine(level);
    raw("}");
  }

  private void array(JsonNode node, int level) throws IOException {
    raw("[");
    String separator = "";
    for (JsonNode element : node) {
      raw(separator);
      newLine(level + 1);
      value(element, level + 1);
      separator = ",";
    }
    newLine(level);
    raw("]");
  }

  void key(String name) throws IOException {
    raw(quoted(name));
    raw(": ");
  }

  void newLine(int level) throws IOException {
    out.append('\n').append("  ".repeat(level));
    column = 2 * level;
  }

  void raw(CharSequence text) throws IOException {
    out.append(text);
    column += text.length();
  }

  static String quoted(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }

  /// Puts a value on one line as long as it is no longer than `room`.
  private static boolean fits(JsonNode node, StringBuilder line, int room) {
    if (node.isObject()) {
      return objectFits(node, line, room);
    } else if (node.isArray()) {
      return arrayFits(node, line, room);
    }
    line.append(node);
    return line.length() <= room;
  }

  private static boolean objectFits(JsonNode node, StringBuilder line, int room) {
    line.append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> entry : sorted(node).entrySet()) {
      line.append(separator).append(quoted(entry.getKey())).append(": ");
      if (!fits(entry.getValue(), line, room)) {
        return false;
      }
      separator = ", ";
    }
    line.append('}');
    return line.length() <= room;
  }

  private static boolean arrayFits(JsonNode node, StringBuilder line, int room) {
    line.append('[');
    for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
      if (!fits(elements.next(), line, room)) {
        return false;
      }
      line.append(elements.hasNext() ? ", " : "");
    }
    line.append(']');
    return line.length() <= room;
  }

  private static NavigableMap<String, JsonNode> sorted(JsonNode object) {
    NavigableMap<String, JsonNode> entries = new TreeMap<>();
    object.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }
}
