package dev.vivarium.workbench.search;

import dev.vivarium.workbench.command.CommandControls;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The panel that searches the project. Enter searches; a click or Enter on a match goes to it.
final class SearchView extends VBox {
  private static final double MAX_FIELD_PX = 480;

  /// From here on a match is shown with the whole path of its file.
  private static final double ROOM_FOR_PATH_PX = 560;

  private final SearchViewModel model;
  private final Consumer<Hit> show;
  private final TextField query = new TextField();
  private final TextField replacement = new TextField();
  private final ListView<Hit> list;

  SearchView(SearchViewModel model, Consumer<Hit> show) {
    this.model = model;
    this.show = show;
    list = new ListView<>(model.hits());
    list.setId("search-hits");
    list.getStyleClass().add("dense");
    list.setCellFactory(l -> new HitCell());
    list.setPlaceholder(empty());
    list.setOnMouseClicked(e -> showSelected());
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        showSelected();
      }
    });
    VBox.setVgrow(list, Priority.ALWAYS);
    model.replacingProperty().subscribe(on -> list.refresh());
    getChildren().addAll(bar(), list);
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
    label.getStyleClass().add("empty-text");
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
    var bar = new VBox(row(query), how, with, status());
    bar.getStyleClass().add("search-bar");
    return bar;
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

  private void showSelected() {
    var hit = list.getSelectionModel().getSelectedItem();
    if (hit != null) {
      show.accept(hit);
    }
  }

  private final class HitCell extends ListCell<Hit> {
    private final Label place = new Label();
    private final Text before = new Text();
    private final Text old = new Text();
    private final Text now = new Text();
    private final Text after = new Text();
    private final HBox line = new HBox(before, old, now, after);
    private final HBox row = new HBox(place, line);

    HitCell() {
      row.getStyleClass().add("list-row");
      line.getStyleClass().add("mono");
      place.getStyleClass().addAll("mono", "link");
      place.setMinWidth(USE_PREF_SIZE);
      line.setMinHeight(16);
      line.setMaxHeight(16);
      line.setMinWidth(0);
      var clip = new Rectangle();
      clip.widthProperty().bind(line.widthProperty());
      clip.heightProperty().bind(line.heightProperty());
      line.setClip(clip);
      HBox.setHgrow(line, Priority.ALWAYS);
      // A long line is cut off at the panel's edge; the list does not scroll sideways for it.
      setPrefWidth(0);
      before.getStyleClass().add("hit-around");
      after.getStyleClass().add("hit-around");
      now.getStyleClass().add("hit-new");
    }

    @Override
    protected void updateItem(@Nullable Hit hit, boolean empty) {
      super.updateItem(hit, empty);
      setText(null);
      if (empty || hit == null) {
        setGraphic(null);
        return;
      }
      var replacing = model.replacingProperty().get();
      before.setText(hit.text().substring(0, hit.start()));
      old.setText(hit.matched());
      old.setStrikethrough(replacing);
      old.getStyleClass().setAll(replacing ? "hit-old" : "hit-match");
      now.setText(replacing ? hit.replacement().replace("\n", "⏎") : "");
      after.setText(
          hit.text().substring(Math.min(hit.text().length(), hit.start() + hit.length())));
      place.setText(
          (list.getWidth() < ROOM_FOR_PATH_PX ? hit.path().replaceAll(".*/", "") : hit.path())
              + ":"
              + hit.line());
      place.setTooltip(CommandControls.tooltip(hit.path() + ":" + hit.line()));
      setGraphic(row);
    }
  }
}
