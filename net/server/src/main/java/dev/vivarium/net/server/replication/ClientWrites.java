package dev.vivarium.net.server.replication;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Range;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.protocol.realtime.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Carries out what clients do to entities of their own, as commands, so that it is recorded like
/// every other edit. On the world's thread, between ticks.
public final class ClientWrites {
  /// What the world keeps its books by, and who somebody is.
  private static final Set<SchemaName> NOT_CLIENTS =
      Set.of(
          Vocabulary.OWNER.name(),
          Vocabulary.PLAYER.name(),
          Vocabulary.PARENT.name(),
          Vocabulary.SYNCHRONIZED.name(),
          Vocabulary.SAVED.name(),
          Vocabulary.TRANSIENT.name(),
          Vocabulary.AUTHORED.name());

  private ClientWrites() {}

  /// Carries one out, if the client may.
  ///
  /// @param components by the numbers of the epoch that the client wrote for
  /// @return why not, for people; empty if it was done
  public static Optional<String> apply(
      World world, List<ComponentSchema> components, int client, Input.Write write) {
    if (write.component() >= components.size()) {
      return Optional.of("there is no component number " + write.component());
    }
    ComponentSchema schema = components.get(write.component());
    Optional<String> refusal = refusal(world.store(), schema, client, write);
    if (refusal.isPresent()) {
      return refusal;
    }
    JsonNode value = SchemaCodec.decode(schema.layout(), write.value(), 0);
    CommandResult result =
        world.execute(new WorldCommand.SetComponent(write.entity(), schema.name(), value));
    return result instanceof CommandResult.Refused(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }

  private static Optional<String> refusal(
      EntityStore store, ComponentSchema schema, int client, Input.Write write) {
    if (NOT_CLIENTS.contains(schema.name())) {
      return Optional.of(schema.name() + " is not for clients to write");
    }
    if (!belongsTo(store, write.entity(), client)) {
      return Optional.of("an entity that is not yours");
    }
    ComponentType type = store.findType(schema.name());
    if (type == null
        || !type.schema().equals(schema)
        || schema.isTag()
        || !store.has(write.entity(), type)) {
      return Optional.of("your entity has no " + schema.name());
    }
    if (write.value().length != schema.layout().sizeBytes()) {
      return Optional.of(
          "%s has %d bytes, not %d"
              .formatted(schema.name(), schema.layout().sizeBytes(), write.value().length));
    }
    return outOfRange(schema.layout(), write.value())
        .map(field -> "%s.%s is out of range".formatted(schema.name(), field));
  }

  private static boolean belongsTo(EntityStore store, long entity, int client) {
    return store.isAlive(entity)
        && store.has(entity, store.type(Vocabulary.SYNCHRONIZED.name()))
        && WorldReader.owner(store.type(Vocabulary.OWNER.name()).sparseSet(), entity) == client;
  }

  /// The first field that holds a number which is not finite, outside of the field's range, or no
  /// value of its type.
  static Optional<String> outOfRange(Layout layout, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < layout.fields().size(); i++) {
      Field field = layout.fields().get(i);
      if (!isGood(field.type(), field.range(), bytes, layout.offset(i))) {
        return Optional.of(field.name());
      }
    }
    return Optional.empty();
  }

  private static boolean isGood(FieldType type, @Nullable Range range, ByteBuffer bytes, int at) {
    return switch (type.kind()) {
      case F32, VEC2, VEC3, VEC4, QUAT, MAT4, COLOR ->
          floatsAreGood(type.kind().floats(), range, bytes, at);
      case F64 -> isWithin(range, bytes.getDouble(at));
      case I64 -> isWithin(range, (double) bytes.getLong(at));
      case U64 -> isWithin(range, unsigned(bytes.getLong(at)));
      case I32 -> isWithin(range, bytes.getInt(at));
      case U32 -> isWithin(range, (double) Integer.toUnsignedLong(bytes.getInt(at)));
      case I16 -> isWithin(range, bytes.getShort(at));
      case U16 -> isWithin(range, Short.toUnsignedInt(bytes.getShort(at)));
      case I8 -> isWithin(range, bytes.get(at));
      case U8 -> isWithin(range, Byte.toUnsignedInt(bytes.get(at)));
      case BOOL -> bytes.get(at) == 0 || bytes.get(at) == 1;
      case ENUM -> Byte.toUnsignedInt(bytes.get(at)) < type.names().size();
      case ARRAY -> elementsAreGood(type, range, bytes, at);
      case ENTITY, ASSET, BLOB, CHARS -> true;
      case STRING, BYTES, LIST, UNION -> false;
    };
  }

  private static boolean floatsAreGood(int count, @Nullable Range range, ByteBuffer bytes, int at) {
    for (int i = 0; i < count; i++) {
      if (!isWithin(range, bytes.getFloat(at + i * Float.BYTES))) {
        return false;
      }
    }
    return true;
  }

  private static boolean elementsAreGood(
      FieldType type, @Nullable Range range, ByteBuffer bytes, int at) {
    FieldType element = type.element();
    for (int i = 0; i < type.count(); i++) {
      if (!isGood(element, range, bytes, at + i * element.sizeBytes())) {
        return false;
      }
    }
    return true;
  }

  private static double unsigned(long value) {
    return value >= 0 ? (double) value : value + 0x1p64;
  }

  private static boolean isWithin(@Nullable Range range, double value) {
    return Double.isFinite(value)
        && (range == null || (value >= range.min() && value <= range.max()));
  }
}
