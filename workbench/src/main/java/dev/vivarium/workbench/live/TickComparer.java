package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.ColumnImage;
import dev.vivarium.engine.ecs.RowsImage;
import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.FieldValue;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.TickComparison.Difference;
import dev.vivarium.workbench.session.TickComparison.Kind;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what is different between two images of a world. One thread.
final class TickComparer {
  /// Differences of one kind in one field that are kept while looking; more are counted.
  private static final int KEPT_A_KIND = 1_000;

  private final StoreImage before;
  private final StoreImage after;
  private final Roster rosterBefore;
  private final Roster rosterAfter;
  private final Map<SchemaName, Map<Long, Cell>> cellsAfter = new HashMap<>();
  private final Map<String, List<Difference>> found = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private record Cell(ColumnImage column, int row) {
    byte[] value() {
      int stride = column.strideBytes();
      return column.segment().asSlice((long) row * stride, stride).toArray(ValueLayout.JAVA_BYTE);
    }

    boolean isAs(Cell other) {
      int stride = column.strideBytes();
      return column.schema().equals(other.column.schema())
          && column
                  .segment()
                  .asSlice((long) row * stride, stride)
                  .mismatch(other.column.segment().asSlice((long) other.row * stride, stride))
              < 0;
    }
  }

  TickComparer(StoreImage before, Roster rosterBefore, StoreImage after, Roster rosterAfter) {
    this.before = before;
    this.rosterBefore = rosterBefore;
    this.after = after;
    this.rosterAfter = rosterAfter;
  }

  TickComparison compare(long from, long to) {
    indexAfter();
    for (long entity : before.entities()) {
      if (!after.isAlive(entity)) {
        add(rosterBefore, entity, Kind.ENDED, "", "", "", "");
      }
    }
    for (long entity : after.entities()) {
      if (!before.isAlive(entity)) {
        add(rosterAfter, entity, Kind.SPAWNED, "", "", "", "");
      }
    }
    Map<SchemaName, Set<Long>> seen = new HashMap<>();
    forEachCell(
        before,
        (entity, cell) -> {
          if (after.isAlive(entity)) {
            seen.computeIfAbsent(cell.column().schema().name(), n -> new HashSet<>()).add(entity);
            compare(entity, cell);
          }
        });
    cellsAfter.forEach((name, cells) -> {
      Set<Long> had = seen.getOrDefault(name, Set.of());
      for (long entity : cells.keySet()) {
        if (before.isAlive(entity) && !had.contains(entity)) {
          add(rosterAfter, entity, Kind.ADDED, name.toString(), "", "", "");
        }
      }
    });
    return result(from, to);
  }

  private interface EachCell {
    void take(long entity, Cell cell);
  }

  private static void forEachCell(StoreImage image, EachCell each) {
    List<RowsImage> all = new ArrayList<>(image.tables());
    all.addAll(image.sparseSets());
    for (RowsImage rows : all) {
      for (ColumnImage column : rows.columns()) {
        for (int row = 0; row < rows.rows(); row++) {
          each.take(rows.entity(row), new Cell(column, row));
        }
      }
    }
  }

  private void indexAfter() {
    forEachCell(
        after,
        (entity, cell) ->
            cellsAfter
                .computeIfAbsent(cell.column().schema().name(), n -> new HashMap<>())
                .put(entity, cell));
  }

  private void compare(long entity, Cell was) {
    ComponentSchema schema = was.column().schema();
    Cell is = cellsAfter.getOrDefault(schema.name(), Map.of()).get(entity);
    if (is == null) {
      add(rosterBefore, entity, Kind.REMOVED, schema.name().toString(), "", "", "");
    } else if (!was.isAs(is)) {
      compareFields(entity, schema, was, is);
    }
  }

  private void compareFields(long entity, ComponentSchema schema, Cell was, Cell is) {
    Map<String, String> old = new HashMap<>();
    SchemaValues.fields(schema, was.value()).forEach(f -> old.put(f.schema().name(), f.json()));
    for (FieldValue field : SchemaValues.fields(is.column().schema(), is.value())) {
      String json = old.getOrDefault(field.schema().name(), "");
      if (!json.equals(field.json())) {
        add(
            rosterAfter,
            entity,
            Kind.CHANGED,
            schema.name().toString(),
            field.schema().name(),
            json,
            field.json());
      }
    }
  }

  private void add(
      Roster roster,
      long entity,
      Kind kind,
      String component,
      String field,
      String was,
      String is) {
    String key = kind + component + "." + field;
    int count = counts.merge(key, 1, Integer::sum);
    if (count <= KEPT_A_KIND) {
      Optional<EntityRow> row = roster.find(entity).map(roster::row);
      found
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(
              new Difference(
                  new EntityHandle(entity),
                  row.map(EntityRow::label).orElse(new EntityHandle(entity).label()),
                  row.map(EntityRow::owner).orElse(""),
                  kind,
                  component,
                  field,
                  was,
                  is));
    }
  }

  private TickComparison result(long from, long to) {
    List<Difference> rarestFirst =
        found.entrySet().stream()
            .sorted(Comparator.comparingInt(e -> counts.getOrDefault(e.getKey(), 0)))
            .flatMap(e -> e.getValue().stream())
            .limit(HistorySource.DIFFERENCES_MAX)
            .toList();
    int total = counts.values().stream().mapToInt(Integer::intValue).sum();
    return new TickComparison(from, to, rarestFirst, total);
  }
}
