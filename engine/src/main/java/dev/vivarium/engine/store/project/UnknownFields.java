package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Fields of a file that this version does not know, kept so that saving does not lose what a newer
/// version or another tool wrote. The values are not to be changed.
public record UnknownFields(NavigableMap<String, JsonNode> byName) {
  public static final UnknownFields NONE = new UnknownFields(Map.of());

  public UnknownFields {
    byName = Collections.unmodifiableNavigableMap(new TreeMap<>(byName));
  }

  UnknownFields(Map<String, JsonNode> byName) {
    this(new TreeMap<>(byName));
  }
}
