package dev.vivarium.engine.store;

import dev.vivarium.engine.ecs.AllocatorImage;
import dev.vivarium.engine.ecs.ColumnImage;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.RowsImage;
import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/// Leaves out what is not to be written to disk: entities without the Saved tag. The holders of
/// singletons stay. What hung on an entity that is left out hangs on nothing afterwards, and
/// handles of those left out are never given out again.
public final class SavedFilter {
  private static final int FREE = -1;
  private static final int RETIRED = -3;
  private static final int GENERATION_MAX = (1 << 24) - 1;

  /// @param leftOut how many entities
  public record Filtered(StoreImage image, int leftOut) {}

  private SavedFilter() {}

  public static Filtered apply(StoreImage image) {
    BitSet kept = kept(image);
    int leftOut = image.entityCount() - kept.cardinality();
    return leftOut == 0 ? new Filtered(image, 0) : new Filtered(filtered(image, kept), leftOut);
  }

  /// Indices of the entities that stay.
  private static BitSet kept(StoreImage image) {
    BitSet kept = new BitSet();
    RowsImage saved = image.sparseSet(Vocabulary.SAVED.name());
    for (int row = 0; saved != null && row < saved.rows(); row++) {
      kept.set(EntityHandle.index(saved.entity(row)));
    }
    image.singletons().forEach(held -> kept.set(EntityHandle.index(held.entity())));
    return kept;
  }

  private static StoreImage filtered(StoreImage image, BitSet kept) {
    LongPredicate stays = entity -> kept.get(EntityHandle.index(entity));
    List<RowsImage> tables = image.tables().stream().map(rows -> select(rows, stays)).toList();
    List<RowsImage> sparse = new ArrayList<>();
    for (RowsImage rows : image.sparseSets()) {
      sparse.add(select(rows, isParents(rows) ? withParent(rows, stays) : stays));
    }
    AllocatorImage allocator = allocator(image, tables, kept);
    return new StoreImage(allocator, tables, sparse, image.singletons());
  }

  private static boolean isParents(RowsImage rows) {
    SchemaName name = rows.columns().getFirst().schema().name();
    return name.equals(Vocabulary.PARENT.name());
  }

  private static LongPredicate withParent(RowsImage rows, LongPredicate stays) {
    MemorySegment parents = rows.columns().getFirst().segment();
    BitSet orphans = new BitSet();
    for (int row = 0; row < rows.rows(); row++) {
      long parent = parents.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * row);
      if (parent != EntityHandle.NONE && !stays.test(parent)) {
        orphans.set(EntityHandle.index(rows.entity(row)));
      }
    }
    return entity -> stays.test(entity) && !orphans.get(EntityHandle.index(entity));
  }

  private static RowsImage select(RowsImage rows, LongPredicate stays) {
    int[] selected = new int[rows.rows()];
    int count = 0;
    for (int row = 0; row < selected.length; row++) {
      if (stays.test(rows.entity(row))) {
        selected[count++] = row;
      }
    }
    if (count == selected.length) {
      return rows;
    }
    int[] kept = Arrays.copyOf(selected, count);
    long[] entities = Arrays.stream(kept).mapToLong(rows::entity).toArray();
    return RowsImage.of(
        entities, rows.columns().stream().map(column -> select(column, kept)).toList());
  }

  private static ColumnImage select(ColumnImage column, int[] rows) {
    int stride = column.strideBytes();
    byte[] values = new byte[rows.length * stride];
    long[] written = new long[rows.length];
    MemorySegment from = column.segment();
    for (int i = 0; i < rows.length; i++) {
      MemorySegment.copy(
          from, (long) rows[i] * stride, MemorySegment.ofArray(values), (long) i * stride, stride);
      written[i] = column.written(rows[i]);
    }
    return ColumnImage.of(column.schema(), values, written);
  }

  /// Indices of those left out become free, in ascending order after those that are free already.
  private static AllocatorImage allocator(StoreImage image, List<RowsImage> tables, BitSet kept) {
    AllocatorImage before = image.allocator();
    int[] stamps = before.copyOfStamps();
    int[] tableOf = before.copyOfTables();
    int[] rowOf = before.copyOfRows();
    int[] free = before.copyOfFree();
    int freeCount = free.length;
    free = Arrays.copyOf(free, freeCount + stamps.length);
    for (int index = 0; index < stamps.length; index++) {
      if (tableOf[index] >= 0 && !kept.get(index)) {
        boolean last = (stamps[index] & GENERATION_MAX) == GENERATION_MAX;
        tableOf[index] = last ? RETIRED : FREE;
        stamps[index] = last ? 0 : stamps[index] + 1;
        if (!last) {
          free[freeCount++] = index;
        }
      }
    }
    for (RowsImage table : tables) {
      for (int row = 0; row < table.rows(); row++) {
        rowOf[EntityHandle.index(table.entity(row))] = row;
      }
    }
    return AllocatorImage.of(
        before.seed(),
        before.authority(),
        before.nextSerial(),
        stamps,
        tableOf,
        rowOf,
        before.copyOfOwners(),
        before.copyOfSerials(),
        Arrays.copyOf(free, freeCount));
  }
}
