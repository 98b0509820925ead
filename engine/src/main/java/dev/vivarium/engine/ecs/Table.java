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

  /// The way to the table with one component more or less: for each column of the one that is left
  /// the column of the other that takes its values, or null.
  static final class Edge {
    final Table target;
    final @Nullable Column[] targets;

    /// The column in the target that has to be given a value, or null.
    final @Nullable Column added;

    Edge(Table from, Table target, ComponentType type) {
      this.target = target;
      this.targets = new Column[from.columns.length];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = target.column(from.columns[i].type());
      }
      this.added = target.column(type);
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

  Edge connect(ComponentType type, Table target) {
    if (type.id() >= edges.length) {
      edges = Arrays.copyOf(edges, type.id() + 8);
    }
    Edge edge = new Edge(this, target, type);
    edges[type.id()] = edge;
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

  /// Moves a row to the end of another table and closes the gap with the last one. Returns the
  /// entity that is in its place now, or NONE if it was the last.
  long moveTo(Edge edge, int row) {
    int to = edge.target.append(entities[row]);
    int last = --rows;
    structureVersion = clock.next();
    for (int i = 0; i < columns.length; i++) {
      Column target = edge.targets[i];
      if (target != null) {
        target.copy(columns[i], row, to);
      }
      if (row != last) {
        columns[i].move(last, row);
      }
    }
    if (row == last) {
      return EntityHandle.NONE;
    }
    entities[row] = entities[last];
    return entities[row];
  }

  Column columnAt(int position) {
    return columns[position];
  }

  int appendDefaults(long entity, long stamp) {
    int row = append(entity);
    for (Column column : columns) {
      column.initWithDefault(row, stamp);
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
