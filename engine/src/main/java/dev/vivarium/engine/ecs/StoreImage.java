package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.SchemaName;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Everything in a store at one moment, for other threads to read, to save, or to go back to.
/// Immutable. Columns that did not change between two images are held once.
///
/// @param tables in creation order; an entity's table is its position here
/// @param sparseSets one for each sparse component known, by name; each has exactly one column
/// @param singletons the holders of singleton components
public record StoreImage(
    AllocatorImage allocator,
    List<RowsImage> tables,
    List<RowsImage> sparseSets,
    List<Singleton> singletons) {

  /// The entity that holds a singleton component.
  public record Singleton(SchemaName name, long entity) {}

  /// A row's last real change.
  public record LastWrite(int tick, short writer) {}

  public StoreImage {
    tables = List.copyOf(tables);
    sparseSets = List.copyOf(sparseSets);
    singletons = List.copyOf(singletons);
  }

  public int entityCount() {
    return tables.stream().mapToInt(RowsImage::rows).sum();
  }

  public boolean isAlive(long entity) {
    return allocator.isAlive(entity);
  }

  /// Position in [#tables()] of the entity's table; empty if it is not alive.
  public OptionalInt table(long entity) {
    return isAlive(entity) ? OptionalInt.of(allocator.table(entity)) : OptionalInt.empty();
  }

  /// The entity's row in its table; empty if it is not alive.
  public OptionalInt row(long entity) {
    return isAlive(entity) ? OptionalInt.of(allocator.row(entity)) : OptionalInt.empty();
  }

  /// The entity's row in a sparse set of [#sparseSets()]; empty if it does not have the component.
  /// Searches the set.
  public OptionalInt sparseRow(RowsImage set, long entity) {
    long[] entities = set.sharedEntities();
    for (int row = 0; row < entities.length; row++) {
      if (entities[row] == entity) {
        return OptionalInt.of(row);
      }
    }
    return OptionalInt.empty();
  }

  /// The plugin that spawned the entity; empty if it is not alive.
  public OptionalInt owner(long entity) {
    return isAlive(entity) ? OptionalInt.of(allocator.owner(entity)) : OptionalInt.empty();
  }

  /// The entity's global id, or null if it is not alive.
  public @Nullable GlobalId globalId(long entity) {
    return isAlive(entity) ? allocator.globalId(entity) : null;
  }

  /// The set of a sparse component, or null if it is not known or not sparse.
  public @Nullable RowsImage sparseSet(SchemaName name) {
    return sparseSets.stream().filter(set -> set.column(name) != null).findFirst().orElse(null);
  }

  /// When a component of an entity last changed and who did it; null if it does not have it.
  public @Nullable LastWrite lastWrite(long entity, SchemaName component) {
    if (!isAlive(entity)) {
      return null;
    }
    RowsImage set = sparseSet(component);
    RowsImage rows = set == null ? tables.get(allocator.table(entity)) : set;
    ColumnImage column = rows.column(component);
    OptionalInt row = set == null ? row(entity) : sparseRow(set, entity);
    return column == null || row.isEmpty()
        ? null
        : new LastWrite(column.writtenTick(row.getAsInt()), column.writtenBy(row.getAsInt()));
  }

  /// The value of a component of an entity, or null if it does not have it; zero bytes for a tag.
  public byte @Nullable [] value(long entity, SchemaName component) {
    RowsImage set = sparseSet(component);
    OptionalInt row = set == null ? row(entity) : sparseRow(set, entity);
    if (row.isEmpty() || !isAlive(entity)) {
      return null;
    }
    RowsImage rows = set == null ? tables.get(allocator.table(entity)) : set;
    ColumnImage column = rows.column(component);
    if (column == null) {
      return null;
    }
    int stride = column.strideBytes();
    return column
        .segment()
        .asSlice((long) row.getAsInt() * stride, stride)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /// Every entity alive, table by table in row order.
  public long[] entities() {
    return tables.stream().flatMapToLong(t -> Arrays.stream(t.sharedEntities())).toArray();
  }
}
