package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.query.QueryException;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The live table of entities with its search field.
public final class EntityTableView extends BorderPane {
  private static final double LEAST_COLUMN_PX = 76;
  private static final double VALUE_COLUMN_PX = 96;
  private static final String LAST_COLUMN = "Components";
  private final EntityTableViewModel model;
  private final EntitySelection selection;
  private final Function<String, String> dotStyleOfPlugin;
  private final TableView<@Nullable TableRow> table;
  private final QueryField filter;
  private final Label empty = new Label();
  private final Label said = new Label();
  private boolean following;
  private final TableColumn<@Nullable TableRow, String> costColumn = costColumn();
  private Map<EntityHandle, Double> shareOfEntity = Map.of();
  private boolean ordering;

  /// `dotStyleOfPlugin` gives the style of the dot beside an owner's name.
  public EntityTableView(
      EntityTableViewModel model,
      EntitySelection selection,
      CommandControls controls,
      SavedQueries queries,
      Function<String, String> dotStyleOfPlugin) {
    this.model = model;
    this.selection = selection;
    this.dotStyleOfPlugin = dotStyleOfPlugin;
    this.table = new TableView<>(model.rows());
    this.filter = new QueryField(model);
    prepareTable();
    setTop(new VBox(bar(controls, queries), problem()));
    setCenter(table);
    selection.selectedProperty().subscribe(this::follow);
    model
        .rows()
        .addListener((ListChangeListener.Change<? extends @Nullable TableRow> c) -> rowsMoved());
  }

  /// A query's rows come and go, and the table marks places: brings the marks back to the entities
  /// that are selected, once the table has taken the change in.
  private void rowsMoved() {
    if (!following && !selection.selectedProperty().get().isEmpty()) {
      following = true;
      Platform.runLater(() -> {
        following = false;
        mark(held(selection.selectedProperty().get()));
      });
    }
  }

  private void mark(int... indices) {
    following = true;
    try {
      if (!isSelected(indices)) {
        table.getSelectionModel().clearSelection();
        if (indices.length > 0) {
          table.getSelectionModel().selectIndices(indices[0], indices);
        }
      }
    } finally {
      following = false;
    }
  }

  private int[] held(Set<EntityHandle> selected) {
    return selected.stream()
        .limit(PagedRows.PAGE)
        .flatMap(h -> model.indexOf(h).stream())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Draws the dots again after a hue or the theme changed.
  public void refreshDots() {
    table.refresh();
  }

  /// Puts the caret into the search field.
  public void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }

  private void prepareTable() {
    table.setId("entities");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setSortPolicy(t -> {
      orderAsShown();
      return true;
    });
    model.columnsProperty().subscribe(this::showColumns);
    model.orderProperty().subscribe(this::showOrder);
    empty.getStyleClass().add("empty-text");
    table.setPlaceholder(empty);
    model.totalProperty().subscribe(n -> showEmptyText());
    model.failureProperty().subscribe(f -> showEmptyText());
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener.Change<? extends @Nullable TableRow> c) -> takeSelection());
  }

  private void showColumns(List<ValueColumn> values) {
    var columns = new ArrayList<TableColumn<@Nullable TableRow, String>>();
    columns.add(text("Id", "", 88, r -> r.handle().label(), "numeric"));
    columns.add(text("Name", EntityOrder.NAME, 160, r -> r.entity().name(), ""));
    columns.add(costColumn);
    for (var i = 0; i < values.size(); i++) {
      columns.add(valueColumn(values.get(i), i));
    }
    columns.add(ownerColumn());
    columns.add(text("Origin", EntityOrder.ORIGIN, 90, r -> originText(r.entity().origin()), ""));
    var last = text(LAST_COLUMN, "", 360, r -> String.join("  ", r.entity().components()), "");
    last.setSortable(false);
    columns.add(last);
    ordering = true;
    table.getColumns().setAll(columns);
    ordering = false;
    showOrder(model.orderProperty().get());
  }

  private TableColumn<@Nullable TableRow, String> valueColumn(ValueColumn value, int place) {
    var column =
        text(
            value.title(),
            value.path(),
            VALUE_COLUMN_PX,
            r -> place < r.values().size() ? value.text(r.values().get(place)) : "…",
            value.isNumber() ? "numeric" : "");
    column.setMaxWidth(4 * VALUE_COLUMN_PX);
    return column;
  }

  /// Passes on the order that the user chose by the head of a column; the world sorts.
  private void orderAsShown() {
    if (!ordering) {
      model.orderBy(
          table.getSortOrder().stream()
              .findFirst()
              .map(c ->
                  new EntityOrder(
                      (String) c.getUserData(), c.getSortType() == TableColumn.SortType.DESCENDING))
              .orElse(EntityOrder.BY_HANDLE));
    }
  }

  private void showOrder(EntityOrder order) {
    ordering = true;
    var column =
        table.getColumns().stream()
            .filter(c -> c.isSortable() && order.by().equals(c.getUserData()))
            .findFirst();
    if (order.equals(EntityOrder.BY_HANDLE) || column.isEmpty()) {
      table.getSortOrder().clear();
    } else if (!table.getSortOrder().equals(List.of(column.get()))
        || (column.get().getSortType() == TableColumn.SortType.DESCENDING) != order.descending()) {
      column
          .get()
          .setSortType(
              order.descending()
                  ? TableColumn.SortType.DESCENDING
                  : TableColumn.SortType.ASCENDING);
      table.getSortOrder().setAll(List.of(column.get()));
    }
    ordering = false;
  }

  /// Shows what part of the systems' time goes to each entity, 0 to 1, while that is known.
  public void showCosts(ObservableValue<Map<EntityHandle, Double>> costs) {
    costs.subscribe(now -> {
      shareOfEntity = now;
      costColumn.setVisible(!now.isEmpty());
      if (costColumn.isVisible()) {
        table.refresh();
      }
    });
  }

  private TableColumn<@Nullable TableRow, String> costColumn() {
    var column = text("Cost", "", 76, this::cost, "numeric");
    column.setSortable(false);
    column.setVisible(false);
    return column;
  }

  private String cost(TableRow row) {
    var share = shareOfEntity.get(row.handle());
    return share == null ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String originText(Origin origin) {
    return switch (origin) {
      case SCENE -> TableRow.SCENE;
      case RUN_TIME -> "run time";
    };
  }

  private void showEmptyText() {
    var failure = model.failureProperty().get();
    if (!failure.isEmpty()) {
      empty.setText(failure);
      empty.setGraphic(new FontIcon("mdi2a-alert-circle-outline"));
    } else if (model.totalProperty().get() < 0) {
      empty.setText("Loading entities…");
      empty.setGraphic(new FontIcon("mdi2t-timer-sand"));
    } else if (!filter.getText().isBlank()) {
      empty.setText("Nothing matches “" + filter.getText() + "”. Press Escape to show all.");
      empty.setGraphic(new FontIcon("mdi2m-magnify-close"));
    } else {
      empty.setText("This world has no entities yet. Press Spawn to make one.");
      empty.setGraphic(new FontIcon("mdi2c-cube-outline"));
    }
  }

  private static TableColumn<@Nullable TableRow, String> text(
      String title, String order, double width, Function<TableRow, String> value, String style) {
    var column = new TableColumn<@Nullable TableRow, String>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, LEAST_COLUMN_PX));
    if (!title.equals(LAST_COLUMN)) {
      column.setMaxWidth(2 * width);
    }
    column.setUserData(order);
    column.setReorderable(false);
    column.setCellValueFactory(cell -> {
      var row = cell.getValue();
      return new ReadOnlyStringWrapper(row == null ? "…" : value.apply(row));
    });
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }

  private TableColumn<@Nullable TableRow, String> ownerColumn() {
    var column = new TableColumn<@Nullable TableRow, String>("Owner");
    column.setPrefWidth(120);
    column.setMaxWidth(200);
    column.setUserData(EntityOrder.OWNER);
    column.setReorderable(false);
    column.setCellValueFactory(cell -> {
      var row = cell.getValue();
      return new ReadOnlyObjectWrapper<>(row == null ? "…" : row.ownerText());
    });
    column.setCellFactory(c -> new OwnerCell());
    return column;
  }

  private HBox bar(CommandControls controls, SavedQueries queries) {
    said.setId("entity-export");
    said.getStyleClass().add("muted");
    model.filterProperty().subscribe(line -> said.setText(""));
    filter.setMaxWidth(560);
    HBox.setHgrow(filter, Priority.ALWAYS);
    var count = new Label();
    count.setId("entity-count");
    count.getStyleClass().add("muted");
    count.textProperty().bind(model.countTextProperty());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var bar =
        new HBox(
            filter,
            new SavedQueriesButton(queries, model),
            count,
            said,
            space,
            controls.iconButton("entity.export"),
            controls.iconButton("entity.spawn"),
            controls.iconButton("entity.spawnWith"),
            controls.iconButton("entity.despawn"));
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  /// Says what became of an export, until the line is changed.
  void say(String text) {
    said.setText(text);
  }

  /// What is wrong with the line, with the place in words.
  private Label problem() {
    var label = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
    label.setId("query-problem");
    label.getStyleClass().add("query-error");
    model
        .problemProperty()
        .subscribe(p -> {
          label.setVisible(p.isPresent());
          label.setText(p.map(e -> at(e) + e.reason()).orElse(""));
        });
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private static String at(QueryException problem) {
    return "At character %d: ".formatted(problem.start() + 1);
  }

  private void takeSelection() {
    var chosen =
        table.getSelectionModel().getSelectedItems().stream()
            .filter(Objects::nonNull)
            .map(TableRow::handle)
            .toList();
    if (!following && !chosen.isEmpty()) {
      selection.selectAll(chosen);
    }
  }

  /// Selects in the table what was selected elsewhere.
  private void follow(Set<EntityHandle> selected) {
    var held = held(selected);
    if (held.length == 0 && !selected.isEmpty()) {
      model.placeOf(
          selected.iterator().next(),
          place -> {
            if (selection.selectedProperty().get().equals(selected)) {
              select(place);
            }
          });
    } else {
      select(held);
    }
  }

  private void select(int... indices) {
    boolean shown = isSelected(indices);
    mark(indices);
    if (!shown && indices.length > 0) {
      table.scrollTo(Math.max(0, indices[0] - 2));
    }
  }

  private boolean isSelected(int[] indices) {
    var now = table.getSelectionModel().getSelectedIndices();
    return now.size() == indices.length && Arrays.stream(indices).allMatch(i -> now.contains(i));
  }

  private final class OwnerCell extends TableCell<@Nullable TableRow, String> {
    private final Region dot = new Region();

    OwnerCell() {
      dot.getStyleClass().add("hue-dot");
    }

    @Override
    protected void updateItem(@Nullable String owner, boolean none) {
      super.updateItem(owner, none);
      var here = none ? null : owner;
      setText(here);
      setGraphic(null);
      if (here != null && !here.equals(TableRow.NOBODY)) {
        setGraphic(dot);
        dot.setStyle(dotStyleOfPlugin.apply(here.equals(TableRow.SCENE) ? "" : here));
      }
    }
  }
}
