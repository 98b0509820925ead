package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.project.SceneEntity;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.Scenes;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.workbench.session.EntityHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One step under way: does engine commands and notes what takes each back. Every method throws
/// [RefusedException] where the world refuses. Belongs to the world's thread.
final class Doing {
  private static final int SCENE_IDS_TRIED = 100_000;

  private final World world;
  private final Scenes scenes;
  private final List<Inverse> undo = new ArrayList<>();
  private final Set<Long> born = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();
  private Optional<EntityHandle> revived = Optional.empty();

  Doing(World world, Scenes scenes) {
    this.world = world;
    this.scenes = scenes;
  }

  World world() {
    return world;
  }

  /// What takes all of it back, in the order in which it is to be done.
  List<Inverse> undo() {
    return List.copyOf(undo.reversed());
  }

  /// The first entity that came back to life.
  Optional<EntityHandle> revived() {
    return revived;
  }

  /// Takes back what was done so far: nothing half-done stays.
  void takeBack() {
    List<Inverse> back = undo();
    undo.clear();
    for (Inverse inverse : back) {
      run(inverse);
    }
  }

  private EntityStore store() {
    return world.store();
  }

  private static String label(long entity) {
    return new EntityHandle(entity).label();
  }

  private long execute(WorldCommand command) {
    return switch (world.execute(command)) {
      case CommandResult.Done done -> done.entity();
      case CommandResult.Refused refused -> throw new RefusedException(refused.reason());
    };
  }

  ComponentType type(String component) {
    ComponentType type = store().findType(SchemaName.parse(component));
    if (type == null) {
      throw new RefusedException("there is no component '" + component + "'");
    }
    return type;
  }

  /// The type of a component that the entity must have.
  ComponentType type(EntityHandle entity, String component) {
    ComponentType type = type(component);
    if (!has(entity.bits(), type.name())) {
      throw new RefusedException(entity.label() + " has no " + component + " any more");
    }
    return type;
  }

  boolean has(long entity, SchemaName component) {
    ComponentType type = store().findType(component);
    return type != null && store().isAlive(entity) && store().has(entity, type);
  }

  /// @param onlyIfThere whether the way back must find the component there
  void set(long entity, SchemaName component, ObjectNode value, boolean onlyIfThere) {
    ObjectNode before = has(entity, component) ? fields(entity, component, value) : null;
    Optional<SceneEntity> written = written(entity);
    long _ = execute(new WorldCommand.SetComponent(entity, component, value));
    if (born.contains(entity)) {
      return; // it ends with the entity
    }
    undo.add(
        before == null
            ? new Inverse.Take(entity, component, written)
            : new Inverse.Put(entity, component, before, onlyIfThere, written));
  }

  private Optional<SceneEntity> written(long entity) {
    return store().isAlive(entity) ? scenes.written(entity) : Optional.empty();
  }

  /// The component's present values of the fields that `wanted` has.
  private ObjectNode fields(long entity, SchemaName component, ObjectNode wanted) {
    ObjectNode now = value(entity, component);
    return wanted.isEmpty() ? now : now.retain(names(wanted));
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry<String, JsonNode>::getKey).toList();
  }

  private ObjectNode value(long entity, SchemaName component) {
    ComponentType type = store().type(component);
    byte @Nullable [] bytes = store().get(entity, type);
    return bytes == null
        ? JsonNodeFactory.instance.objectNode()
        : (ObjectNode) SchemaCodec.decode(type.layout(), bytes, 0);
  }

  void remove(long entity, SchemaName component) {
    if (!has(entity, component)) {
      throw new RefusedException(label(entity) + " has no " + component + " any more");
    }
    ObjectNode before = value(entity, component);
    Optional<SceneEntity> written = written(entity);
    long _ = execute(new WorldCommand.RemoveComponent(entity, component));
    undo.add(new Inverse.Put(entity, component, before, false, written));
  }

  EntityHandle spawn(Map<SchemaName, JsonNode> components) {
    long entity = execute(new WorldCommand.Spawn(components));
    born.add(entity);
    undo.add(new Inverse.End(entity));
    return new EntityHandle(entity);
  }

  void hold(long entity) {
    if (ended.contains(entity)) {
      return; // it ended with what it hung on
    }
    if (!store().isAlive(entity)) {
      throw new RefusedException(label(entity) + " is gone");
    }
    List<WorldCommand.Revived> tree = tree(entity);
    long _ = execute(new WorldCommand.Hold(entity));
    tree.forEach(e -> ended.add(e.entity()));
    undo.add(new Inverse.Back(tree));
  }

  /// An entity and all that hangs on it, parents first.
  private List<WorldCommand.Revived> tree(long root) {
    List<Long> found = new ArrayList<>(List.of(root));
    for (int i = 0; i < found.size(); i++) {
      for (long child : store().children(found.get(i))) {
        found.add(child);
      }
    }
    return found.stream().map(this::asIs).toList();
  }

  private WorldCommand.Revived asIs(long entity) {
    Map<SchemaName, JsonNode> components = new LinkedHashMap<>();
    for (ComponentType type : types(store(), entity)) {
      components.put(type.name(), value(entity, type.name()));
    }
    return new WorldCommand.Revived(
        entity, store().owner(entity), store().serial(entity), components);
  }

  /// The components that an entity has.
  static List<ComponentType> types(EntityStore store, long entity) {
    List<ComponentType> types = new ArrayList<>();
    store.tableOf(entity).columns().stream().map(Column::type).forEach(types::add);
    store.types().stream()
        .filter(type -> type.isSparse() && store.has(entity, type))
        .forEach(types::add);
    return types;
  }

  void keep(long entity, String scene, String id) {
    String named = id.isBlank() ? freeId(entity, scene) : id;
    boolean hung = !has(entity, Vocabulary.PARENT.name());
    boolean marked = !has(entity, Vocabulary.SAVED.name());
    long _ = execute(new WorldCommand.Keep(entity, scene, named));
    undo.add(new Inverse.Unkeep(entity, scene, named, hung, marked));
  }

  /// An id made of the entity's name, or of its number.
  private String freeId(long entity, String scene) {
    JsonNode name =
        has(entity, Vocabulary.NAME.name())
            ? value(entity, Vocabulary.NAME.name()).path("value")
            : JsonNodeFactory.instance.textNode("");
    String base =
        name.asText().strip().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    if (base.isEmpty() || base.equals("-")) {
      base = "entity-" + new EntityHandle(entity).index();
    }
    String trimmed = base.substring(0, Math.min(base.length(), 40));
    for (int i = 1; i < SCENE_IDS_TRIED; i++) {
      String id = i == 1 ? trimmed : trimmed + "-" + i;
      if (!scenes.has(scene, id)) {
        return id;
      }
    }
    throw new RefusedException("no free id for " + label(entity) + " in scene '" + scene + "'");
  }

  /// Takes one change back, and notes how to redo it.
  void run(Inverse inverse) {
    switch (inverse) {
      case Inverse.Put put -> put(put);
      case Inverse.Take take -> {
        remove(take.entity(), take.component());
        take.written().ifPresent(before -> scenes.rewrite(take.entity(), before));
      }
      case Inverse.End end -> hold(end.entity());
      case Inverse.Back back -> back(back);
      case Inverse.Unkeep unkeep -> unkeep(unkeep);
      case Inverse.KeepAgain again -> keep(again.entity(), again.scene(), again.id());
    }
  }

  private void put(Inverse.Put put) {
    if (!store().isAlive(put.entity())) {
      throw new RefusedException(label(put.entity()) + " is gone");
    }
    if (put.onlyIfThere() && !has(put.entity(), put.component())) {
      throw new RefusedException(label(put.entity()) + " has no " + put.component() + " any more");
    }
    set(put.entity(), put.component(), put.value(), put.onlyIfThere());
    put.written().ifPresent(before -> scenes.rewrite(put.entity(), before));
  }

  private void back(Inverse.Back back) {
    long root = execute(new WorldCommand.Revive(back.entities()));
    undo.add(new Inverse.End(root));
    revived = revived.isPresent() ? revived : Optional.of(new EntityHandle(root));
  }

  private void unkeep(Inverse.Unkeep kept) {
    if (!has(kept.entity(), Vocabulary.AUTHORED.name())) {
      throw new RefusedException(label(kept.entity()) + " is in no scene any more");
    }
    scenes.unkeep(kept.entity());
    long _ = execute(new WorldCommand.RemoveComponent(kept.entity(), Vocabulary.AUTHORED.name()));
    if (kept.marked() && has(kept.entity(), Vocabulary.SAVED.name())) {
      long _ = execute(new WorldCommand.RemoveComponent(kept.entity(), Vocabulary.SAVED.name()));
    }
    if (kept.hung() && has(kept.entity(), Vocabulary.PARENT.name())) {
      long _ = execute(new WorldCommand.RemoveComponent(kept.entity(), Vocabulary.PARENT.name()));
    }
    undo.add(new Inverse.KeepAgain(kept.entity(), kept.scene(), kept.id()));
  }
}
