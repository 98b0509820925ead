package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.FloatColumn;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.MapFrame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where every entity with a Transform stands, read straight from the columns. What changes only
/// with births and deaths is copied only then. Taken on the tick thread, joined elsewhere.
/// Immutable.
final class PositionReading {
  private static final int POSITION = 0;

  /// Where in a Transform its rotation and scale begin.
  static final int ROTATION = 3;

  static final int SCALE = 7;

  /// Parents of parents beyond this are left out.
  static final int DEPTH_MAX = 64;

  private final long tick;
  private final List<Points> tables;
  private final List<String> owners;

  private record Points(long version, long[] entities, short[] owners, float[] positions) {}

  private PositionReading(long tick, List<Points> tables, List<String> owners) {
    this.tick = tick;
    this.tables = tables;
    this.owners = owners;
  }

  /// Copies the positions. To be called on the tick thread.
  static PositionReading take(World world, @Nullable PositionReading previous) {
    EntityStore store = world.store();
    ComponentType transform = store.type(Vocabulary.TRANSFORM.name());
    List<Points> tables = new ArrayList<>();
    for (Table table : store.tables()) {
      if (table.rows() > 0 && table.column(transform) instanceof FloatColumn column) {
        tables.add(points(store, table, column, previous));
      }
    }
    placeChildren(store, transform, tables);
    return new PositionReading(world.tick(), tables, world.plugins().ownerNames());
  }

  private static Points points(
      EntityStore store, Table table, FloatColumn column, @Nullable PositionReading previous) {
    float[] positions = positions(column, table.rows());
    Points before = previous == null ? null : previous.table(table.structureVersion());
    if (before != null) {
      return new Points(before.version(), before.entities(), before.owners(), positions);
    }
    long[] entities = Arrays.copyOf(table.entities(), table.rows());
    short[] owners = new short[entities.length];
    for (int row = 0; row < owners.length; row++) {
      owners[row] = (short) store.owner(entities[row]);
    }
    return new Points(table.structureVersion(), entities, owners, positions);
  }

  private static float[] positions(FloatColumn column, int rows) {
    float[] values = column.values();
    int stride = column.stride();
    float[] positions = new float[rows * 3];
    for (int row = 0, from = POSITION, to = 0; row < rows; row++, from += stride, to += 3) {
      positions[to] = values[from];
      positions[to + 1] = values[from + 1];
      positions[to + 2] = values[from + 2];
    }
    return positions;
  }

  private @Nullable Points table(long version) {
    for (Points points : tables) {
      if (points.version() == version) {
        return points;
      }
    }
    return null;
  }

  /// A Transform is relative to the parent's, if the entity has one.
  private static void placeChildren(
      EntityStore store, ComponentType transform, List<Points> tables) {
    SparseSet parents = store.type(Vocabulary.PARENT.name()).sparseSet();
    if (parents.size() == 0) {
      return;
    }
    Map<Long, Points> byVersion = new HashMap<>();
    tables.forEach(points -> byVersion.put(points.version(), points));
    for (int row = 0; row < parents.rows(); row++) {
      long child = parents.entities()[row];
      Points points = byVersion.get(store.tableOf(child).structureVersion());
      if (points != null) {
        place(store, transform, child, points.positions(), store.rowOf(child) * 3);
      }
    }
  }

  private static void place(
      EntityStore store, ComponentType transform, long child, float[] positions, int at) {
    float[] point = {positions[at], positions[at + 1], positions[at + 2]};
    long parent = parent(store, child);
    for (int depth = 0; parent != EntityHandle.NONE && depth < DEPTH_MAX; depth++) {
      if (store.tableOf(parent).column(transform) instanceof FloatColumn column) {
        apply(column.values(), store.rowOf(parent) * column.stride(), point);
      }
      parent = parent(store, parent);
    }
    System.arraycopy(point, 0, positions, at, 3);
  }

  /// What an entity hangs on; none where that has ended.
  static long parent(EntityStore store, long entity) {
    ComponentType type = store.type(Vocabulary.PARENT.name());
    byte[] value = store.get(entity, type);
    if (value == null) {
      return EntityHandle.NONE;
    }
    long parent =
        MemorySegment.ofArray(value)
            .get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    return store.isAlive(parent) ? parent : EntityHandle.NONE;
  }

  /// Scales, turns and moves a point by a Transform.
  private static void apply(float[] t, int at, float[] p) {
    float x = p[0] * t[at + SCALE];
    float y = p[1] * t[at + SCALE + 1];
    float z = p[2] * t[at + SCALE + 2];
    float qx = t[at + ROTATION];
    float qy = t[at + ROTATION + 1];
    float qz = t[at + ROTATION + 2];
    float qw = t[at + ROTATION + 3];
    float ux = 2 * (qy * z - qz * y);
    float uy = 2 * (qz * x - qx * z);
    float uz = 2 * (qx * y - qy * x);
    p[0] = x + qw * ux + qy * uz - qz * uy + t[at];
    p[1] = y + qw * uy + qz * ux - qx * uz + t[at + 1];
    p[2] = z + qw * uz + qx * uy - qy * ux + t[at + 2];
  }

  /// All tables in one frame.
  MapFrame frame() {
    int count = tables.stream().mapToInt(points -> points.entities().length).sum();
    float[] positions = new float[count * 3];
    long[] handles = new long[count];
    short[] ownerOf = new short[count];
    int end = 0;
    for (Points points : tables) {
      int rows = points.entities().length;
      System.arraycopy(points.positions(), 0, positions, end * 3, rows * 3);
      System.arraycopy(points.entities(), 0, handles, end, rows);
      System.arraycopy(points.owners(), 0, ownerOf, end, rows);
      end += rows;
    }
    List<String> names = new ArrayList<>(owners);
    names.set(0, "");
    return new MapFrame(tick, count, positions, handles, ownerOf, names);
  }
}
