package dev.vivarium.workbench.dock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Side;

/// Layouts as JSON. What is read may have been written by anybody: depth and number are limited.
public final class LayoutJson {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_PANELS = 200;

  private LayoutJson() {}

  public static JsonNode write(DockLayout layout) {
    var json = JsonNodeFactory.instance.objectNode();
    var hidden = json.putArray("hidden");
    layout.hidden().forEach(side -> hidden.add(side.name().toLowerCase(Locale.ROOT)));
    json.put("focused", layout.focused());
    json.set("root", write(layout.root()));
    return json;
  }

  private static ObjectNode write(DockNode node) {
    var json = JsonNodeFactory.instance.objectNode();
    switch (node) {
      case DockNode.Group group -> {
        var tabs = json.putArray("tabs");
        group.panels().forEach(tabs::add);
        var closed = json.putArray("closed");
        group.closed().forEach(closed::add);
        json.put("front", group.front());
        json.put("collapsed", group.collapsed());
      }
      case DockNode.Split split -> {
        var parts = json.putArray(split.rows() ? "rows" : "columns");
        split.parts().forEach(p -> parts.add(write(p)));
        var shares = json.putArray("shares");
        split.shares().forEach(shares::add);
      }
    }
    return json;
  }

  /// @throws IllegalArgumentException saying what is wrong with it
  public static DockLayout read(JsonNode json) {
    var seen = new HashSet<String>();
    var tree = node(json.path("root"), 0, seen);
    var hidden = EnumSet.noneOf(Side.class);
    for (var side : Side.values()) {
      if (texts(json.path("hidden")).contains(side.name().toLowerCase(Locale.ROOT))) {
        hidden.add(side);
      }
    }
    return new DockLayout(tree, hidden, json.path("focused").asBoolean(false));
  }

  private static DockNode node(JsonNode json, int depth, Set<String> seen) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("its panels are nested more than " + MAX_DEPTH + " deep");
    }
    if (json.path("tabs").isArray()) {
      return group(json, seen);
    }
    var rows = json.path("rows").isArray();
    var parts = new ArrayList<DockNode>();
    for (var part : json.path(rows ? "rows" : "columns")) {
      parts.add(node(part, depth + 1, seen));
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a place in it holds neither tabs, rows nor columns");
    }
    var shares = new ArrayList<Double>();
    json.path("shares").forEach(s -> shares.add(s.asDouble(0)));
    return new DockNode.Split(rows, parts, shares);
  }

  private static DockNode.Group group(JsonNode json, Set<String> seen) {
    var panels = texts(json.path("tabs"));
    for (var panel : panels) {
      if (!seen.add(panel)) {
        throw new IllegalArgumentException("it names the panel " + panel + " twice");
      }
    }
    if (seen.size() > MAX_PANELS) {
      throw new IllegalArgumentException("it names more than " + MAX_PANELS + " panels");
    }
    return new DockNode.Group(
        panels,
        Set.copyOf(texts(json.path("closed"))),
        json.path("front").asText(""),
        json.path("collapsed").asBoolean(false));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
