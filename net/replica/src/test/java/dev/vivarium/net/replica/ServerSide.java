package dev.vivarium.net.replica;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.SnapshotBuilder;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A world as its clients are to see it: what it is made of, and its state at a tick. A second,
/// plainer reading of it than the server's.
final class ServerSide {
  private static final Set<SchemaName> NOT_SENT =
      Set.of(Vocabulary.SAVED.name(), Vocabulary.TRANSIENT.name(), Vocabulary.AUTHORED.name());

  private final World world;
  private final int epoch;
  private final List<ComponentSchema> components = new ArrayList<>();
  private final List<MessageSchema> channels;
  private final Map<Sha256, byte[]> modules = new HashMap<>();
  private final WorldHalves halves;
  private SnapshotBuilder builder;

  ServerSide(World world, int epoch) {
    this.world = world;
    this.epoch = epoch;
    for (ComponentType type : world.store().types()) {
      if (!NOT_SENT.contains(type.name())) {
        components.add(type.schema());
      }
    }
    channels = world.bus().channels().stream().map(Channel::schema).toList();
    List<ClientHalf> clientHalves = new ArrayList<>();
    for (PluginModule module : world.plugins().modules().values()) {
      if (!module.descriptor().hasSide(Side.CLIENT)
          && module.descriptor().systems().stream().noneMatch(SystemDescriptor::predicted)) {
        continue;
      }
      Sha256 digest = new Sha256(module.digest());
      modules.put(digest, module.source().wasm());
      clientHalves.add(new ClientHalf(module.name(), digest, module.source().wasm().length));
    }
    SnapshotPlan plan = new SnapshotPlan(epoch, components.stream().map(ServerSide::plan).toList());
    halves = new WorldHalves(plan, new WorldSchemas(components, channels).toBytes(), clientHalves);
    builder = new SnapshotBuilder(plan);
  }

  private static ComponentPlan plan(ComponentSchema schema) {
    List<FieldPlan> fields = new ArrayList<>();
    for (int i = 0; i < schema.layout().fields().size(); i++) {
      Field field = schema.layout().fields().get(i);
      int at = schema.layout().offset(i);
      Kind kind = field.type().kind();
      if (kind == Kind.QUAT) {
        fields.add(new FieldPlan.Quaternion(at, 9));
      } else if ("m".equals(field.unit())) {
        for (int part = 0; part < field.type().sizeBytes(); part += Float.BYTES) {
          fields.add(new FieldPlan.Step(at + part, 1 / 512f));
        }
      } else {
        fields.add(new FieldPlan.Bytes(at, field.type().sizeBytes()));
      }
    }
    return new ComponentPlan(schema.name().toString(), schema.layout().sizeBytes(), fields);
  }

  int epoch() {
    return epoch;
  }

  WorldHalves halves() {
    return halves;
  }

  Map<Sha256, byte[]> modules() {
    return modules;
  }

  List<ComponentSchema> components() {
    return components;
  }

  List<MessageSchema> channels() {
    return channels;
  }

  /// The synchronised entities of another world than the server's, such as a client's, by the
  /// handles that `names` gives them.
  static Snapshot snapshot(
      World of,
      List<ComponentSchema> components,
      SnapshotBuilder builder,
      long tick,
      Naming names) {
    builder.begin(tick);
    SparseSet marked = of.store().type(Vocabulary.SYNCHRONIZED.name()).sparseSet();
    for (int row = 0; row < marked.size(); row++) {
      long entity = marked.entities()[row];
      builder.entities(new long[] {names.of(entity)}, new int[] {owner(of, entity)}, 0, 1);
      for (int i = 0; i < components.size(); i++) {
        byte[] value = value(of.store(), entity, components.get(i), names);
        if (value != null) {
          builder.rows(i, new long[] {names.of(entity)}, 0, 1, MemorySegment.ofArray(value), 0);
        }
      }
    }
    return builder.finish();
  }

  interface Naming {
    long of(long entity);
  }

  private static byte @Nullable [] value(
      EntityStore store, long entity, ComponentSchema schema, Naming names) {
    byte[] value = store.get(entity, store.type(schema.name()));
    return value == null
        ? null
        : new dev.vivarium.engine.world.EntityRemap(schema.layout()).apply(value, names::of);
  }

  private static int owner(World world, long entity) {
    byte[] owner = world.store().get(entity, world.store().type(Vocabulary.OWNER.name()));
    return owner == null
        ? 0
        : (int) ByteBuffer.wrap(owner).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  Snapshot snapshot() {
    return snapshot(world, components, builder, world.tick(), entity -> entity);
  }

  /// The state without handles of entities that clients do not see, for comparing.
  Snapshot visible() {
    SparseSet marked = world.store().type(Vocabulary.SYNCHRONIZED.name()).sparseSet();
    return snapshot(
        world,
        components,
        new SnapshotBuilder(halves.plan()),
        world.tick(),
        entity -> world.store().isAlive(entity) && marked.has(entity) ? entity : 0);
  }

  /// The state of a replica, as the server would have quantised it.
  Snapshot stateOf(Replica replica, long tick) {
    return snapshot(
        replica.world().orElseThrow(),
        components,
        new SnapshotBuilder(halves.plan()),
        tick,
        replica::toServer);
  }

  /// Where two states differ, in words.
  String difference(Snapshot server, Snapshot client) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < server.entities(); i++) {
      long id = server.id(i);
      for (int c = 0; c < components.size(); c++) {
        String expected = row(server, c, id);
        String seen = row(client, c, id);
        if (!expected.equals(seen)) {
          text.append(
              "%x %s: %s, client has %s%n".formatted(id, components.get(c).name(), expected, seen));
        }
      }
    }
    return text.toString();
  }

  private static String row(Snapshot state, int component, long id) {
    int row = state.rowOf(component, id);
    if (row < 0) {
      return "none";
    }
    byte[] value = new byte[state.plan().components().get(component).rowBytes()];
    state.copyRow(component, row, value, 0);
    return java.util.HexFormat.of().formatHex(value);
  }

  int channel(SchemaName name) {
    for (int i = 0; i < channels.size(); i++) {
      if (channels.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new AssertionError("no channel " + name);
  }

  /// Remote messages that are for a client.
  static List<Message> remote(List<Message> leaving, long client) {
    return leaving.stream()
        .filter(message -> message.channel().schema().locality() == Locality.REMOTE)
        .filter(message -> message.targetClient() == 0 || message.targetClient() == client)
        .toList();
  }
}
