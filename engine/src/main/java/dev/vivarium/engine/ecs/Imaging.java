package dev.vivarium.engine.ecs;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes one image of a store, reusing what an earlier one holds already.
final class Imaging {
  private final @Nullable StoreImage previous;

  Imaging(@Nullable StoreImage previous) {
    this.previous = previous;
  }

  StoreImage image(
      EntityAllocator entities,
      List<Table> tables,
      List<ComponentType> sparseTypes,
      List<StoreImage.Singleton> singletons) {
    var tableImages = new ArrayList<RowsImage>();
    for (Table table : tables) {
      tableImages.add(rows(table, table.columns(), previousTable(table.id)));
    }
    var sparseImages = new ArrayList<RowsImage>();
    for (ComponentType type : sparseTypes) {
      SparseSet set = type.sparseSet();
      RowsImage before = previous == null ? null : previous.sparseSet(type.name());
      sparseImages.add(rows(set, List.of(set.values()), before));
    }
    AllocatorImage allocator = entities.image(previous == null ? null : previous.allocator());
    return new StoreImage(allocator, tableImages, sparseImages, singletons);
  }

  private @Nullable RowsImage previousTable(int id) {
    return previous == null || id >= previous.tables().size() ? null : previous.tables().get(id);
  }

  private static RowsImage rows(RowSpace space, List<Column> columns, @Nullable RowsImage before) {
    long[] entities =
        before != null && before.version() == space.structureVersion
            ? before.sharedEntities()
            : Arrays.copyOf(space.entities, space.rows);
    var images = new ArrayList<ColumnImage>();
    for (Column column : columns) {
      images.add(column(column, before));
    }
    return new RowsImage(entities, images, space.structureVersion);
  }

  private static ColumnImage column(Column column, @Nullable RowsImage before) {
    ColumnImage old = before == null ? null : before.column(column.type().name());
    if (old != null && old.version() == column.version()) {
      return old;
    }
    int rows = column.rows();
    byte[] values =
        column
            .segment()
            .asSlice(0, (long) rows * column.strideBytes())
            .toArray(ValueLayout.JAVA_BYTE);
    return new ColumnImage(
        column.type().schema(), values, Arrays.copyOf(column.written(), rows), column.version());
  }
}
