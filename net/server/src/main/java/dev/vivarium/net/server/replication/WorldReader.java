package dev.vivarium.net.server.replication;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.ecs.Access;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.ecs.Query;
import dev.vivarium.engine.ecs.QueryTerm;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.SnapshotBuilder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a world's synchronised entities into snapshots, and notices when schemas or client halves
/// change. Belongs to the world's thread.
public final class WorldReader {
  private @Nullable World world;
  private List<ComponentSchema> components = List.of();
  private List<MessageSchema> channels = List.of();
  private List<PluginModule> modules = List.of();
  private long lastTick = -1;
  private int number;

  /// Of one epoch, and made anew with it.
  private @Nullable Reading reading;

  /// Snapshots of one epoch.
  private record Reading(
      WorldEpoch epoch, SnapshotBuilder builder, Query synchronised, ComponentType[] types) {}

  private int[] rows = new int[0];
  private long[] ids = new long[0];
  private int[] owners = new int[0];
  private byte[] gathered = new byte[0];

  /// What the world is made of now: the same object until a reload or another world changes it.
  ///
  /// @throws IllegalArgumentException if that is more than the protocol's limits allow
  public WorldEpoch epoch(World now) {
    Reading known = reading;
    if (known == null || isAnother(now) || hasChanged(now)) {
      known = begin(now);
    }
    lastTick = now.tick();
    return known.epoch();
  }

  /// A world that goes back in time counts as another one: its ticks come again.
  private boolean isAnother(World now) {
    return now != world || now.tick() < lastTick;
  }

  private boolean hasChanged(World now) {
    return componentsChanged(now.store().types())
        || channelsChanged(now.bus().channels())
        || !modules.equals(modulesOf(now));
  }

  @SuppressWarnings("ReferenceEquality") // The same object is the same schema, and quickly found.
  private boolean componentsChanged(List<ComponentType> types) {
    if (types.size() != components.size()) {
      return true;
    }
    for (int i = 0; i < types.size(); i++) {
      ComponentSchema schema = types.get(i).schema();
      if (schema != components.get(i) && !schema.equals(components.get(i))) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // The same object is the same schema, and quickly found.
  private boolean channelsChanged(List<Channel> now) {
    if (now.size() != channels.size()) {
      return true;
    }
    for (int i = 0; i < now.size(); i++) {
      MessageSchema schema = now.get(i).schema();
      if (schema != channels.get(i) && !schema.equals(channels.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static List<PluginModule> modulesOf(World world) {
    List<PluginModule> modules = new ArrayList<>();
    for (PluginModule module : world.plugins().modules().values()) {
      if (WorldEpoch.runsOnClients(module)) {
        modules.add(module);
      }
    }
    return modules;
  }

  private Reading begin(World now) {
    EntityStore store = now.store();
    world = now;
    components = store.types().stream().map(ComponentType::schema).toList();
    channels = now.bus().channels().stream().map(Channel::schema).toList();
    modules = modulesOf(now);
    var epoch = new WorldEpoch(++number, components, channels, modules);
    ComponentType[] types =
        epoch.components().stream()
            .limit(epoch.plan().components().size())
            .map(schema -> store.type(schema.name()))
            .toArray(ComponentType[]::new);
    Query synchronised =
        store.query(List.of(QueryTerm.of(store.type(Vocabulary.SYNCHRONIZED.name()), Access.WITH)));
    Reading begun = new Reading(epoch, new SnapshotBuilder(epoch.plan()), synchronised, types);
    reading = begun;
    return begun;
  }

  /// The state now. To be called after [#epoch] in the same tick.
  ///
  /// @param tick the one whose work it is
  /// @throws IllegalArgumentException if there is more than
  ///   [dev.vivarium.net.protocol.replication.ReplicationLimits] allow
  public Snapshot read(World now, long tick) {
    Reading current = Objects.requireNonNull(reading);
    current.builder().begin(tick);
    SparseSet ownerSet = now.store().type(Vocabulary.OWNER.name()).sparseSet();
    List<Table> tables = current.synchronised().tables();
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      if (table.rows() > 0) {
        read(current, table, ownerSet);
      }
    }
    SparseSet marked = now.store().type(Vocabulary.SYNCHRONIZED.name()).sparseSet();
    for (int i = 0; i < current.types().length; i++) {
      if (current.types()[i].isSparse()) {
        read(current, i, current.types()[i].sparseSet(), marked);
      }
    }
    return current.builder().finish();
  }

  private void read(Reading current, Table table, SparseSet ownerSet) {
    ensure(table.rows());
    int count = current.synchronised().select(table, Moment.NEVER, rows);
    if (count == 0) {
      return;
    }
    boolean all = count == table.rows();
    long[] entities = all ? table.entities() : picked(table.entities(), count);
    for (int i = 0; i < count; i++) {
      owners[i] = owner(ownerSet, entities[i]);
    }
    current.builder().entities(entities, owners, 0, count);
    for (int i = 0; i < current.types().length; i++) {
      ComponentType type = current.types()[i];
      Column column = type.isSparse() ? null : table.column(type);
      if (column != null) {
        add(current.builder(), i, entities, count, column, all);
      }
    }
  }

  private void add(
      SnapshotBuilder to, int component, long[] entities, int count, Column from, boolean all) {
    if (all) {
      to.rows(component, entities, 0, count, from.segment(), 0);
      return;
    }
    int bytes = Math.multiplyExact(count, from.strideBytes());
    if (gathered.length < bytes) {
      gathered = new byte[bytes * 2];
    }
    MemorySegment segment = MemorySegment.ofArray(gathered);
    from.gather(rows, count, segment, 0);
    to.rows(component, entities, 0, count, segment, 0);
  }

  private void read(Reading current, int component, SparseSet set, SparseSet marked) {
    ensure(set.size());
    int count = 0;
    for (int row = 0; row < set.size(); row++) {
      if (marked.has(set.entities()[row])) {
        rows[count++] = row;
      }
    }
    boolean all = count == set.size();
    long[] entities = all ? set.entities() : picked(set.entities(), count);
    if (count > 0) {
      add(current.builder(), component, entities, count, set.values(), all);
    }
  }

  private long[] picked(long[] entities, int count) {
    for (int i = 0; i < count; i++) {
      ids[i] = entities[rows[i]];
    }
    return ids;
  }

  private void ensure(int count) {
    if (rows.length < count) {
      int size = count + count / 2;
      rows = new int[size];
      ids = Arrays.copyOf(ids, size);
      owners = Arrays.copyOf(owners, size);
    }
  }

  /// The client that an entity belongs to; 0 for none, or for one that cannot be.
  public static int owner(SparseSet owners, long entity) {
    if (!owners.has(entity)) {
      return 0;
    }
    long client =
        owners
            .values()
            .segment()
            .get(ValueLayout.JAVA_LONG_UNALIGNED, (long) owners.row(entity) * Long.BYTES);
    return client > 0 && client <= Integer.MAX_VALUE ? (int) client : 0;
  }
}
