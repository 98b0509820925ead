package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.LastWriter;
import dev.vivarium.workbench.session.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All that one entity has, copied on the tick thread and put into words elsewhere. Immutable.
final class EntityReading {
  private static final Comparator<Part> AS_PEOPLE_LOOK =
      Comparator.comparingInt(EntityReading::rank).thenComparing(part -> part.schema().name());

  private final long tick;
  private final long handle;
  private final String owner;
  private final List<Part> parts;

  /// @param writer name of the system that last changed a bit of it
  private record Part(
      ComponentSchema schema, byte[] value, int writtenTick, short writerId, String writer) {}

  private EntityReading(long tick, long handle, String owner, List<Part> parts) {
    this.tick = tick;
    this.handle = handle;
    this.owner = owner;
    this.parts = parts;
  }

  /// Copies an entity; empty if it is gone. To be called on the tick thread.
  static Optional<EntityReading> take(World world, long handle) {
    EntityStore store = world.store();
    if (!store.isAlive(handle)) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    Table table = store.tableOf(handle);
    int row = store.rowOf(handle);
    for (Column column : table.columns()) {
      parts.add(part(world, handle, column, row));
    }
    for (ComponentType type : store.types()) {
      if (type.isSparse() && type.sparseSet().has(handle)) {
        parts.add(part(world, handle, type.sparseSet().values(), type.sparseSet().row(handle)));
      }
    }
    return Optional.of(
        new EntityReading(world.tick(), handle, ownerName(world, store.owner(handle)), parts));
  }

  private static Part part(World world, long handle, Column column, int row) {
    byte[] value = world.store().get(handle, column.type());
    short writer = column.writtenBy(row);
    return new Part(
        column.type().schema(),
        value == null ? new byte[0] : value,
        column.writtenTick(row),
        writer,
        world.plugins().writerName(writer));
  }

  /// The plugin's name; empty for the scene's own.
  static String ownerName(World world, int owner) {
    return owner == PluginHost.SCENE_OWNER ? "" : world.plugins().ownerName(owner);
  }

  EntityDetails details() {
    List<Part> ordered = parts.stream().sorted(AS_PEOPLE_LOOK).toList();
    return new EntityDetails(
        new EntityRow(
            new EntityHandle(handle),
            name(),
            ordered.stream().map(part -> shown(part.schema().name())).toList(),
            owner,
            find(Vocabulary.AUTHORED).isPresent() ? Origin.SCENE : Origin.RUN_TIME),
        tick,
        ordered.stream().map(EntityReading::component).toList());
  }

  private String name() {
    return find(Vocabulary.NAME).map(part -> text(part.value(), 0, part.value().length)).orElse("");
  }

  private Optional<Part> find(ComponentSchema schema) {
    return parts.stream().filter(p -> p.schema().name().equals(schema.name())).findFirst();
  }

  private static ComponentValue component(Part part) {
    return new ComponentValue(
        part.schema().name().toString(),
        part.schema().doc(),
        lastWriter(part),
        SchemaValues.fields(part.schema(), part.value()));
  }

  /// Writer 0 is a hand's edit; at tick 0 it is the scene, or nobody.
  private static Optional<LastWriter> lastWriter(Part part) {
    if (part.writerId() == 0) {
      return part.writtenTick() <= 0
          ? Optional.empty()
          : Optional.of(new LastWriter("workbench", "", part.writtenTick()));
    }
    int slash = part.writer().indexOf('/');
    return Optional.of(
        slash < 0
            ? new LastWriter(part.writer(), "", part.writtenTick())
            : new LastWriter(
                part.writer().substring(0, slash),
                part.writer().substring(slash + 1),
                part.writtenTick()));
  }

  /// Name, place and movement first, then what plugins declare, then the rest, tags last.
  private static int rank(Part part) {
    List<ComponentSchema> first =
        List.of(Vocabulary.NAME, Vocabulary.TRANSFORM, Vocabulary.VELOCITY);
    int place = first.stream().map(ComponentSchema::name).toList().indexOf(part.schema().name());
    if (place >= 0) {
      return place;
    }
    int later = part.schema().name().isBuiltIn() ? 1 : 0;
    return first.size() + later + (part.schema().isTag() ? 2 : 0);
  }

  /// A component's name without the owner where it is built in.
  static String shown(SchemaName name) {
    return name.isBuiltIn() ? name.name() : name.toString();
  }

  /// Text of a fixed field that ends at its first zero byte.
  static String text(byte[] bytes, int offset, int capacity) {
    int length = 0;
    while (length < capacity && bytes[offset + length] != 0) {
      length++;
    }
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
