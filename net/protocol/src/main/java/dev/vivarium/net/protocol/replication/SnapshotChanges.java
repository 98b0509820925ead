package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What differs between two snapshots of one plan, for who keeps entities of its own in step.
/// Indices and rows are those of the newer snapshot, ids are those that are only in the older one.
///
/// @param despawned entities that are gone, with all their components
/// @param spawned indices of entities that are new
/// @param reowned indices of older entities that have another owner
/// @param components by the plan's order
public record SnapshotChanges(
    long[] despawned, int[] spawned, int[] reowned, ComponentChanges[] components) {

  /// @param removed entities, alive, that lost the component
  /// @param set rows that are new or hold other values
  public record ComponentChanges(long[] removed, int[] set) {}

  /// @param older null for nothing; of the same plan as `newer`
  public static SnapshotChanges between(@Nullable Snapshot older, Snapshot newer) {
    Snapshot from = older == null ? Snapshot.empty(newer.plan, newer.tick) : older;
    if (!from.plan.equals(newer.plan)) {
      throw new IllegalArgumentException("snapshots of different plans");
    }
    var components = new ComponentChanges[newer.components.length];
    Arrays.setAll(components, i -> between(from.components[i], newer.components[i], newer.ids));
    var spawned = new RowList();
    var reowned = new RowList();
    entities(from, newer, spawned, reowned);
    return new SnapshotChanges(
        missing(from.ids, newer.ids, null), spawned.toArray(), reowned.toArray(), components);
  }

  private static void entities(Snapshot older, Snapshot newer, RowList spawned, RowList reowned) {
    spawned.clear(newer.ids.length);
    reowned.clear(newer.ids.length);
    int[] inOlder = RowMap.of(newer.ids, older.ids);
    for (int i = 0; i < newer.ids.length; i++) {
      int from = inOlder == null ? i : inOlder[i];
      spawned.addIf(i, from < 0);
      reowned.addIf(i, from >= 0 && older.owners[from] != newer.owners[i]);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Unchanged rows are shared.
  private static ComponentChanges between(ComponentRows older, ComponentRows newer, long[] alive) {
    var set = new RowList();
    set.clear(newer.rows());
    int[] inOlder = RowMap.of(newer.ids, older.ids);
    for (int row = 0; row < newer.rows() && older != newer; row++) {
      int from = inOlder == null ? row : inOlder[row];
      set.addIf(row, from < 0 || differs(older, from, newer, row));
    }
    return new ComponentChanges(missing(older.ids, newer.ids, alive), set.toArray());
  }

  private static boolean differs(ComponentRows older, int from, ComponentRows newer, int row) {
    for (int c = 0; c < newer.columns.length; c++) {
      if (older.columns[c][from] != newer.columns[c][row]) {
        return true;
      }
    }
    return false;
  }

  /// Those of `ids` that are not in `others` but, if it is given, in `alive`.
  private static long[] missing(long[] ids, long[] others, long @Nullable [] alive) {
    int[] inOthers = RowMap.of(ids, others);
    if (inOthers == null) {
      return new long[0];
    }
    int[] inAlive = alive == null ? null : RowMap.of(ids, alive);
    long[] missing = new long[ids.length];
    int count = 0;
    for (int i = 0; i < ids.length; i++) {
      if (inOthers[i] < 0 && (inAlive == null || inAlive[i] >= 0)) {
        missing[count++] = ids[i];
      }
    }
    return Arrays.copyOf(missing, count);
  }
}
