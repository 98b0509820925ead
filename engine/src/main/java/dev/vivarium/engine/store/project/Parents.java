package dev.vivarium.engine.store.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks that parents exist and that nobody is above itself. An entity whose parent cannot be is
/// kept without it.
final class Parents {
  private static final int MAX_SHOWN = 8;

  private final String file;
  private final ProjectLimits limits;
  private final Problems problems;

  Parents(String file, ProjectLimits limits, Problems problems) {
    this.file = file;
    this.limits = limits;
    this.problems = problems;
  }

  List<SceneEntity> checked(List<SceneEntity> entities) {
    Map<String, SceneEntity> byId = HashMap.newHashMap(entities.size());
    entities.forEach(entity -> byId.put(entity.id(), entity));
    for (SceneEntity entity : entities) {
      if (entity.parent() != null && !byId.containsKey(entity.parent())) {
        report(entity, "its parent " + entity.parent() + " is not in this scene");
        byId.put(entity.id(), orphan(entity));
      }
    }
    Map<String, Integer> depths = HashMap.newHashMap(entities.size());
    for (SceneEntity entity : entities) {
      measure(entity.id(), byId, depths);
    }
    return entities.stream().map(entity -> byId.getOrDefault(entity.id(), entity)).toList();
  }

  /// Finds how many entities are above one, cutting loops and too long chains as they are met.
  /// Walks up to what is known, then down again: a chain may be as long as the scene.
  private void measure(String id, Map<String, SceneEntity> byId, Map<String, Integer> depths) {
    List<String> chain = new ArrayList<>();
    Map<String, Integer> place = new HashMap<>();
    @Nullable String at = id;
    while (at != null && !depths.containsKey(at) && !place.containsKey(at)) {
      place.put(at, chain.size());
      chain.add(at);
      at = parent(at, byId);
    }
    if (at != null && place.containsKey(at)) {
      cutLoop(chain.subList(place.getOrDefault(at, 0), chain.size()), byId);
    }
    for (String below : chain.reversed()) {
      depths.put(below, depth(below, byId, depths));
    }
  }

  private static @Nullable String parent(String id, Map<String, SceneEntity> byId) {
    SceneEntity entity = byId.get(id);
    return entity == null ? null : entity.parent();
  }

  private int depth(String id, Map<String, SceneEntity> byId, Map<String, Integer> depths) {
    String parent = parent(id, byId);
    int depth = parent == null ? 0 : depths.getOrDefault(parent, 0) + 1;
    SceneEntity entity = byId.get(id);
    if (depth > limits.parentDepth() && entity != null) {
      report(entity, "more than " + limits.parentDepth() + " entities are above it");
      byId.put(id, orphan(entity));
      return 0;
    }
    return depth;
  }

  private void cutLoop(List<String> loop, Map<String, SceneEntity> byId) {
    String shown = String.join(" -> ", loop.subList(0, Math.min(loop.size(), MAX_SHOWN)));
    String gap = loop.size() > MAX_SHOWN ? " -> ..." : "";
    for (String id : loop) {
      byId.computeIfPresent(id, (key, entity) -> orphan(entity));
    }
    problems.error(
        file,
        "entities." + loop.getFirst() + ".parent",
        "its parents lead back to itself: " + shown + gap + " -> " + loop.getFirst(),
        "Give one of them another parent, or none");
  }

  private void report(SceneEntity entity, String message) {
    problems.error(
        file,
        "entities." + entity.id() + ".parent",
        message,
        "Name another parent, or remove the field");
  }

  private static SceneEntity orphan(SceneEntity entity) {
    return new SceneEntity(entity.id(), entity.name(), null, entity.components(), entity.unknown());
  }
}
