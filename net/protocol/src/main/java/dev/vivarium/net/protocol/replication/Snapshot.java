package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The quantised state of a set of entities at a tick. Immutable, and safe to hand to other
/// threads; arrays that did not change are shared between snapshots.
public final class Snapshot {
  final SnapshotPlan plan;
  final long tick;
  final long[] ids;
  final int[] owners;
  final ComponentRows[] components;

  /// Takes the arrays over; `ids` ascends.
  Snapshot(SnapshotPlan plan, long tick, long[] ids, int[] owners, ComponentRows[] components) {
    this.plan = plan;
    this.tick = tick;
    this.ids = ids;
    this.owners = owners;
    this.components = components;
  }

  static Snapshot empty(SnapshotPlan plan, long tick) {
    List<ComponentPlan> plans = plan.components();
    var components = new ComponentRows[plans.size()];
    Arrays.setAll(components, i -> ComponentRows.empty(plans.get(i).columns()));
    return new Snapshot(plan, tick, ComponentRows.NONE.ids, new int[0], components);
  }

  public long tick() {
    return tick;
  }

  public SnapshotPlan plan() {
    return plan;
  }

  public int entities() {
    return ids.length;
  }

  /// The entity at `index`; entities are in ascending order of their handles.
  public long id(int index) {
    return ids[index];
  }

  /// Client that owns the entity at `index`; 0 is the server.
  public int owner(int index) {
    return owners[index];
  }

  /// Index of an entity, or a negative number if it is not here.
  public int indexOf(long id) {
    return Arrays.binarySearch(ids, id);
  }

  /// Rows of the component with that index in the plan.
  public int rows(int component) {
    return components[component].rows();
  }

  /// Entity of a row; rows are in ascending order of their entities.
  public long rowId(int component, int row) {
    return components[component].ids[row];
  }

  /// Row of an entity, or a negative number if it has no such component.
  public int rowOf(int component, long id) {
    return Arrays.binarySearch(components[component].ids, id);
  }

  /// Writes a row's bytes as they are after quantising; bytes that no field covers are left alone.
  public void copyRow(int component, int row, byte[] out, int at) {
    int column = 0;
    for (FieldPlan field : plan.components().get(component).fields()) {
      Quantiser.restore(field, components[component].columns, column, row, out, at);
      column += field.columns();
    }
  }

  /// Only the entities whose index is set in `visible`. If that is all of them, this snapshot
  /// itself, so that clients who see the same share their frames.
  public Snapshot select(BitSet visible) {
    int count = visible.get(0, ids.length).cardinality();
    return count == ids.length ? this : new SnapshotSelection(this).select(visible, count);
  }

  /// Whether entities, owners and quantised values are the same; the tick does not matter.
  public boolean sameState(Snapshot other) {
    if (!plan.equals(other.plan)
        || !Arrays.equals(ids, other.ids)
        || !Arrays.equals(owners, other.owners)) {
      return false;
    }
    for (int i = 0; i < components.length; i++) {
      if (!components[i].sameAs(other.components[i])) {
        return false;
      }
    }
    return true;
  }

  /// A hash of what [#sameState] compares, equal on every machine.
  public long stateHash() {
    long hash = mix(Arrays.hashCode(ids), Arrays.hashCode(owners));
    for (ComponentRows rows : components) {
      hash = mix(hash, Arrays.hashCode(rows.ids));
      for (int[] column : rows.columns) {
        hash = mix(hash, Arrays.hashCode(column));
      }
    }
    return hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }
}
