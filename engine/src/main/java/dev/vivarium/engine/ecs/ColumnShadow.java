package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaMigration;
import java.util.HashMap;
import java.util.Map;

/// A component's rows as they were before a migration, kept so that going back finds dropped fields
/// again. Immutable.
public final class ColumnShadow {
  private final SchemaMigration migration;
  private final Map<Long, Integer> rowOf = new HashMap<>();
  private final byte[] rows;

  ColumnShadow(SchemaMigration migration, long[] entities, byte[] rows) {
    this.migration = migration;
    this.rows = rows;
    for (int row = 0; row < entities.length; row++) {
      rowOf.put(entities[row], row);
    }
  }

  /// The schema before the migration.
  public ComponentSchema schema() {
    return migration.from();
  }

  public int rows() {
    return rowOf.size();
  }

  SchemaMigration migration() {
    return migration;
  }

  /// Rows of the old schema for these entities: what they had, or defaults for those that came
  /// later.
  byte[] rowsFor(long[] entities) {
    byte[] defaults = schema().layout().defaults();
    int stride = defaults.length;
    byte[] found = new byte[Math.multiplyExact(entities.length, stride)];
    for (int i = 0; i < entities.length; i++) {
      Integer row = rowOf.get(entities[i]);
      if (row == null) {
        System.arraycopy(defaults, 0, found, i * stride, stride);
      } else {
        System.arraycopy(rows, row * stride, found, i * stride, stride);
      }
    }
    return found;
  }
}
