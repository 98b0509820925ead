package dev.vivarium.engine.ecs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tables, and where need be the rows, whose entities meet all of a list of terms. A query is
/// kept by its store and follows it as tables come; asking for the same terms gives the same query.
/// Owned by the tick thread.
public final class Query {
  /// A sparse set decides by itself where the table has at least this many times its rows.
  private static final int SPARSE_ADVANTAGE = 8;

  private final List<QueryTerm> terms;
  private final List<QueryTerm> rowTerms;
  private final List<Table> tables = new ArrayList<>();
  private final List<Table> tablesView = Collections.unmodifiableList(tables);
  private final EntityAllocator entities;

  Query(List<QueryTerm> terms, EntityAllocator entities) {
    this.terms = List.copyOf(terms);
    this.rowTerms = this.terms.stream().filter(QueryTerm::filtersRows).toList();
    this.entities = entities;
  }

  public List<QueryTerm> terms() {
    return terms;
  }

  /// The tables that match as far as table components go, in creation order. Tables without rows
  /// are among them.
  public List<Table> tables() {
    return tablesView;
  }

  /// Whether rows have to be picked by [#select]; otherwise all rows of the tables match.
  public boolean isFiltered() {
    return !rowTerms.isEmpty();
  }

  /// Writes the matching rows of a table to `outRows`, ascending, and returns how many there are.
  /// `CHANGED` terms keep rows whose component was last written after `since`.
  ///
  /// @param outRows at least [Table#rows()] long
  public int select(Table table, Moment since, int[] outRows) {
    int count = candidates(table, outRows);
    for (int i = 0; i < rowTerms.size() && count > 0; i++) {
      count = keep(rowTerms.get(i), table, since, outRows, count);
    }
    return count;
  }

  private int candidates(Table table, int[] outRows) {
    SparseSet smallest = smallestRequired();
    if (smallest != null && (long) smallest.rows * SPARSE_ADVANTAGE < table.rows) {
      return rowsOf(smallest, table, outRows);
    }
    for (int row = 0; row < table.rows; row++) {
      outRows[row] = row;
    }
    return table.rows;
  }

  private @Nullable SparseSet smallestRequired() {
    SparseSet smallest = null;
    for (QueryTerm term : rowTerms) {
      if (term.required() && term.type().isSparse()) {
        SparseSet set = term.type().sparseSet();
        smallest = smallest == null || set.rows < smallest.rows ? set : smallest;
      }
    }
    return smallest;
  }

  private int rowsOf(SparseSet set, Table table, int[] outRows) {
    int count = 0;
    for (int i = 0; i < set.rows; i++) {
      int index = EntityHandle.index(set.entities[i]);
      if (entities.table(index) == table.id) {
        outRows[count++] = entities.row(index);
      }
    }
    Arrays.sort(outRows, 0, count);
    return count;
  }

  private static int keep(QueryTerm term, Table table, Moment since, int[] rows, int count) {
    if (!term.type().isSparse()) {
      Column column = table.column(term.type());
      return column == null ? count : keepChanged(column, since, rows, count);
    }
    SparseSet set = term.type().sparseSet();
    return switch (term.access()) {
      case READ, WRITE, WITH -> keepPresent(set, table, true, rows, count);
      case WITHOUT -> keepPresent(set, table, false, rows, count);
      case CHANGED -> keepSparseChanged(term, set, table, since.stamp(), rows, count);
    };
  }

  private static int keepChanged(Column column, Moment since, int[] rows, int count) {
    if (!column.changedSince(since)) {
      return 0;
    }
    long[] written = column.written();
    long stamp = since.stamp();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (written[rows[i]] > stamp) {
        rows[kept++] = rows[i];
      }
    }
    return kept;
  }

  private static int keepPresent(
      SparseSet set, Table table, boolean present, int[] rows, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (set.row(table.entities[rows[i]]) >= 0 == present) {
        rows[kept++] = rows[i];
      }
    }
    return kept;
  }

  private static int keepSparseChanged(
      QueryTerm term, SparseSet set, Table table, long since, int[] rows, int count) {
    long[] written = set.values().written();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int at = set.row(table.entities[rows[i]]);
      if (at < 0 ? term.optional() : written[at] > since) {
        rows[kept++] = rows[i];
      }
    }
    return kept;
  }

  void clear() {
    tables.clear();
  }

  /// Takes in a table if it matches.
  void offer(Table table) {
    for (QueryTerm term : terms) {
      if (!term.type().isSparse() && !matches(term, table)) {
        return;
      }
    }
    tables.add(table);
  }

  private static boolean matches(QueryTerm term, Table table) {
    return switch (term.access()) {
      case READ, WRITE, WITH, CHANGED -> term.optional() || table.has(term.type());
      case WITHOUT -> !table.has(term.type());
    };
  }

  boolean mentions(ComponentType type) {
    return terms.stream().anyMatch(term -> term.type() == type);
  }
}
