package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives a component another schema, in all rows of all tables or of its sparse set at once, and
/// back again. Who wrote which row when stays as it was.
final class ColumnMigration {
  private final Archetypes archetypes;

  ColumnMigration(Archetypes archetypes) {
    this.archetypes = archetypes;
  }

  /// As [EntityStore#migrate].
  ColumnShadow migrate(
      ComponentType type,
      ComponentSchema next,
      SchemaMigration plan,
      @Nullable MigrationHook hook) {
    checkPlan(type, next, plan, hook);
    long[] holders = archetypes.holders(type);
    byte[] oldRows = rowsOf(type, holders.length);
    byte[] newRows = new byte[Math.multiplyExact(holders.length, next.layout().sizeBytes())];
    plan.apply(oldRows, newRows, holders.length);
    if (hook != null && !hook.migrate(holders.length, oldRows.clone(), newRows)) {
      throw new SchemaConflictException(type + ": the plugin's migration refused the rows");
    }
    replaceRows(type, next, newRows);
    return new ColumnShadow(plan, holders, oldRows);
  }

  private static void checkPlan(
      ComponentType type,
      ComponentSchema next,
      SchemaMigration plan,
      @Nullable MigrationHook hook) {
    if (!plan.from().equals(type.schema()) || !plan.to().equals(next)) {
      throw new IllegalArgumentException("the plan is not one from " + type + " to " + next.name());
    }
    boolean undecided = !plan.needsDecision().isEmpty() && hook == null;
    if (undecided || type.schema().storage() != next.storage()) {
      throw new SchemaConflictException(type + " cannot be migrated by rule: " + plan.describe());
    }
  }

  /// As [EntityStore#rollBack].
  void rollBack(ComponentType type, ColumnShadow shadow) {
    if (!shadow.migration().to().equals(type.schema())) {
      throw new IllegalArgumentException(type + " was not last migrated with this shadow");
    }
    long[] holders = archetypes.holders(type);
    byte[] rows = shadow.rowsFor(holders);
    shadow.migration().reversed().carry(rowsOf(type, holders.length), rows, holders.length);
    replaceRows(type, shadow.schema(), rows);
  }

  private byte[] rowsOf(ComponentType type, int count) {
    int stride = type.layout().sizeBytes();
    byte[] rows = new byte[Math.multiplyExact(count, stride)];
    long at = 0;
    for (RowSpace space : archetypes.spacesOf(type)) {
      long bytes = (long) space.rows * stride;
      MemorySegment.copy(
          columnIn(space, type).segment(), 0, MemorySegment.ofArray(rows), at, bytes);
      at += bytes;
    }
    return rows;
  }

  private static Column columnIn(RowSpace space, ComponentType type) {
    return switch (space) {
      case Table table -> Objects.requireNonNull(table.column(type));
      case SparseSet set -> set.values();
    };
  }

  private void replaceRows(ComponentType type, ComponentSchema next, byte[] rows) {
    type.schema(next);
    archetypes.disconnect();
    int at = 0;
    for (RowSpace space : archetypes.spacesOf(type)) {
      Column old = columnIn(space, type);
      Column column =
          switch (space) {
            case Table table -> table.renew(type);
            case SparseSet set -> set.renew();
          };
      int bytes = space.rows * next.layout().sizeBytes();
      column.takeOver(old, Arrays.copyOfRange(rows, at, at + bytes));
      at += bytes;
    }
  }
}
