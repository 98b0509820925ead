package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SetResult;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.project.ProjectName;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Carries out commands from outside at the start of a tick. Owned by the tick thread.
final class CommandExecutor {
  /// Edits count as written by nobody's system.
  static final short EDITOR = 0;

  /// Sender of messages that somebody sent by hand.
  private static final String WORKBENCH = "workbench";

  private final World world;

  CommandExecutor(World world) {
    this.world = world;
  }

  CommandResult execute(WorldCommand command) {
    try {
      return switch (command) {
        case WorldCommand.SetComponent set -> set(set.entity(), set.component(), set.value());
        case WorldCommand.RemoveComponent remove -> remove(remove.entity(), remove.component());
        case WorldCommand.Spawn spawn -> spawn(spawn.components());
        case WorldCommand.Despawn despawn -> despawn(despawn.entity());
        case WorldCommand.Hold hold -> hold(hold.entity());
        case WorldCommand.Release release -> release(release.entities());
        case WorldCommand.Revive revive -> revive(revive.entities());
        case WorldCommand.Keep keep -> keep(keep);
        case WorldCommand.Send send -> send(send);
        case WorldCommand.StopPlugin stop -> stop(stop.plugin());
        case WorldCommand.StartPlugin start -> start(start.plugin());
      };
    } catch (InvalidValueException e) {
      return new CommandResult.Refused(String.valueOf(e.getMessage()));
    }
  }

  private EntityStore store() {
    return world.store();
  }

  private CommandResult done(long entity) {
    return new CommandResult.Done(world.tick(), entity);
  }

  private static CommandResult refused(String reason) {
    return new CommandResult.Refused(reason);
  }

  private CommandResult set(long entity, SchemaName name, JsonNode value) {
    if (!store().isAlive(entity)) {
      return refused("entity #%s is gone".formatted(number(entity)));
    }
    ComponentType type = store().findType(name);
    if (type == null) {
      return refused("there is no component '%s'".formatted(name));
    }
    Layout layout = type.schema().layout();
    byte[] bytes = encode(layout, store().get(entity, type), value);
    SetResult result =
        store().set(entity, type, MemorySegment.ofArray(bytes), 0, (int) world.tick(), EDITOR);
    return switch (result) {
      case ADDED, CHANGED, UNCHANGED -> done(entity);
      case NO_ENTITY -> refused("entity #%s is gone".formatted(number(entity)));
      case NO_PARENT -> refused("the parent is gone");
      case PARENT_LOOP -> refused("an entity cannot hang from itself or from its descendant");
      case NOT_THE_SINGLETON ->
          refused("'%s' is a singleton, held by another entity".formatted(name));
    };
  }

  /// Fields that the value leaves out keep what they have.
  private static byte[] encode(Layout layout, byte @Nullable [] before, JsonNode value) {
    if (before == null || !value.isObject()) {
      return SchemaCodec.encode(layout, value);
    }
    ObjectNode merged = (ObjectNode) SchemaCodec.decode(layout, before, 0);
    merged.setAll((ObjectNode) value);
    return SchemaCodec.encode(layout, merged);
  }

  private CommandResult remove(long entity, SchemaName name) {
    ComponentType type = store().findType(name);
    if (type == null || !store().isAlive(entity) || !store().has(entity, type)) {
      return refused("entity #%s has no '%s'".formatted(number(entity), name));
    }
    store().remove(entity, type);
    return done(entity);
  }

  private CommandResult spawn(Map<SchemaName, JsonNode> components) {
    for (SchemaName name : components.keySet()) {
      if (store().findType(name) == null) {
        return refused("there is no component '%s'".formatted(name));
      }
    }
    long entity = store().spawn(PluginHost.SCENE_OWNER);
    for (Map.Entry<SchemaName, JsonNode> component : new TreeMap<>(components).entrySet()) {
      CommandResult result = set(entity, component.getKey(), component.getValue());
      if (result instanceof CommandResult.Refused) {
        store().despawn(entity);
        return result;
      }
    }
    return done(entity);
  }

  private CommandResult despawn(long entity) {
    return store().despawn(entity) ? done(entity) : refused(whyItStays(entity));
  }

  private CommandResult hold(long entity) {
    return store().hold(entity) ? done(entity) : refused(whyItStays(entity));
  }

  private CommandResult release(List<Long> entities) {
    entities.forEach(store()::releaseHeld);
    return done(0);
  }

  private CommandResult revive(List<WorldCommand.Revived> entities) {
    for (WorldCommand.Revived revived : entities) {
      Optional<String> obstacle = obstacle(revived);
      if (obstacle.isPresent()) {
        return refused(obstacle.get());
      }
    }
    for (WorldCommand.Revived revived : entities) {
      store().revive(revived.entity(), revived.owner(), revived.serial());
    }
    for (WorldCommand.Revived revived : entities) {
      CommandResult result = giveBack(revived);
      if (result instanceof CommandResult.Refused) {
        entities.reversed().forEach(e -> store().hold(e.entity()));
        return result;
      }
    }
    return done(entities.isEmpty() ? 0 : entities.getFirst().entity());
  }

  private Optional<String> obstacle(WorldCommand.Revived revived) {
    if (!store().isHeld(revived.entity())) {
      return Optional.of(
          "entity #%s cannot come back: its handle is in use or given up"
              .formatted(number(revived.entity())));
    }
    for (Map.Entry<SchemaName, JsonNode> component : revived.components().entrySet()) {
      ComponentType type = store().findType(component.getKey());
      if (type == null) {
        return Optional.of("there is no component '%s' any more".formatted(component.getKey()));
      }
      byte[] _ = SchemaCodec.encode(type.schema().layout(), component.getValue());
    }
    return Optional.empty();
  }

  private CommandResult giveBack(WorldCommand.Revived revived) {
    CommandResult result = done(revived.entity());
    for (Map.Entry<SchemaName, JsonNode> component :
        new TreeMap<>(revived.components()).entrySet()) {
      result = set(revived.entity(), component.getKey(), component.getValue());
      if (result instanceof CommandResult.Refused) {
        return result;
      }
    }
    return result;
  }

  private CommandResult keep(WorldCommand.Keep keep) {
    Authorship where = new Authorship(AssetHandles.ofScene(keep.scene()), keep.id());
    long root = Authorship.find(store(), new Authorship(where.scene(), Authorship.ROOT));
    if (!store().isAlive(keep.entity())) {
      return refused("entity #%s is gone".formatted(number(keep.entity())));
    }
    if (Authorship.of(store(), keep.entity()).isPresent()) {
      return refused("entity #%s is in a scene already".formatted(number(keep.entity())));
    }
    if (root == EntityHandle.NONE) {
      return refused("there is no scene '%s'".formatted(keep.scene()));
    }
    if (!ProjectName.isEntityId(keep.id())) {
      return refused(
          "'%s' is no id; take 1 to 64 letters, digits, '.', '_', '-'".formatted(keep.id()));
    }
    if (Authorship.find(store(), where) != EntityHandle.NONE) {
      return refused("scene '%s' has an entity '%s' already".formatted(keep.scene(), keep.id()));
    }
    set(keep.entity(), Vocabulary.AUTHORED, where.toBytes());
    set(keep.entity(), Vocabulary.SAVED, new byte[0]);
    if (!store().has(keep.entity(), store().type(Vocabulary.PARENT.name()))) {
      byte[] parent = new byte[Long.BYTES];
      MemorySegment.ofArray(parent).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, root);
      set(keep.entity(), Vocabulary.PARENT, parent);
    }
    return done(keep.entity());
  }

  private void set(long entity, ComponentSchema component, byte[] value) {
    store()
        .set(
            entity,
            store().type(component.name()),
            MemorySegment.ofArray(value),
            0,
            (int) world.tick(),
            EDITOR);
  }

  private CommandResult send(WorldCommand.Send send) {
    Optional<Channel> channel = world.bus().channel(send.channel());
    if (channel.isEmpty()) {
      return refused("there is no channel '%s'".formatted(send.channel()));
    }
    byte[] payload = SchemaCodec.encodeMessage(channel.get().schema().layout(), send.payload());
    String sender = send.client() == 0 ? WORKBENCH : "client " + send.client();
    long sequence = world.bus().inject(world.tick(), channel.get(), sender, send.client(), payload);
    return sequence >= 0
        ? done(0)
        : refused("channel '%s' is full for this tick".formatted(send.channel()));
  }

  private CommandResult stop(String plugin) {
    if (!world.plugins().runs(plugin)) {
      return refused("plugin '%s' does not run".formatted(plugin));
    }
    world.plugins().stop(plugin);
    return done(0);
  }

  private CommandResult start(String plugin) {
    Optional<String> problem = world.plugins().restart(plugin);
    return problem.<CommandResult>map(CommandResult.Refused::new).orElseGet(() -> done(0));
  }

  private String whyItStays(long entity) {
    return (store().isAlive(entity)
            ? "entity #%s holds a singleton, which cannot be deleted"
            : "entity #%s is gone")
        .formatted(number(entity));
  }

  /// As people see it; the whole handle says nothing to them.
  private static String number(long entity) {
    return Integer.toUnsignedString(EntityHandle.index(entity));
  }
}
