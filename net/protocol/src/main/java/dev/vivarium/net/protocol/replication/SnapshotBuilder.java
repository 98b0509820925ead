package dev.vivarium.net.protocol.replication;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Quantises the world's synchronised entities once a tick. It keeps the bytes of the tick before:
/// only rows whose bits changed are quantised, and columns in which nothing changed are shared with
/// the last snapshot. Belongs to one thread.
///
/// A tick is [#begin], [#entities], any number of [#rows], [#finish].
public final class SnapshotBuilder {
  private final SnapshotPlan plan;
  private final RowsBuilder[] components;
  private final EntitiesBuilder entities = new EntitiesBuilder();
  private Snapshot last;
  private long tick;

  public SnapshotBuilder(SnapshotPlan plan) {
    this.plan = plan;
    List<ComponentPlan> plans = plan.components();
    this.components = new RowsBuilder[plans.size()];
    Arrays.setAll(components, i -> new RowsBuilder(plans.get(i)));
    this.last = Snapshot.empty(plan, -1);
  }

  public void begin(long newTick) {
    this.tick = newTick;
    entities.begin();
    for (RowsBuilder component : components) {
      component.begin();
    }
  }

  /// Adds entities with their owners, in any order.
  ///
  /// @param owners client ids; 0 is the server
  public void entities(long[] ids, int[] owners, int from, int count) {
    entities.add(ids, owners, from, count);
  }

  /// Adds rows of a component, in any order of entities. Steady order from tick to tick is cheap;
  /// another order makes all rows of the component be quantised anew.
  ///
  /// @param component its index in the plan
  /// @param raw rows one after the other from `offset`, each as long as the plan says; read now
  public void rows(int component, long[] ids, int from, int count, MemorySegment raw, long offset) {
    components[component].add(ids, from, count, raw, offset);
  }

  /// @throws IllegalArgumentException if an entity, or a component of one, occurs twice, a row's
  ///   entity was not added, or there are more entities or values than [ReplicationLimits] allow
  @SuppressWarnings("ReferenceEquality") // Unchanged arrays are shared.
  public Snapshot finish() {
    entities.finish(last);
    var rows = new ComponentRows[components.length];
    long cells = 0;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = components[i].finish();
      cells += (long) rows[i].rows() * rows[i].columns.length;
      if (rows[i].ids != last.components[i].ids || entities.ids() != last.ids) {
        checkEntities(plan.components().get(i), rows[i].ids, entities.ids());
      }
    }
    if (cells > ReplicationLimits.CELLS || entities.ids().length > ReplicationLimits.ENTITIES) {
      throw new IllegalArgumentException(
          "%d entities with %d values; at most %d and %d can be replicated"
              .formatted(
                  entities.ids().length,
                  cells,
                  ReplicationLimits.ENTITIES,
                  ReplicationLimits.CELLS));
    }
    last = new Snapshot(plan, tick, entities.ids(), entities.owners(), rows);
    return last;
  }

  private static void checkEntities(ComponentPlan plan, long[] ids, long[] entities) {
    int at = 0;
    for (long id : ids) {
      while (at < entities.length && entities[at] < id) {
        at++;
      }
      if (at == entities.length || entities[at] != id) {
        throw new IllegalArgumentException(plan.name() + " of an entity that was not added: " + id);
      }
    }
  }
}
