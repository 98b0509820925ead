package dev.vivarium.net.protocol.replication;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Leaves some of a client's rows as the client expects them, so that they cost nothing.
final class StaleRows {
  private final @Nullable Baseline baseline;
  private final Snapshot world;

  StaleRows(@Nullable Baseline baseline, Snapshot world) {
    this.baseline = baseline;
    this.world = world;
  }

  Snapshot select(BitSet visible, BitSet fresh) {
    BitSet told = new BitSet(world.ids.length);
    told.or(visible);
    told.clear(world.ids.length, Math.max(world.ids.length, told.length()));
    boolean anyStale = false;
    for (int i = told.nextSetBit(0); i >= 0; i = told.nextSetBit(i + 1)) {
      if (!fresh.get(i)) {
        boolean known = baseline != null && baseline.snapshot().indexOf(world.ids[i]) >= 0;
        told.set(i, known);
        anyStale |= known;
      }
    }
    Snapshot selected = world.select(told);
    return anyStale && baseline != null ? expect(baseline, selected, fresh) : selected;
  }

  private Snapshot expect(Baseline from, Snapshot selected, BitSet fresh) {
    List<ComponentPlan> plans = world.plan.components();
    var components = new ComponentRows[plans.size()];
    for (int i = 0; i < components.length; i++) {
      ComponentRows rows = selected.components[i];
      var expected = new Prediction(from, i, plans.get(i).motion(), world.tick, rows.ids);
      components[i] = expect(rows, expected, fresh);
    }
    return new Snapshot(world.plan, world.tick, selected.ids, selected.owners, components);
  }

  private ComponentRows expect(ComponentRows rows, Prediction expected, BitSet fresh) {
    int[] inWorld = RowMap.of(rows.ids, world.ids);
    int[] inBase = expected.inBase();
    var columns = new int[rows.columns.length][];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = rows.columns[c].clone();
      int[] values = expected.column(c, new int[rows.rows()]);
      for (int row = 0; row < rows.rows(); row++) {
        boolean known = inBase == null || inBase[row] >= 0;
        if (known && !fresh.get(inWorld == null ? row : inWorld[row])) {
          columns[c][row] = values[row];
        }
      }
    }
    return new ComponentRows(rows.ids, columns);
  }
}
