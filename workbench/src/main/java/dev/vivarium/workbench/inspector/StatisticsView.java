package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.EntityStatistics;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;

/// What the entities cost: archetypes on the left, components on the right.
final class StatisticsView extends BorderPane {
  private static final double KIB = 1024;

  private final TableView<EntityStatistics.Archetype> archetypes = new TableView<>();
  private final TableView<EntityStatistics.Use> components = new TableView<>();
  private final Label total = new Label("Loading…");
  private final Poll<EntityStatistics> poll;

  StatisticsView(WorldSession session, Executor window) {
    poll = new Poll<>(() -> session.inspection().statistics(), window, this::show, total::setText);
    total.setId("memory-total");
    archetypes.setId("archetypes");
    prepare(archetypes, "No archetypes: the world has no entities yet.");
    archetypes
        .getColumns()
        .setAll(
            List.of(
                column("Archetype", 420, a -> shortNames(a.components()), ""),
                column("Rows", 80, a -> "%,d".formatted(a.rows()), "numeric"),
                column("B/row", 70, a -> "%,d".formatted(a.rowBytes()), "numeric"),
                column("Memory", 90, a -> bytes(a.bytes()), "numeric")));
    prepare(components, "No components: the world has no entities yet.");
    components
        .getColumns()
        .setAll(
            List.of(
                column("Component", 200, EntityStatistics.Use::component, ""),
                column("Rows", 80, u -> "%,d".formatted(u.rows()), "numeric"),
                column("B/row", 70, u -> "%,d".formatted(u.rowBytes()), "numeric"),
                column("Memory", 90, u -> bytes(u.bytes()), "numeric")));
    var bar = new HBox(total);
    bar.getStyleClass().add("panel-bar");
    setTop(bar);
    setCenter(new SplitPane(archetypes, components));
  }

  private static void prepare(TableView<?> table, String empty) {
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    var label = new Label(empty);
    label.getStyleClass().add("empty-text");
    table.setPlaceholder(label);
  }

  private static <T> TableColumn<T, String> column(
      String title, double width, Function<T, String> text, String style) {
    var column = new TableColumn<T, String>(title);
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }

  private static String shortNames(List<String> components) {
    return components.isEmpty()
        ? "(no table components)"
        : String.join("  ", components.stream().map(c -> c.substring(c.indexOf('/') + 1)).toList());
  }

  static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    return bytes < KIB * KIB
        ? "%.1f KiB".formatted(bytes / KIB)
        : "%.1f MiB".formatted(bytes / KIB / KIB);
  }

  void refresh() {
    poll.ask();
  }

  private void show(EntityStatistics now) {
    total.setText(
        "%,d entities in %,d archetypes · %s held for entities and components, room for growth included"
            .formatted(now.entities(), now.archetypes().size(), bytes(now.reservedBytes())));
    replace(archetypes, now.archetypes());
    replace(components, now.components());
  }

  private static <T> void replace(TableView<T> table, List<T> rows) {
    if (!table.getItems().equals(rows)) {
      table.getItems().setAll(rows);
    }
  }
}
