package dev.vivarium.engine.ecs;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All entities that have the same set of table components, one row each. Owned by the tick thread.
public final class Table extends RowSpace {
  private final BitSet signature;
  private Column[] columns = {};
  private @Nullable Column[] byType = {};
  private @Nullable Edge[] edges = {};
  int id;

  /// The way to the table with one component more or less, and where each of its columns is filled
  /// from; -1 is the one that was added.
  static final class Edge {
    final Table target;
    final int[] sources;

    Edge(Table from, Table target) {
      this.target = target;
      this.sources = new int[target.columns.length];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = from.position(target.columns[i].type());
      }
    }
  }

  Table(int id, BitSet signature, List<ComponentType> types, ChangeClock clock) {
    super(clock);
    this.id = id;
    this.signature = signature;
    this.byType = new Column[signature.length()];
    this.columns =
        types.stream()
            .sorted(Comparator.comparing(ComponentType::name))
            .map(type -> Column.of(type, this))
            .toArray(Column[]::new);
    Arrays.stream(columns).forEach(column -> byType[column.type().id()] = column);
  }

  /// The column of a component, or null if this table's entities do not have it.
  public @Nullable Column column(ComponentType type) {
    return type.id() < byType.length ? byType[type.id()] : null;
  }

  /// All columns, by the names of their components.
  public List<Column> columns() {
    return List.of(columns);
  }

  boolean has(ComponentType type) {
    return column(type) != null;
  }

  boolean holdsSingleton(long entity) {
    for (Column column : columns) {
      if (column.type().singleton() == entity) {
        return true;
      }
    }
    return false;
  }

  BitSet signature() {
    return signature;
  }

  private int position(ComponentType type) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].type() == type) {
        return i;
      }
    }
    return -1;
  }

  @Nullable Edge edge(int type) {
    return type < edges.length ? edges[type] : null;
  }

  Edge connect(int type, Table target) {
    if (type >= edges.length) {
      edges = Arrays.copyOf(edges, type + 8);
    }
    Edge edge = new Edge(this, target);
    edges[type] = edge;
    return edge;
  }

  void disconnect() {
    edges = new Edge[0];
  }

  /// Replaces the column of a type whose schema has changed.
  Column renew(ComponentType type) {
    Column column = Column.of(type, this);
    columns[position(type)] = column;
    byType[type.id()] = column;
    return column;
  }

  @Override
  void growColumns(int capacity) {
    for (Column column : columns) {
      column.grow(capacity);
    }
  }

  /// Appends a row that takes over what it can from `row` of `from`.
  int take(Table from, int row, int[] sources) {
    int to = append(from.entities[row]);
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] >= 0) {
        columns[i].copy(from.columns[sources[i]], row, to);
      }
    }
    return to;
  }

  int appendDefaults(long entity, int tick, short writer) {
    int row = append(entity);
    for (Column column : columns) {
      column.init(row, column.type().defaults(), 0, tick, writer);
    }
    return row;
  }

  /// Removes a row. Returns the entity that was moved into its place, or NONE if it was the last.
  long close(int row) {
    int last = --rows;
    structureVersion = clock.next();
    if (row == last) {
      return EntityHandle.NONE;
    }
    for (Column column : columns) {
      column.move(last, row);
    }
    entities[row] = entities[last];
    return entities[row];
  }

  /// Makes room for exactly these rows, in place of all that stood here.
  void reset(long[] newEntities) {
    rows = 0;
    if (newEntities.length > entities.length) {
      grow(newEntities.length);
    }
    System.arraycopy(newEntities, 0, entities, 0, newEntities.length);
    rows = newEntities.length;
    structureVersion = clock.next();
  }

  @Override
  public String toString() {
    return Arrays.stream(columns).map(Column::type).toList().toString();
  }
}
