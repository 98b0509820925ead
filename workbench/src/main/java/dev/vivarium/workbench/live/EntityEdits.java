package dev.vivarium.workbench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.Scenes;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import dev.vivarium.workbench.session.WorldEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Does edits of entities and keeps how to take them back. Belongs to the world's thread.
final class EntityEdits {
  /// Steps that can be taken back; an older one is forgotten.
  static final int STEPS_MAX = 1_000;

  /// Changes that one step may hold; what goes on becomes a further step.
  static final int CHANGES_OF_STEP_MAX = 100_000;

  /// Changes that all steps may hold together; beyond it the oldest step is forgotten.
  private static final int CHANGES_MAX = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private record Step(WorldEdit edit, WayBack back, long gesture) {}

  private final Map<Long, Step> steps = new LinkedHashMap<>();
  private @Nullable World of;
  private long nextId = 1;
  private long last;
  private int changes;

  /// Does an edit as one step of the history.
  CommandResult perform(World world, Scenes scenes, EntityEdit edit) {
    return perform(world, scenes, new WorldCommand.Edit("", List.of(edit), 0));
  }

  /// Does several edits as one step, all or none.
  CommandResult perform(World world, Scenes scenes, WorldCommand.Edit step) {
    follow(world);
    Doing doing = new Doing(world, scenes);
    String title =
        step.title().isBlank()
            ? EditTitles.of(world, step.edits().getFirst(), step.edits().size())
            : step.title();
    Optional<EntityHandle> made = Optional.empty();
    try {
      for (EntityEdit edit : step.edits()) {
        Optional<EntityHandle> now = doOne(doing, edit);
        made = made.isPresent() ? made : now;
      }
    } catch (RefusedException | InvalidSchemaException e) {
      doing.takeBack();
      return new CommandResult.Refused(String.valueOf(e.getMessage()));
    }
    return new CommandResult.Done(
        world.tick(), made, Optional.of(keep(world, title, doing.undo(), step.gesture())));
  }

  /// Takes a step back.
  CommandResult revert(World world, Scenes scenes, long id) {
    follow(world);
    Step step = steps.get(id);
    if (step == null) {
      return new CommandResult.Refused(
          "This step cannot be taken back any more: the world was reset, or more than %,d steps followed."
              .formatted(STEPS_MAX));
    }
    Doing doing = new Doing(world, scenes);
    try {
      for (Inverse inverse : step.back().changes()) {
        doing.run(inverse);
      }
    } catch (RefusedException e) {
      doing.takeBack();
      return new CommandResult.Refused(
          "“%s” cannot be taken back: %s".formatted(step.edit().title(), e.getMessage()));
    }
    steps.remove(id);
    changes -= step.back().size();
    WorldEdit back = keep(world, step.edit().title(), doing.undo(), 0);
    return new CommandResult.Done(world.tick(), doing.revived(), Optional.of(back));
  }

  /// A world that began anew has another history.
  private void follow(World world) {
    if (of != world) {
      of = world;
      steps.clear();
      changes = 0;
      last = 0;
    }
  }

  /// Keeps how to take a step back. A step of the same gesture as the one before goes on with it
  /// and gives it its title.
  private WorldEdit keep(World world, String title, List<Inverse> undo, long gesture) {
    Step before = steps.get(last);
    if (before != null && goesOn(before, undo.size(), gesture)) {
      changes -= before.back().size();
      before.back().add(undo);
      return keep(world, new Step(new WorldEdit(last, title), before.back(), gesture));
    }
    last = nextId++;
    return keep(world, new Step(new WorldEdit(last, title), new WayBack(undo), gesture));
  }

  private static boolean goesOn(Step before, int more, long gesture) {
    return gesture != 0
        && before.gesture() == gesture
        && before.back().size() + more <= CHANGES_OF_STEP_MAX;
  }

  private WorldEdit keep(World world, Step step) {
    steps.put(step.edit().id(), step);
    changes += step.back().size();
    while (steps.size() > STEPS_MAX || (changes > CHANGES_MAX && steps.size() > 1)) {
      Step oldest = Objects.requireNonNull(steps.remove(steps.keySet().iterator().next()));
      changes -= oldest.back().size();
      oldest.back().forget(world);
    }
    return step.edit();
  }

  private Optional<EntityHandle> doOne(Doing doing, EntityEdit edit) {
    return switch (edit) {
      case WorldCommand.SetField set -> {
        setField(doing, set);
        yield Optional.empty();
      }
      case WorldCommand.SetComponent set -> {
        setComponent(doing, set);
        yield Optional.empty();
      }
      case WorldCommand.MoveTo move -> {
        Placement.move(doing, move);
        yield Optional.empty();
      }
      case WorldCommand.AddComponent add -> {
        add(doing, add);
        yield Optional.empty();
      }
      case WorldCommand.RemoveComponent remove -> {
        doing.remove(remove.entity().bits(), SchemaName.parse(remove.component()));
        yield Optional.empty();
      }
      case WorldCommand.Reparent hang -> {
        reparent(doing, hang);
        yield Optional.empty();
      }
      case WorldCommand.Despawn despawn -> {
        doing.hold(despawn.entity().bits());
        yield Optional.empty();
      }
      case WorldCommand.Keep keep -> {
        doing.keep(keep.entity().bits(), keep.scene(), keep.id());
        yield Optional.empty();
      }
      case WorldCommand.Spawn spawn -> Optional.of(spawn(doing, spawn));
      case WorldCommand.Paste paste -> EntityText.paste(doing, paste.text()).stream().findFirst();
      case WorldCommand.Duplicate duplicate -> duplicate(doing, duplicate.entity());
    };
  }

  private static void setField(Doing doing, WorldCommand.SetField set) {
    ComponentType type = doing.type(set.entity(), set.component());
    int field = type.layout().indexOf(set.field());
    if (field < 0) {
      throw new RefusedException(set.component() + " has no field '" + set.field() + "'");
    }
    ObjectNode value = NODES.objectNode();
    value.set(set.field(), value(type, field, set.json()));
    doing.set(set.entity().bits(), type.name(), value, true);
  }

  private static JsonNode value(ComponentType type, int field, String json) {
    try {
      return SchemaValues.forEngine(type.layout().fields().get(field).type(), json);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(type.layout().fields().get(field).name() + ": " + e.getMessage());
    }
  }

  private static void setComponent(Doing doing, WorldCommand.SetComponent set) {
    doing.set(
        set.entity().bits(),
        SchemaName.parse(set.component()),
        object(doing, set.component(), set.json()),
        false);
  }

  private static ObjectNode object(Doing doing, String component, String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode values) {
        return values(doing, component, values);
      }
    } catch (JsonProcessingException e) {
      throw new RefusedException("this is no JSON: " + e.getOriginalMessage());
    }
    throw new RefusedException("values of " + component + " are an object of fields");
  }

  /// A component's values as the engine takes them.
  static ObjectNode values(Doing doing, String component, ObjectNode values) {
    ComponentType type = doing.type(component);
    ObjectNode taken = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      int field = type.layout().indexOf(entry.getKey());
      if (field < 0) {
        throw new RefusedException(component + " has no field '" + entry.getKey() + "'");
      }
      taken.set(entry.getKey(), value(type, field, entry.getValue().toString()));
    }
    return taken;
  }

  private static void add(Doing doing, WorldCommand.AddComponent add) {
    SchemaName name = SchemaName.parse(add.component());
    if (doing.has(add.entity().bits(), name)) {
      throw new RefusedException("%s has a %s already".formatted(add.entity().label(), name));
    }
    doing.set(add.entity().bits(), name, NODES.objectNode(), false);
  }

  private static void reparent(Doing doing, WorldCommand.Reparent hang) {
    SchemaName parent = Vocabulary.PARENT.name();
    long entity = hang.entity().bits();
    if (hang.parent().isPresent()) {
      ObjectNode value = NODES.objectNode();
      value.put("entity", Long.toUnsignedString(hang.parent().get().bits()));
      doing.set(entity, parent, value, false);
    } else if (doing.has(entity, parent)) {
      doing.remove(entity, parent);
    }
  }

  private static EntityHandle spawn(Doing doing, WorldCommand.Spawn spawn) {
    Map<SchemaName, JsonNode> components = new LinkedHashMap<>();
    for (String name : spawn.components()) {
      components.put(SchemaName.parse(name), NODES.objectNode());
    }
    if (!spawn.name().isEmpty()) {
      components.put(Vocabulary.NAME.name(), NODES.objectNode().put("value", spawn.name()));
    }
    return doing.spawn(components);
  }

  private static Optional<EntityHandle> duplicate(Doing doing, EntityHandle entity) {
    if (!doing.world().store().isAlive(entity.bits())) {
      throw new RefusedException(entity.label() + " is gone");
    }
    String text = EntityText.copy(doing.world(), List.of(entity));
    List<EntityHandle> copies = new ArrayList<>(EntityText.paste(doing, text));
    return copies.stream().findFirst();
  }
}
