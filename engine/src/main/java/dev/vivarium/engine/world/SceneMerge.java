package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.project.SceneEntity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brings scenes into a world once: what is new appears, what is gone goes, what changed is taken
/// over where the world still has the old value. With no scenes from before, everything is new. The
/// order depends on nothing but the scenes, so handles are the same every time.
final class SceneMerge {
  private static final int NAME_BYTES = 64;

  private final World world;
  private final EntityStore store;
  private final Map<String, Map<String, SceneEntity>> before;
  private final Map<Authorship, Long> entities;
  private final Set<Long> fresh = new HashSet<>();
  private final Set<Long> rescued = new HashSet<>();
  private final List<SceneReport.Conflict> conflicts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int added;
  private int removed;
  private int changed;

  /// @param before the scenes as the world knows them, by name and id
  SceneMerge(World world, Map<String, Map<String, SceneEntity>> before) {
    this.world = world;
    this.store = world.store();
    this.before = before;
    this.entities = Authorship.index(store);
  }

  /// @param scenes in order, the master first
  SceneReport merge(String master, Map<String, Map<String, SceneEntity>> scenes) {
    removeGone(scenes);
    long masterRoot = root(master);
    store.remove(masterRoot, type(Vocabulary.PARENT.name()));
    for (String scene : scenes.keySet()) {
      if (!scene.equals(master)) {
        hang(root(scene), masterRoot);
      }
    }
    scenes.forEach((scene, now) -> now.values().forEach(entity -> addIfNew(scene, entity)));
    scenes.forEach((scene, now) -> now.values().forEach(entity -> fill(scene, entity)));
    return new SceneReport(added, removed, changed, conflicts, problems);
  }

  private static Authorship key(String scene, String id) {
    return new Authorship(AssetHandles.ofScene(scene), id);
  }

  private long find(String scene, String id) {
    return entities.getOrDefault(key(scene, id), EntityHandle.NONE);
  }

  private void removeGone(Map<String, Map<String, SceneEntity>> scenes) {
    Set<Authorship> wanted = new HashSet<>();
    scenes.forEach((scene, now) -> {
      wanted.add(key(scene, Authorship.ROOT));
      now.keySet().forEach(id -> wanted.add(key(scene, id)));
    });
    List<Long> gone = new ArrayList<>();
    entities.forEach((where, entity) -> {
      if (!wanted.contains(where)) {
        gone.add(entity);
      }
    });
    rescue(gone);
    gone.stream().sorted().forEach(store::despawn);
    entities.values().removeIf(entity -> !store.isAlive(entity));
    removed = gone.size();
  }

  /// Whoever hangs on an entity ends with it; what the scenes still have must not.
  private void rescue(List<Long> gone) {
    Set<Long> ending = new HashSet<>(gone);
    for (long entity : entities.values()) {
      if (!ending.contains(entity) && ending.contains(runningParent(entity))) {
        store.remove(entity, type(Vocabulary.PARENT.name()));
        rescued.add(entity);
      }
    }
  }

  private long root(String scene) {
    long known = find(scene, Authorship.ROOT);
    if (known != EntityHandle.NONE) {
      return known;
    }
    long root = spawn(key(scene, Authorship.ROOT));
    set(root, type(Vocabulary.NAME.name()), name(scene));
    return root;
  }

  private long spawn(Authorship where) {
    long entity = store.spawn(PluginHost.SCENE_OWNER);
    set(entity, type(Vocabulary.AUTHORED.name()), where.toBytes());
    set(entity, type(Vocabulary.SAVED.name()), new byte[0]);
    entities.put(where, entity);
    return entity;
  }

  private void addIfNew(String scene, SceneEntity entity) {
    if (find(scene, entity.id()) != EntityHandle.NONE) {
      return;
    }
    SceneEntity old = old(scene, entity.id());
    if (old == null) {
      fresh.add(spawn(key(scene, entity.id())));
      added++;
    } else if (!same(old, entity)) {
      conflict(scene, entity, "entity", "it ended at run time and was changed in the scene");
    }
  }

  private @Nullable SceneEntity old(String scene, String id) {
    return before.getOrDefault(scene, Map.of()).get(id);
  }

  private static boolean same(SceneEntity a, SceneEntity b) {
    return Arrays.equals(SceneBytes.write(List.of(a)), SceneBytes.write(List.of(b)));
  }

  private void fill(String scene, SceneEntity now) {
    long entity = find(scene, now.id());
    if (entity == EntityHandle.NONE) {
      return;
    }
    boolean isNew = fresh.contains(entity);
    SceneEntity old = isNew ? null : old(scene, now.id());
    Map<SchemaName, byte[]> wanted = values(scene, now, true);
    Map<SchemaName, byte[]> had = old == null ? new TreeMap<>() : values(scene, old, false);
    Set<SchemaName> names = new TreeSet<>(wanted.keySet());
    names.addAll(had.keySet());
    for (SchemaName name : names) {
      takeOver(scene, now, name, had.get(name), wanted.get(name));
    }
    takeOverParent(scene, now, old, isNew);
  }

  private void takeOver(
      String scene,
      SceneEntity entity,
      SchemaName name,
      byte @Nullable [] old,
      byte @Nullable [] wanted) {
    if (Arrays.equals(old, wanted)) {
      return;
    }
    ComponentType type = type(name);
    long target =
        type.singleton() == EntityHandle.NONE ? find(scene, entity.id()) : type.singleton();
    byte[] running = store.get(target, type);
    if (Arrays.equals(running, wanted)) {
      return;
    }
    boolean untouched = Arrays.equals(running, old) || type.singleton() != EntityHandle.NONE;
    if (!untouched) {
      conflict(
          scene,
          entity,
          name.toString(),
          "both the scene and the running world changed it; the running value stays");
      return;
    }
    if (wanted == null) {
      store.remove(target, type);
    } else {
      set(target, type, wanted);
    }
    changed += fresh.contains(target) ? 0 : 1;
  }

  private void takeOverParent(
      String scene, SceneEntity now, @Nullable SceneEntity old, boolean isNew) {
    long entity = find(scene, now.id());
    long wanted = parent(scene, now);
    long had = old == null ? EntityHandle.NONE : parent(scene, old);
    if (rescued.contains(entity)) {
      hang(entity, wanted);
      changed++;
      return;
    }
    if (!isNew && wanted == had) {
      return;
    }
    long running = runningParent(entity);
    if (running == wanted) {
      return;
    }
    if (!isNew && running != had) {
      conflict(scene, now, "parent", "it hangs elsewhere in the running world and stays there");
      return;
    }
    hang(entity, wanted);
    changed += isNew ? 0 : 1;
  }

  private long parent(String scene, SceneEntity entity) {
    String id = entity.parent();
    long parent = id == null ? EntityHandle.NONE : find(scene, id);
    return parent == EntityHandle.NONE ? find(scene, Authorship.ROOT) : parent;
  }

  private long runningParent(long entity) {
    byte[] value = store.get(entity, type(Vocabulary.PARENT.name()));
    return value == null
        ? EntityHandle.NONE
        : MemorySegment.ofArray(value).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  private void hang(long entity, long parent) {
    byte[] value = new byte[Long.BYTES];
    MemorySegment.ofArray(value).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, parent);
    set(entity, type(Vocabulary.PARENT.name()), value);
  }

  private void conflict(String scene, SceneEntity entity, String what, String explanation) {
    conflicts.add(new SceneReport.Conflict(scene, entity.id(), what, explanation));
  }

  private ComponentType type(SchemaName name) {
    return store.type(name);
  }

  private void set(long entity, ComponentType type, byte[] value) {
    store.set(
        entity, type, MemorySegment.ofArray(value), 0, (int) world.tick(), CommandExecutor.EDITOR);
  }

  /// What a scene says of an entity, in the layout that components have now.
  private Map<SchemaName, byte[]> values(String scene, SceneEntity entity, boolean report) {
    TreeMap<SchemaName, byte[]> values = new TreeMap<>();
    if (entity.name() != null) {
      values.put(Vocabulary.NAME.name(), name(entity.name()));
    }
    entity
        .components()
        .forEach((name, json) -> {
          try {
            value(name, json, values);
          } catch (InvalidSchemaException | InvalidValueException e) {
            if (report) {
              problems.add(
                  "scenes/%s.json, entity %s, %s: %s"
                      .formatted(scene, entity.id(), name, e.getMessage()));
            }
          }
        });
    return values;
  }

  private void value(String text, JsonNode json, Map<SchemaName, byte[]> values) {
    SchemaName name = SchemaName.parse(text);
    ComponentType type = store.findType(name);
    if (type == null) {
      throw new InvalidValueException(
          text, "no plugin that runs declares it; the scene keeps it, the world goes without");
    }
    if (!type.schema().isTag()
        && (name.equals(Vocabulary.PARENT.name()) || name.equals(Vocabulary.AUTHORED.name()))) {
      throw new InvalidValueException(text, "write \"parent\" and \"id\" instead");
    }
    values.put(name, SchemaCodec.encode(type.layout(), json));
  }

  /// Cut to what Name holds, between characters.
  private static byte[] name(String text) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return Arrays.copyOf(cut.getBytes(StandardCharsets.UTF_8), NAME_BYTES);
  }
}
