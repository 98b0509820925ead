package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.query.EntityFilter;
import dev.vivarium.workbench.query.EntityFilter.Condition;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All that a query needs of a world at one moment: who there is, and the columns that it compares.
/// Copied on the tick thread, and of that only what has changed. Immutable but for the roster.
///
/// @param columns by component and the version of their table, or -1 for a sparse set
record QueryReading(long tick, Roster roster, Map<Key, Values> columns) {
  private static final long SPARSE = -1;

  record Key(String component, long table) {}

  /// @param entities whose rows they are, in row order; only of a sparse set
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  record Values(ComponentSchema schema, long version, byte[] bytes, long[] entities) {}

  /// To be called on the tick thread.
  static QueryReading take(
      World world,
      EntityFilter filter,
      @Nullable Roster lastRoster,
      @Nullable QueryReading previous) {
    return take(world, compared(filter), lastRoster, previous);
  }

  /// The same with the columns of certain components. To be called on the tick thread.
  static QueryReading take(
      World world,
      Set<String> components,
      @Nullable Roster lastRoster,
      @Nullable QueryReading previous) {
    Map<Key, Values> columns = new HashMap<>();
    for (String component : components) {
      ComponentType type = world.store().findType(SchemaName.parse(component));
      if (type != null && type.isSparse()) {
        sparse(type, columns, previous);
      } else if (type != null) {
        inTables(world, type, columns, previous);
      }
    }
    return new QueryReading(world.tick(), Roster.take(world, lastRoster), columns);
  }

  private static void inTables(
      World world, ComponentType type, Map<Key, Values> columns, @Nullable QueryReading previous) {
    for (Table table : world.store().tables()) {
      Column column = table.column(type);
      if (column != null && table.rows() > 0) {
        Key key = new Key(type.name().toString(), table.structureVersion());
        columns.put(key, copy(key, column, table.rows(), new long[0], previous));
      }
    }
  }

  private static void sparse(
      ComponentType type, Map<Key, Values> columns, @Nullable QueryReading previous) {
    SparseSet set = type.sparseSet();
    Key key = new Key(type.name().toString(), SPARSE);
    long[] entities = Arrays.copyOf(set.entities(), set.rows());
    columns.put(key, copy(key, set.values(), set.rows(), entities, previous));
  }

  private static Values copy(
      Key key, Column column, int rows, long[] entities, @Nullable QueryReading previous) {
    Values before = previous == null ? null : previous.columns().get(key);
    boolean same =
        before != null
            && before.version() == column.version()
            && before.schema().equals(column.type().schema())
            && Arrays.equals(before.entities(), entities);
    if (before != null && same) {
      return before;
    }
    MemorySegment bytes = column.segment().asSlice(0, (long) rows * column.strideBytes());
    return new Values(
        column.type().schema(), column.version(), bytes.toArray(ValueLayout.JAVA_BYTE), entities);
  }

  private static Set<String> compared(EntityFilter filter) {
    Set<String> found = new TreeSet<>();
    List<Condition> open = new ArrayList<>(filter.where().stream().toList());
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Condition.And and -> open.addAll(List.of(and.left(), and.right()));
        case Condition.Or or -> open.addAll(List.of(or.left(), or.right()));
        case Condition.Not not -> open.add(not.inner());
        case Condition.Real c -> found.add(c.path().component());
        case Condition.Whole c -> found.add(c.path().component());
        case Condition.Text c -> found.add(c.path().component());
        case Condition.Flag c -> found.add(c.path().component());
        case Condition.Names c -> found.add(c.path().component());
      }
    }
    return found;
  }

  @Nullable Values values(String component, Roster.Rows table) {
    return columns.get(new Key(component, table.version()));
  }

  @Nullable Values sparseValues(String component) {
    return columns.get(new Key(component, SPARSE));
  }
}
