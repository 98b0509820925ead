package dev.vivarium.engine.ecs;

import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A store's state as a whole: copied, put back, hashed.
final class StoreState {
  private final ChangeClock clock;
  private final EntityAllocator entities;
  private final ComponentTypes types;
  private final Archetypes archetypes;
  private final Hierarchy hierarchy;

  StoreState(
      ChangeClock clock,
      EntityAllocator entities,
      ComponentTypes types,
      Archetypes archetypes,
      Hierarchy hierarchy) {
    this.clock = clock;
    this.entities = entities;
    this.types = types;
    this.archetypes = archetypes;
    this.hierarchy = hierarchy;
  }

  /// As [EntityStore#image].
  StoreImage image(@Nullable StoreImage previous) {
    List<StoreImage.Singleton> singletons =
        types.heldSingletons().stream()
            .map(type -> new StoreImage.Singleton(type.name(), type.singleton()))
            .toList();
    return new Imaging(previous).image(entities, archetypes.tables(), types.sparse(), singletons);
  }

  /// As [EntityStore#restore], but for singletons that the image does not hold: they have no entity
  /// then.
  void restore(StoreImage image) {
    image.tables().forEach(this::takeTypes);
    image.sparseSets().forEach(this::takeTypes);
    entities.restore(image.allocator());
    hierarchy.clear();
    archetypes.clear();
    image.tables().forEach(this::restoreTable);
    types.sparse().forEach(type -> restoreSparse(type, image.sparseSet(type.name())));
    restoreSingletons(image);
    restoreParents();
  }

  private void takeTypes(RowsImage rows) {
    for (ColumnImage column : rows.columns()) {
      ComponentType known = types.find(column.schema().name());
      ComponentType type = known == null ? types.add(column.schema()) : known;
      type.schema(column.schema());
      if (type.isSparse()) {
        type.sparse(new SparseSet(type, clock));
      }
    }
  }

  private void restoreTable(RowsImage rows) {
    BitSet signature = new BitSet();
    rows.columns().forEach(column -> signature.set(types.get(column.schema().name()).id()));
    Table table = archetypes.table(signature);
    long[] handles = rows.sharedEntities();
    table.reset(handles);
    for (ColumnImage column : rows.columns()) {
      column.fill(Objects.requireNonNull(table.column(types.get(column.schema().name()))));
    }
    for (int row = 0; row < handles.length; row++) {
      entities.place(entities.living(handles[row]), table.id, row);
    }
  }

  private void restoreSparse(ComponentType type, @Nullable RowsImage rows) {
    SparseSet set = type.sparseSet();
    set.reset(rows == null ? new long[0] : rows.sharedEntities());
    if (rows != null) {
      rows.columns().getFirst().fill(set.values());
      for (long entity : rows.sharedEntities()) {
        entities.addSparse(entities.living(entity), 1);
      }
    }
  }

  private void restoreSingletons(StoreImage image) {
    types.all().forEach(type -> type.singleton(EntityHandle.NONE));
    image.singletons().forEach(held -> types.get(held.name()).singleton(held.entity()));
  }

  private void restoreParents() {
    ComponentType parent = types.parent();
    if (parent != null) {
      SparseSet set = parent.sparseSet();
      for (int row = 0; row < set.rows; row++) {
        long hungOn = set.values().segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * row);
        if (hierarchy.attach(EntityHandle.index(set.entities[row]), hungOn) != null) {
          throw new IllegalArgumentException("the image's parents are dead or form a circle");
        }
      }
    }
  }

  /// As [EntityStore#hash].
  void hash(StateHasher hasher) {
    entities.hash(hasher);
    for (Table table : archetypes.tables()) {
      hasher.put(table.columns().size());
      hasher.putLongs(table.entities, table.rows);
      table.columns().forEach(column -> hashColumn(hasher, column));
    }
    for (ComponentType type : types.sparse()) {
      SparseSet set = type.sparseSet();
      if (set.rows > 0) {
        hasher.putLongs(set.entities, set.rows);
        hashColumn(hasher, set.values());
      }
    }
  }

  private static void hashColumn(StateHasher hasher, Column column) {
    hasher.put(column.type().name().toString());
    hasher.putBytes(column.segment(), 0, (long) column.rows() * column.strideBytes());
  }
}
