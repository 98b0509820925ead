package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// All entities and components of one world. Owned by the tick thread, which alone calls it; other
/// threads get a [StoreImage].
///
/// Values cross as bytes in the layout of the component's schema, little-endian. A writer is a
/// number that its caller gives each system or editor (an unsigned 16-bit value); together with the
/// tick it is kept for every row as that of the last real change.
public final class EntityStore {
  /// Owner of entities that no plugin spawned, such as those of singletons.
  public static final int WORLD = 0;

  private final ChangeClock clock = new ChangeClock();
  private final ComponentTypes types = new ComponentTypes(clock);
  private final Archetypes archetypes = new Archetypes(clock, types);
  private final EntityAllocator entities;
  private final Hierarchy hierarchy;
  private final ComponentWriter components;
  private final StoreState state;
  private final ColumnMigration migration = new ColumnMigration(archetypes);

  /// An empty store.
  ///
  /// @param seed the world's seed, part of every global id
  /// @param authority who allocates here, 0 to 255; the server is 0
  public EntityStore(long seed, int authority) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException("columns need a little-endian machine");
    }
    this.entities = new EntityAllocator(seed, authority, clock);
    this.hierarchy = new Hierarchy(entities);
    this.components = new ComponentWriter(clock, entities, types, archetypes, hierarchy);
    this.state = new StoreState(clock, entities, types, archetypes, hierarchy);
  }

  /// Switches the tracking of last writers; without it `CHANGED` terms see nothing new. For
  /// measuring what tracking costs.
  public void trackWriters(boolean on) {
    clock.trackWriters = on;
  }

  // Order within a tick

  /// What is written from now on is the first of its tick.
  public void beginTick() {
    clock.beginTick();
  }

  /// What is written from now on comes after what was written so far in this tick, and after [#now]
  /// as it was.
  public void advance() {
    clock.advance();
  }

  /// The moment after everything written so far in this tick.
  public Moment now(int tick) {
    return new Moment(clock.stamp(tick, (short) -1));
  }

  // Types

  /// Makes a component known. A singleton gets its entity, with defaults, at once.
  ///
  /// @throws SchemaConflictException if it is known with another schema; see [#migrate]
  public ComponentType register(ComponentSchema schema) {
    ComponentType known = types.find(schema.name());
    if (known != null) {
      if (!known.schema().equals(schema)) {
        throw new SchemaConflictException(
            schema.name() + " is registered with another schema; migrate it");
      }
      return known;
    }
    ComponentType type = types.add(schema);
    if (schema.storage() == Storage.SINGLETON) {
      holdSingleton(type);
    }
    return type;
  }

  private void holdSingleton(ComponentType type) {
    long entity = spawn(WORLD);
    type.singleton(entity);
    set(entity, type, type.defaults(), 0, 0, WORLD);
  }

  /// The component of that name.
  ///
  /// @throws IllegalArgumentException if it is not registered
  public ComponentType type(SchemaName name) {
    return types.get(name);
  }

  /// The component of that name, or null if it is not registered.
  public @Nullable ComponentType findType(SchemaName name) {
    return types.find(name);
  }

  /// All components, in order of registration; the same list until one comes or goes.
  public List<ComponentType> types() {
    return types.all();
  }

  /// Forgets a component and all its values; a singleton's entity ends. Queries that mention it
  /// must not be used again.
  public void unregister(ComponentType type) {
    long singleton = type.singleton();
    type.singleton(EntityHandle.NONE);
    if (singleton != EntityHandle.NONE) {
      despawn(singleton);
    }
    if (type.isSparse()) {
      SparseSet set = type.sparseSet();
      while (set.rows > 0) {
        remove(set.entities[set.rows - 1], type);
      }
    } else {
      emptyTablesOf(type);
    }
    archetypes.drop(type);
    renumber();
    types.forget(type);
  }

  private void emptyTablesOf(ComponentType type) {
    for (Table table : List.copyOf(archetypes.tables())) {
      while (table.has(type) && table.rows > 0) {
        remove(table.entities[table.rows - 1], type);
      }
    }
  }

  private void renumber() {
    for (Table table : archetypes.tables()) {
      for (int row = 0; row < table.rows; row++) {
        entities.place(EntityHandle.index(table.entities[row]), table.id, row);
      }
    }
  }

  // Entities

  /// Allocates a handle whose entity is not alive yet; [#spawn(long, int)] or [#release] must
  /// follow.
  public long reserve() {
    return entities.reserve();
  }

  /// Gives a reserved handle back unused. Releasing a block in reverse order leaves the allocator
  /// as it was.
  public void release(long reserved) {
    entities.release(reserved);
  }

  /// Whether [#spawn(long, int)] would accept the handle.
  public boolean isReserved(long handle) {
    return entities.isReserved(handle);
  }

  /// Brings a reserved entity to life, without components.
  ///
  /// @throws IllegalArgumentException if the handle is not reserved
  public void spawn(long reserved, int ownerPlugin) {
    if (!entities.isReserved(reserved)) {
      throw new IllegalArgumentException(
          EntityHandle.toString(reserved) + " is not a reserved entity");
    }
    int row = archetypes.empty().append(reserved);
    entities.claim(EntityHandle.index(reserved), ownerPlugin, 0, row);
  }

  /// A new entity without components.
  public long spawn(int ownerPlugin) {
    long entity = entities.reserve();
    int row = archetypes.empty().append(entity);
    entities.claim(EntityHandle.index(entity), ownerPlugin, 0, row);
    return entity;
  }

  /// A new entity with the components of a table, all with their defaults.
  public long spawn(int ownerPlugin, Table table, int tick, int writer) {
    long entity = entities.reserve();
    int row = table.appendDefaults(entity, clock.stamp(tick, (short) writer));
    entities.claim(EntityHandle.index(entity), ownerPlugin, table.id, row);
    return entity;
  }

  /// The table for entities with exactly these table components; made if there is none yet.
  public Table table(ComponentType... components) {
    BitSet signature = new BitSet();
    for (ComponentType type : components) {
      if (type.schema().storage() != Storage.TABLE) {
        throw new IllegalArgumentException(type + " does not lie in tables");
      }
      signature.set(type.id());
    }
    return archetypes.table(signature);
  }

  /// Ends an entity and everything that hangs on it by Parent. Entities of singletons stay.
  ///
  /// @return false if it was not alive, or holds a singleton
  public boolean despawn(long entity) {
    if (!entities.isAlive(entity) || holdsSingleton(entity)) {
      return false;
    }
    if (hierarchy.hasChildren(EntityHandle.index(entity))) {
      despawnTree(entity);
    } else {
      end(entity);
    }
    return true;
  }

  /// As [#despawn], but the handles of all that ends stay reserved, so that [#revive] can bring
  /// them back; [#releaseHeld] gives them up.
  ///
  /// @return false if it was not alive, or holds a singleton
  public boolean hold(long entity) {
    int free = entities.freeCount();
    boolean ended = despawn(entity);
    for (int held = entities.freeCount() - free; held > 0; held--) {
      long _ = entities.reserve();
    }
    return ended;
  }

  /// Whether [#revive] can bring an ended entity back.
  public boolean isHeld(long ended) {
    return entities.isHeld(ended);
  }

  /// Brings an entity that ended by [#hold] back under its handle and global id, without
  /// components.
  ///
  /// @param serial as [#serial] told before it ended
  /// @throws IllegalArgumentException if its handle is not held
  public void revive(long ended, int ownerPlugin, long serial) {
    if (!entities.isHeld(ended)) {
      throw new IllegalArgumentException(EntityHandle.toString(ended) + " is not held");
    }
    int row = archetypes.empty().append(ended);
    entities.revive(ended, ownerPlugin, serial, 0, row);
  }

  /// Gives up an ended entity's handle; does nothing if it is not held.
  public void releaseHeld(long ended) {
    if (entities.isHeld(ended)) {
      entities.releaseHeld(ended);
    }
  }

  /// Gives up every reserved handle but those that are wanted: what was held back for somebody who
  /// is no longer there.
  public void releaseReserved(LongPredicate wanted) {
    entities.releaseReserved(wanted);
  }

  /// An entity's place in the order of allocation.
  ///
  /// @throws IllegalArgumentException if it is not alive
  public long serial(long entity) {
    return entities.serial(entities.living(entity));
  }

  private boolean holdsSingleton(long entity) {
    return tableAt(EntityHandle.index(entity)).holdsSingleton(entity);
  }

  /// Leaves first, so that an entity never outlives its parent; without recursion, for a plugin may
  /// have built a chain of any length.
  private void despawnTree(long root) {
    var tree = new ArrayList<Long>(List.of(root));
    for (int i = 0; i < tree.size(); i++) {
      for (long child : children(tree.get(i))) {
        tree.add(child);
      }
    }
    for (long entity : tree.reversed()) {
      if (holdsSingleton(entity)) {
        remove(entity, Objects.requireNonNull(types.parent()));
      } else {
        end(entity);
      }
    }
  }

  private void end(long entity) {
    int index = EntityHandle.index(entity);
    if (entities.sparse(index) > 0) {
      removeSparse(entity, index);
    }
    Table table = tableAt(index);
    close(table, entities.row(index));
    entities.free(index);
  }

  private void removeSparse(long entity, int index) {
    hierarchy.detach(index);
    for (ComponentType type : types.all()) {
      if (type.isSparse()) {
        type.sparseSet().remove(entity);
      }
    }
  }

  private void close(Table table, int row) {
    long moved = table.close(row);
    if (moved != EntityHandle.NONE) {
      entities.row(EntityHandle.index(moved), row);
    }
  }

  private Table tableAt(int index) {
    return archetypes.get(entities.table(index));
  }

  public boolean isAlive(long entity) {
    return entities.isAlive(entity);
  }

  public int entityCount() {
    return entities.alive();
  }

  /// The plugin that spawned the entity.
  ///
  /// @throws IllegalArgumentException if it is not alive
  public int owner(long entity) {
    return entities.owner(entities.living(entity));
  }

  /// The table that the entity is in.
  ///
  /// @throws IllegalArgumentException if it is not alive
  public Table tableOf(long entity) {
    return tableAt(entities.living(entity));
  }

  /// The entity's row in its table.
  ///
  /// @throws IllegalArgumentException if it is not alive
  public int rowOf(long entity) {
    return entities.row(entities.living(entity));
  }

  /// All tables, in creation order.
  public List<Table> tables() {
    return archetypes.tables();
  }

  /// The id of an entity across worlds.
  ///
  /// @throws IllegalArgumentException if it is not alive
  public GlobalId globalId(long entity) {
    return entities.globalId(entities.living(entity));
  }

  /// The living entity with that global id, or [EntityHandle#NONE].
  public long find(GlobalId id) {
    return entities.find(id);
  }

  /// Whether the component is the one that hangs an entity on another.
  public boolean isParent(ComponentType type) {
    return type == types.parent();
  }

  /// Whether a living entity has others hanging on it.
  public boolean hasChildren(long entity) {
    return entities.isAlive(entity) && hierarchy.hasChildren(EntityHandle.index(entity));
  }

  /// Every handle that was ever given out has a smaller index.
  public int indexLimit() {
    return entities.count();
  }

  /// The entities that hang on this one by Parent, by index; empty if it is gone.
  public long[] children(long entity) {
    return entities.isAlive(entity) ? hierarchy.children(EntityHandle.index(entity)) : new long[0];
  }

  // Components

  /// Adds a component to an entity or replaces its value.
  ///
  /// @param value holds the value at `offset`; not looked at for a tag
  public SetResult set(
      long entity, ComponentType type, MemorySegment value, long offset, int tick, int writer) {
    return components.set(entity, type, value, offset, clock.stamp(tick, (short) writer));
  }

  /// Takes a component from an entity.
  ///
  /// @return false if the entity is gone, did not have it, or holds it as a singleton
  public boolean remove(long entity, ComponentType type) {
    return components.remove(entity, type);
  }

  /// As [#set] for one entity after the other, and the way to do it for many: the value of entity
  /// `i` is at `offset + i * spacingBytes`.
  ///
  /// @param accepted takes which of them were; at least `count` long
  /// @return how many were accepted
  public int setAll(
      long[] handles,
      int count,
      ComponentType type,
      MemorySegment values,
      long offset,
      long spacingBytes,
      int tick,
      int writer,
      boolean[] accepted) {
    return components.setAll(
        handles, count, type, values, offset, spacingBytes, tick, writer, accepted);
  }

  /// As [#remove] for one entity after the other, and the way to do it for many.
  ///
  /// @param removed takes which of them had it; at least `count` long
  /// @return how many had it
  public int removeAll(long[] handles, int count, ComponentType type, boolean[] removed) {
    return components.removeAll(handles, count, type, removed);
  }

  /// Whether a living entity has the component.
  public boolean has(long entity, ComponentType type) {
    if (!entities.isAlive(entity)) {
      return false;
    }
    return type.isSparse()
        ? type.sparseSet().row(entity) >= 0
        : tableAt(EntityHandle.index(entity)).has(type);
  }

  /// The entities that have the component, in the order of their rows.
  public long[] entitiesWith(ComponentType type) {
    return archetypes.holders(type);
  }

  /// A copy of the component's value, or null if the entity is gone or does not have it.
  public byte @Nullable [] get(long entity, ComponentType type) {
    if (!entities.isAlive(entity)) {
      return null;
    }
    if (type.isSparse()) {
      return type.sparseSet().get(entity);
    }
    int index = EntityHandle.index(entity);
    Column column = tableAt(index).column(type);
    return column == null ? null : column.row(entities.row(index));
  }

  /// Takes back the values of a sparse component that a system was given for rows of a table. Rows
  /// without the component are skipped; a parent that [#set] would refuse leaves the row as it was.
  ///
  /// @param rowSelection the table's rows, or null for those from `firstRow` on
  /// @param allowedRows one bit a row of the table, or null for all; the set's values count the
  ///   drops
  /// @return how many rows changed
  public int writeBackSparse(
      ComponentType type,
      Table table,
      int @Nullable [] rowSelection,
      int firstRow,
      int count,
      MemorySegment src,
      long srcOffset,
      int tick,
      short writer,
      long @Nullable [] allowedRows) {
    return components.writeBackSparse(
        type, table, rowSelection, firstRow, count, src, srcOffset, tick, writer, allowedRows);
  }

  /// Bytes of memory held for entities and their components, room for growth included.
  public long reservedBytes() {
    long bytes = entities.reservedBytes();
    for (Table table : archetypes.tables()) {
      bytes += table.reservedBytes();
      bytes += table.columns().stream().mapToLong(Column::reservedBytes).sum();
    }
    for (ComponentType type : types.sparse()) {
      bytes += type.sparseSet().reservedBytes() + type.sparseSet().values().reservedBytes();
    }
    return bytes;
  }

  // Queries

  /// The query with these terms, made at the first call and kept.
  ///
  /// @throws IllegalArgumentException if a type is not (or no longer) registered here
  public Query query(List<QueryTerm> terms) {
    for (QueryTerm term : terms) {
      if (!types.isKnown(term.type())) {
        throw new IllegalArgumentException(term.type() + " is not registered here");
      }
    }
    return archetypes.query(terms, entities);
  }

  // State as a whole

  /// A copy of everything. What did not change since `previous`, an image of this store, is shared
  /// with it.
  public StoreImage image(@Nullable StoreImage previous) {
    return state.image(previous);
  }

  /// Puts everything back as it was at an image of this or another store. Components in the image
  /// that are not registered become so, those with another schema go back to the image's; others
  /// stay known, with no values. [Table]s and [Column]s held from before must not be used again;
  /// queries stay good.
  ///
  /// @throws IllegalArgumentException if the image contradicts itself; the store is then to be
  ///   thrown away
  public void restore(StoreImage image) {
    state.restore(image);
    for (ComponentType type : types()) {
      if (type.isSingleton() && type.singleton() == EntityHandle.NONE) {
        holdSingleton(type);
      }
    }
  }

  /// Adds the whole state to a hash: allocator, tables in creation order with rows in order, sparse
  /// sets, owners. Who wrote what when is not part of it.
  public void hash(StateHasher hasher) {
    state.hash(hasher);
  }

  // Schemas that change

  /// Replaces a component's schema, in all rows at once. Who wrote which row when stays as it was.
  ///
  /// @param plan from the type's schema to `next`
  /// @param hook corrects the rows filled by rule, or null; one that returns true without doing
  ///   anything resets the fields that no rule covers
  /// @return the old rows, for [#rollBack]
  /// @throws SchemaConflictException if no rule covers a field and there is no hook, if the hook
  ///   refuses, or if the storage differs; nothing has changed then
  public ColumnShadow migrate(
      ComponentType type,
      ComponentSchema next,
      SchemaMigration plan,
      @Nullable MigrationHook hook) {
    return migration.migrate(type, next, plan, hook);
  }

  /// Takes a migration back: fields that both schemas have keep their present values, those it
  /// dropped come back from the shadow; rows that came later have their defaults there.
  public void rollBack(ComponentType type, ColumnShadow shadow) {
    migration.rollBack(type, shadow);
  }
}
