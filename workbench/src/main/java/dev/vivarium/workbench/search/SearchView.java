package dev.vivarium.workbench.search;

import atlantafx.base.theme.Styles;
import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.editor.FoundList;
import dev.vivarium.workbench.editor.FoundRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The panel that searches the project. Enter searches; a click or Enter on a match goes to it.
final class SearchView extends VBox {
  private static final double MAX_FIELD_PX = 480;

  private final SearchViewModel model;
  private final TextField query = new TextField();
  private final TextField replacement = new TextField();
  private final FoundList list;

  SearchView(SearchViewModel model, Consumer<FoundRow.Place> show) {
    this.model = model;
    list = new FoundList(show);
    list.setId("search-hits");
    list.setPlaceholder(empty());
    VBox.setVgrow(list, Priority.ALWAYS);
    model.hits().addListener(this::changed);
    model.replacingProperty().subscribe(on -> list.getItems().setAll(rows(model.hits())));
    getChildren().addAll(bar(), list);
  }

  /// Whole files arrive at the end, and all go at once.
  private void changed(ListChangeListener.Change<? extends Hit> change) {
    while (change.next()) {
      if (change.wasRemoved()) {
        list.getItems().clear();
      }
      list.getItems().addAll(rows(change.getAddedSubList()));
    }
  }

  private List<FoundRow> rows(List<? extends Hit> hits) {
    var replacing = model.replacingProperty().get();
    return FoundRow.grouped(hits.stream().map(hit -> hit.place(replacing)).toList());
  }

  private Label empty() {
    var label = new Label();
    label
        .textProperty()
        .bind(
            model
                .statusProperty()
                .map(text ->
                    text.isEmpty()
                        ? "Type what to look for in all files of the project, then press Enter."
                        : text));
    label.setGraphic(new FontIcon("mdi2f-file-search-outline"));
    label.getStyleClass().add("empty-text");
    label.visibleProperty().bind(model.problemProperty().isEmpty());
    return label;
  }

  private VBox bar() {
    field(query, "search-field", "Search in the project", model.queryProperty());
    field(replacement, "search-replacement", "Replace with", model.replacementProperty());
    query.setOnAction(e -> start());
    replacement.setOnAction(e -> start());
    var replaceAll = new Button("Replace all");
    replaceAll.setId("search-replace-all");
    replaceAll.setOnAction(e -> ignore(model.replaceAll()));
    var undo = new Button("Undo replace");
    undo.setId("search-undo");
    undo.setOnAction(e -> ignore(model.undo()));
    undo.visibleProperty().bind(model.undoableProperty());
    undo.managedProperty().bind(undo.visibleProperty());
    var cancel = new Button("Cancel");
    cancel.setOnAction(e -> model.cancel());
    cancel.visibleProperty().bind(model.runningProperty());
    cancel.managedProperty().bind(cancel.visibleProperty());
    var how =
        row(
            toggle(
                "mdi2f-format-letter-case",
                "Match upper and lower case",
                model.matchCaseProperty()),
            toggle("mdi2f-format-letter-matches", "Whole words only", model.wholeWordProperty()),
            toggle("mdi2r-regex", "Regular expression", model.regexProperty()),
            toggle("mdi2f-find-replace", "Replace", model.replacingProperty()),
            undo,
            cancel);
    var with = row(replacement, replaceAll);
    shownWhileReplacing(with);
    List.of(replaceAll, undo, cancel).forEach(b -> b.setMinWidth(USE_PREF_SIZE));
    var bar = new VBox(row(query), problem(), how, with, status());
    bar.getStyleClass().add("search-bar");
    return bar;
  }

  /// What is wrong with what was typed, where it was typed.
  private Label problem() {
    var label = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
    label.setId("search-problem");
    label.getStyleClass().add("field-problem");
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.textProperty().bind(model.problemProperty());
    label.visibleProperty().bind(model.problemProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    model
        .problemProperty()
        .subscribe(text -> query.pseudoClassStateChanged(Styles.STATE_DANGER, !text.isEmpty()));
    return label;
  }

  private static HBox row(Node... parts) {
    var row = new HBox(parts);
    row.getStyleClass().add("search-row");
    return row;
  }

  /// What came of the search; the list itself says so where it is empty.
  private VBox status() {
    var text = new Label();
    text.setId("search-status");
    text.getStyleClass().add("muted");
    text.textProperty().bind(model.statusProperty());
    var note = new Label("Some files were not looked into");
    note.setGraphic(new FontIcon("mdi2i-information-outline"));
    note.visibleProperty().bind(model.skippedProperty().isNotEmpty());
    note.managedProperty().bind(note.visibleProperty());
    var why = CommandControls.tooltip("");
    why.textProperty().bind(model.skippedProperty());
    note.setTooltip(why);
    text.setWrapText(true);
    text.visibleProperty().bind(Bindings.isNotEmpty(model.hits()));
    text.managedProperty().bind(text.visibleProperty());
    return new VBox(text, note);
  }

  private void shownWhileReplacing(Node node) {
    node.visibleProperty().bind(model.replacingProperty());
    node.managedProperty().bind(model.replacingProperty());
  }

  private static void field(TextField field, String id, String prompt, StringProperty text) {
    field.setId(id);
    field.setPromptText(prompt);
    field.setPrefWidth(240);
    field.setMinWidth(48);
    field.setMaxWidth(MAX_FIELD_PX);
    HBox.setHgrow(field, Priority.ALWAYS);
    field.textProperty().bindBidirectional(text);
  }

  private static ToggleButton toggle(String icon, String hint, BooleanProperty on) {
    var toggle = new ToggleButton("", new FontIcon(icon));
    toggle.getStyleClass().addAll("flat", "button-icon");
    toggle.setTooltip(CommandControls.tooltip(hint));
    toggle.setAccessibleText(hint);
    toggle.selectedProperty().bindBidirectional(on);
    return toggle;
  }

  private static void ignore(CompletableFuture<Boolean> act) {
    var _ = act;
  }

  private void start() {
    ignore(model.start());
  }

  void open(String text, boolean replacing) {
    if (!text.isEmpty()) {
      query.setText(text);
    }
    model.replacingProperty().set(replacing);
    query.requestFocus();
    query.selectAll();
  }
}
