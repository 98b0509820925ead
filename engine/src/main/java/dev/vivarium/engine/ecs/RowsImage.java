package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.SchemaName;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One table, or one sparse set, at one moment: its entities in row order and their columns by
/// name. Immutable.
public final class RowsImage {
  private final long[] entities;
  private final List<ColumnImage> columns;
  private final long version;

  RowsImage(long[] entities, List<ColumnImage> columns, long version) {
    this.entities = entities;
    this.columns = List.copyOf(columns);
    this.version = version;
  }

  /// Puts together what was read from a file. The array is copied.
  ///
  /// @throws IllegalArgumentException if a column has another number of rows
  public static RowsImage of(long[] entities, List<ColumnImage> columns) {
    for (ColumnImage column : columns) {
      if (column.rows() != entities.length) {
        throw new IllegalArgumentException(
            "%s has %d rows for %d entities"
                .formatted(column.schema().name(), column.rows(), entities.length));
      }
    }
    return new RowsImage(entities.clone(), columns, -1);
  }

  public int rows() {
    return entities.length;
  }

  public long entity(int row) {
    return entities[row];
  }

  public long[] copyOfEntities() {
    return entities.clone();
  }

  /// The handles in row order, i64 each, read-only.
  public MemorySegment segment() {
    return MemorySegment.ofArray(entities).asReadOnly();
  }

  public List<ColumnImage> columns() {
    return columns;
  }

  /// The column of a component, or null if it is not here.
  public @Nullable ColumnImage column(SchemaName name) {
    for (ColumnImage column : columns) {
      if (column.schema().name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  long[] sharedEntities() {
    return entities;
  }

  long version() {
    return version;
  }
}
