package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An entity as authored in a scene.
///
/// @param id stays the same for the entity's whole life; unique in the scene
/// @param name for people; null: none
/// @param parent id of another entity of the same scene; null: none
/// @param components values by component, such as `vivarium/Transform`; not to be changed
public record SceneEntity(
    String id,
    @Nullable String name,
    @Nullable String parent,
    NavigableMap<String, JsonNode> components,
    UnknownFields unknown) {
  public SceneEntity {
    components = Collections.unmodifiableNavigableMap(new TreeMap<>(components));
  }
}
