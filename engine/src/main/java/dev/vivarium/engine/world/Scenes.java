package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.SceneEntity;
import dev.vivarium.engine.store.project.SceneFile;
import dev.vivarium.engine.store.project.UnknownFields;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The scenes of a project in a world. Each scene has a root entity; those of the others hang on
/// the master's, and a scene's entities on its root or on one another. An edit of an authored
/// entity by command changes the scene too; what plugins do to it does not. Tick thread but where
/// said otherwise.
public final class Scenes implements WorldTap {
  private static final Set<SchemaName> NEVER_AUTHORED =
      Set.of(
          Vocabulary.NAME.name(),
          Vocabulary.PARENT.name(),
          Vocabulary.AUTHORED.name(),
          Vocabulary.SAVED.name());

  /// How many entities that edits ended may get their places in the scenes back.
  private static final int ENDED_MAX = 100_000;

  private final World world;
  private final String master;
  private final Map<String, Map<String, SceneEntity>> scenes = new LinkedHashMap<>();
  private final Map<String, UnknownFields> unknown = new HashMap<>();
  private final Map<Long, String> sceneNames = new HashMap<>();
  private final Map<Long, Authorship> authored = new HashMap<>();
  private final Map<Long, SceneEntity> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SceneEntity> eldest) {
          return size() > ENDED_MAX;
        }
      };
  private final Map<String, byte[]> encoded = new HashMap<>();
  private final Map<String, SceneFile> changed = new ConcurrentHashMap<>();

  /// Scenes of a project, to be loaded or merged into a world.
  public Scenes(World world, Project project) {
    this.world = world;
    this.master = project.world().master();
    List<String> order = new ArrayList<>(project.world().scenes());
    order.remove(master);
    order.addFirst(master);
    for (String name : order) {
      SceneFile file = project.scenes().get(name);
      Map<String, SceneEntity> entities = new TreeMap<>();
      if (file != null) {
        file.entities().forEach(entity -> entities.put(entity.id(), entity));
        unknown.put(name, file.unknown());
      }
      scenes.put(name, entities);
      sceneNames.put(AssetHandles.ofScene(name), name);
    }
  }

  private EntityStore store() {
    return world.store();
  }

  /// Fills a fresh world and watches its edits from then on. The components must be known: plugins
  /// are added before.
  public SceneReport load() {
    return merge(new SceneMerge(world, Map.of()));
  }

  /// Brings what changed in the scenes since a save into the world that was restored from it.
  ///
  /// @throws DamagedDataException if the save's scenes cannot be read
  public SceneReport merge(SavedWorld saved) throws DamagedDataException {
    Map<String, Map<String, SceneEntity>> before = new HashMap<>();
    for (Map.Entry<String, byte[]> scene : saved.scenes().entrySet()) {
      before.put(scene.getKey(), SceneBytes.read(scene.getKey(), scene.getValue()));
    }
    return merge(new SceneMerge(world, before));
  }

  private SceneReport merge(SceneMerge merge) {
    SceneReport report = merge.merge(master, scenes);
    follow();
    return report;
  }

  /// Watches the edits of a world from now on, without bringing anything into it.
  void follow() {
    Authorship.index(store()).forEach((where, entity) -> authored.put(entity, where));
    world.attach(this);
  }

  /// The scenes as the world has them, for [WorldSaver].
  public Map<String, byte[]> authored() {
    scenes.forEach((name, entities) ->
        encoded.computeIfAbsent(name, key -> SceneBytes.write(entities.values())));
    return Map.copyOf(encoded);
  }

  /// Scenes that edits changed since the last call, to be saved into the project. Any thread.
  public List<SceneFile> takeChanged() {
    List<SceneFile> taken = new ArrayList<>();
    for (String name : List.copyOf(changed.keySet())) {
      SceneFile file = changed.remove(name);
      if (file != null) {
        taken.add(file);
      }
    }
    return taken;
  }

  /// The scene and the id under which an entity is written down; empty for one born at run time.
  public Optional<Origin> origin(long entity) {
    return Authorship.of(store(), entity)
        .filter(where -> sceneNames.containsKey(where.scene()))
        .map(where -> new Origin(sceneName(where), where.id()));
  }

  /// @param id empty for the root that the scene's entities hang on
  public record Origin(String scene, String id) {}

  private String sceneName(Authorship where) {
    return sceneNames.getOrDefault(where.scene(), "");
  }

  // Edits.

  @Override
  public void executed(long tick, WorldCommand command, CommandResult result) {
    if (!(result instanceof CommandResult.Done)) {
      return;
    }
    switch (command) {
      case WorldCommand.SetComponent set -> set(set.entity(), set.component(), set.value());
      case WorldCommand.RemoveComponent remove -> remove(remove.entity(), remove.component());
      case WorldCommand.Despawn despawn -> forgetEnded();
      case WorldCommand.Hold hold -> forgetEnded();
      case WorldCommand.Revive revive -> revived(revive);
      case WorldCommand.Release release -> release.entities().forEach(ended::remove);
      case WorldCommand.Keep keep -> keep(keep);
      case WorldCommand.Spawn spawn -> {}
      case WorldCommand.Send send -> {}
      case WorldCommand.StopPlugin stop -> {}
      case WorldCommand.StartPlugin start -> {}
    }
  }

  private @Nullable SceneEntity authoredAs(long entity) {
    return Authorship.of(store(), entity)
        .map(where -> scenes.getOrDefault(sceneName(where), Map.of()).get(where.id()))
        .orElse(null);
  }

  private void set(long entity, SchemaName component, JsonNode value) {
    SceneEntity before = authoredAs(entity);
    if (before == null) {
      return;
    }
    if (component.equals(Vocabulary.NAME.name())) {
      put(entity, named(before, nameOf(entity)));
    } else if (component.equals(Vocabulary.PARENT.name())) {
      put(entity, hung(before, parentId(entity)));
    } else if (!NEVER_AUTHORED.contains(component)) {
      TreeMap<String, JsonNode> components = new TreeMap<>(before.components());
      components.put(component.toString(), merged(before, component, value));
      put(entity, with(before, components));
    }
  }

  /// What the scene said of the component, with the fields that the edit gave.
  private static JsonNode merged(SceneEntity before, SchemaName component, JsonNode value) {
    JsonNode old = before.components().get(component.toString());
    if (!(old instanceof ObjectNode object) || !(value instanceof ObjectNode edit)) {
      return value;
    }
    ObjectNode merged = object.deepCopy();
    merged.setAll(edit);
    return merged;
  }

  private void remove(long entity, SchemaName component) {
    SceneEntity before = authoredAs(entity);
    if (before == null) {
      return;
    }
    if (component.equals(Vocabulary.NAME.name())) {
      put(entity, named(before, null));
    } else if (component.equals(Vocabulary.PARENT.name())) {
      put(entity, hung(before, null));
    } else {
      TreeMap<String, JsonNode> components = new TreeMap<>(before.components());
      components.remove(component.toString());
      put(entity, with(before, components));
    }
  }

  private void forgetEnded() {
    authored
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !store().isAlive(entry.getKey());
          if (gone) {
            bury(entry.getKey(), entry.getValue());
            remove(entry.getValue());
          }
          return gone;
        });
  }

  private void bury(long entity, Authorship where) {
    SceneEntity written = scenes.getOrDefault(sceneName(where), Map.of()).get(where.id());
    if (written != null) {
      ended.put(entity, written);
    }
  }

  private void revived(WorldCommand.Revive revive) {
    for (WorldCommand.Revived back : revive.entities()) {
      SceneEntity written = ended.remove(back.entity());
      Authorship where = Authorship.of(store(), back.entity()).orElse(null);
      if (written != null && where != null) {
        authored.put(back.entity(), where);
        put(back.entity(), written);
      }
    }
  }

  /// What the scene says of an entity; empty for one that is not written down.
  public Optional<SceneEntity> written(long entity) {
    return Optional.ofNullable(authoredAs(entity));
  }

  /// Puts back what the scene said of an entity, as [#written] told it.
  public void rewrite(long entity, SceneEntity before) {
    if (authoredAs(entity) != null) {
      put(entity, before);
    }
  }

  /// Takes an entity that was kept out of its scene again; it lives on as one born at run time.
  public void unkeep(long entity) {
    Authorship.of(store(), entity).ifPresent(this::remove);
    authored.remove(entity);
  }

  /// Whether a scene has an entity of that id.
  public boolean has(String scene, String id) {
    return scenes.getOrDefault(scene, Map.of()).containsKey(id);
  }

  /// The scenes that an entity can be kept in.
  public List<String> names() {
    return List.copyOf(scenes.keySet());
  }

  private void remove(Authorship where) {
    Map<String, SceneEntity> scene = scenes.get(sceneName(where));
    if (scene != null && scene.remove(where.id()) != null) {
      touched(sceneName(where));
    }
  }

  private void keep(WorldCommand.Keep keep) {
    authored.put(keep.entity(), new Authorship(AssetHandles.ofScene(keep.scene()), keep.id()));
    TreeMap<String, JsonNode> components = new TreeMap<>();
    for (ComponentType type : components(keep.entity())) {
      byte[] value = store().get(keep.entity(), type);
      if (value != null && !NEVER_AUTHORED.contains(type.name())) {
        components.put(type.name().toString(), SchemaCodec.decode(type.layout(), value, 0));
      }
    }
    put(
        keep.entity(),
        new SceneEntity(
            keep.id(),
            nameOf(keep.entity()),
            parentId(keep.entity()),
            components,
            UnknownFields.NONE));
  }

  private List<ComponentType> components(long entity) {
    List<ComponentType> types = new ArrayList<>();
    store().tableOf(entity).columns().stream().map(Column::type).forEach(types::add);
    store().types().stream()
        .filter(type -> type.isSparse() && store().has(entity, type))
        .forEach(types::add);
    return types;
  }

  private @Nullable String nameOf(long entity) {
    byte[] value = store().get(entity, store().type(Vocabulary.NAME.name()));
    if (value == null) {
      return null;
    }
    String name = SchemaCodec.decode(Vocabulary.NAME.layout(), value, 0).path("value").asText();
    return name.isBlank() ? null : name;
  }

  /// The id of the entity's parent, if that stands in the same scene and is not its root.
  private @Nullable String parentId(long entity) {
    byte[] value = store().get(entity, store().type(Vocabulary.PARENT.name()));
    if (value == null) {
      return null;
    }
    long parent = MemorySegment.ofArray(value).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    Authorship own = Authorship.of(store(), entity).orElse(null);
    return Authorship.of(store(), parent)
        .filter(where -> own != null && where.scene() == own.scene() && !where.id().isEmpty())
        .map(Authorship::id)
        .orElse(null);
  }

  private void put(long entity, SceneEntity next) {
    Authorship where = Authorship.of(store(), entity).orElseThrow();
    Map<String, SceneEntity> scene = scenes.get(sceneName(where));
    if (scene != null) {
      scene.put(next.id(), next);
      touched(sceneName(where));
    }
  }

  private void touched(String scene) {
    encoded.remove(scene);
    changed.put(
        scene,
        new SceneFile(
            scene,
            List.copyOf(scenes.getOrDefault(scene, Map.of()).values()),
            unknown.getOrDefault(scene, UnknownFields.NONE)));
  }

  private static SceneEntity with(SceneEntity e, NavigableMap<String, JsonNode> components) {
    return new SceneEntity(e.id(), e.name(), e.parent(), components, e.unknown());
  }

  private static SceneEntity named(SceneEntity e, @Nullable String name) {
    return new SceneEntity(e.id(), name, e.parent(), e.components(), e.unknown());
  }

  private static SceneEntity hung(SceneEntity e, @Nullable String parent) {
    return new SceneEntity(e.id(), e.name(), parent, e.components(), e.unknown());
  }
}
