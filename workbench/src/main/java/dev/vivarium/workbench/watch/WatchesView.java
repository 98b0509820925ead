package dev.vivarium.workbench.watch;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Watches.Spec;
import dev.vivarium.workbench.session.Watches.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The watches of a project over a line in which a new one is written.
final class WatchesView extends BorderPane {
  private static final String CHANGES = "changes";

  private final WatchesViewModel model;
  private final TableView<Watch> table;
  private final ComboBox<String> field;

  WatchesView(WatchesViewModel model) {
    this.model = model;
    this.table = new TableView<>(model.watches());
    this.field = choice("watch-field", "field", model.fields(), model.fieldProperty());
    prepareTable();
    setTop(form());
    setCenter(table);
  }

  void focusForm() {
    field.requestFocus();
  }

  private Node form() {
    var of = new Label();
    of.setMinWidth(Region.USE_PREF_SIZE);
    of.textProperty()
        .bind(
            model
                .entityProperty()
                .map(e -> e.map(EntityHandle::label).orElse("(select an entity)")));
    of.disableProperty().bind(model.anyEntityProperty());
    of.visibleProperty()
        .bind(
            model
                .entityProperty()
                .map(Optional::isPresent)
                .flatMap(one -> model.anyEntityProperty().map(any -> one || !any)));
    of.managedProperty().bind(of.visibleProperty());
    var any = new CheckBox("any entity");
    any.setId("watch-any");
    any.setMinWidth(Region.USE_PREF_SIZE);
    any.selectedProperty().bindBidirectional(model.anyEntityProperty());
    var value = new TextField();
    value.setId("watch-value");
    value.setPromptText("value");
    value.setPrefWidth(88);
    value.textProperty().bindBidirectional(model.valueProperty());
    value.visibleProperty().bind(model.signProperty().isNotEmpty());
    value.managedProperty().bind(value.visibleProperty());
    value.setOnAction(e -> {
      var _ = model.add();
    });
    var add = new Button("Watch", new FontIcon("mdi2e-eye-plus-outline"));
    add.setId("watch-add");
    add.setMinWidth(Region.USE_PREF_SIZE);
    CommandControls.pale(add, model.missingProperty().map(missing -> !missing.isEmpty()));
    var hint = CommandControls.tooltip("");
    hint.textProperty().bind(model.missingProperty().map(WatchesView::hint));
    add.setTooltip(hint);
    add.setOnAction(e -> {
      var _ = model.add();
    });
    var title = new Label("Pause when");
    title.setMinWidth(Region.USE_PREF_SIZE);
    var component =
        choice("watch-component", "component", model.components(), model.componentProperty());
    component.setEditable(true);
    component.setPrefWidth(170);
    // Beside the editor there is seldom room for all of it in one row.
    var line = new FlowPane(8, 4, title, component, field, new Label("of"), of, any, signs());
    line.getChildren().addAll(value, add);
    line.getStyleClass().addAll("panel-bar", "wrapping");
    return new VBox(line, problem());
  }

  private static String hint(String missing) {
    var act = "Pause the world at the end of the tick in which it happens";
    return missing.isEmpty() ? act : act + "\nNot now: " + missing;
  }

  private Node problem() {
    var problem = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
    problem.getStyleClass().add("watch-problem");
    problem.setId("watch-problem");
    problem.setWrapText(true);
    problem.textProperty().bind(model.problemProperty());
    problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    return problem;
  }

  private static ComboBox<String> choice(
      String id, String prompt, ObservableList<String> items, StringProperty value) {
    var choice = new ComboBox<>(items);
    choice.setId(id);
    choice.setPromptText(prompt);
    choice.setEditable(true);
    choice.setPrefWidth(130);
    choice.setMinWidth(80);
    choice.getEditor().textProperty().bindBidirectional(value);
    return choice;
  }

  private Node signs() {
    var names = new ArrayList<>(List.of(CHANGES));
    names.addAll(Spec.SIGNS);
    var choice = new ComboBox<String>();
    choice.setId("watch-sign");
    choice.getItems().setAll(names);
    choice.setMinWidth(Region.USE_PREF_SIZE);
    model.signProperty().subscribe(s -> choice.setValue(s.isEmpty() ? CHANGES : s));
    choice
        .valueProperty()
        .subscribe(v -> model.signProperty().set(v == null || v.equals(CHANGES) ? "" : v));
    return choice;
  }

  private void prepareTable() {
    table.setId("watches");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.getColumns().add(enabled());
    table.getColumns().add(text("Watch", 260, w -> w.spec().text(), ""));
    table.getColumns().add(text("Hits", 64, w -> "%,d".formatted(w.hits()), "numeric"));
    table
        .getColumns()
        .add(
            text("Last hit", 420, w -> w.last().map(WatchesViewModel::text).orElse("not yet"), ""));
    table.getColumns().add(removal());
    table.setPlaceholder(empty());
    table.setOnKeyPressed(e -> {
      var picked = table.getSelectionModel().getSelectedItem();
      if (picked != null && e.getCode() == KeyCode.DELETE) {
        model.remove(picked);
        e.consume();
      } else if (picked != null && e.getCode() == KeyCode.SPACE) {
        model.enable(picked, !picked.enabled());
        e.consume();
      }
    });
  }

  /// What the table has selected.
  Optional<Watch> selected() {
    return Optional.ofNullable(table.getSelectionModel().getSelectedItem());
  }

  private static TableColumn<Watch, String> text(
      String title, double width, Function<Watch, String> value, String style) {
    var column = new TableColumn<Watch, String>(title);
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }

  private TableColumn<Watch, Watch> enabled() {
    return cells(
        "On",
        40,
        watch -> {
          var box = new CheckBox();
          box.setSelected(watch.enabled());
          box.setAccessibleText("Watch " + watch.spec().text());
          box.setTooltip(CommandControls.tooltip("Off keeps the watch without looking  (Space)"));
          box.setOnAction(e -> model.enable(watch, box.isSelected()));
          return box;
        });
  }

  private TableColumn<Watch, Watch> removal() {
    return cells(
        "",
        40,
        watch -> {
          var remove = new Button("", new FontIcon("mdi2c-close"));
          remove.getStyleClass().addAll("flat", "button-icon");
          remove.setAccessibleText("Remove " + watch.spec().text());
          remove.setTooltip(CommandControls.tooltip("Remove this watch  (Delete)"));
          remove.setOnAction(e -> model.remove(watch));
          return remove;
        });
  }

  private static TableColumn<Watch, Watch> cells(
      String title, double width, Function<Watch, Node> node) {
    var column = new TableColumn<Watch, Watch>(title);
    column.setPrefWidth(width);
    column.setMinWidth(width);
    column.setMaxWidth(width);
    column.setSortable(false);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(c ->
        new TableCell<>() {
          @Override
          protected void updateItem(@Nullable Watch watch, boolean empty) {
            super.updateItem(watch, empty);
            setGraphic(watch == null || empty ? null : node.apply(watch));
          }
        });
    return column;
  }

  private static EmptyBox empty() {
    return new EmptyBox(
        "mdi2e-eye-outline",
        "Nothing is watched. Select an entity, choose one of its fields above and press Watch: the"
            + " world stands still as soon as it happens.");
  }
}
