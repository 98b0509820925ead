package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.EntityStatistics;
import java.util.List;
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
  private final StatisticsViewModel model;

  StatisticsView(StatisticsViewModel model) {
    this.model = model;
    var archetypes = new TableView<>(model.archetypes());
    var components = new TableView<>(model.components());
    components.setId("component-memory");
    var total = new Label();
    total.textProperty().bind(model.totalProperty());
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
                column("Memory", 90, a -> StatisticsViewModel.bytes(a.bytes()), "numeric")));
    prepare(components, "No components: the world has no entities yet.");
    components
        .getColumns()
        .setAll(
            List.of(
                column("Component", 200, EntityStatistics.Use::component, ""),
                column("Rows", 80, u -> "%,d".formatted(u.rows()), "numeric"),
                column("B/row", 70, u -> "%,d".formatted(u.rowBytes()), "numeric"),
                column("Memory", 90, u -> StatisticsViewModel.bytes(u.bytes()), "numeric")));
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

  void refresh() {
    model.refresh();
  }
}
