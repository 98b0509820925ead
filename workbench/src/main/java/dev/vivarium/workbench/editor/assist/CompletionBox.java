package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.Completion;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The names that fit at the caret, with the selected one's declaration and documentation.
final class CompletionBox extends HBox {
  private static final double ROW_PX = 24;
  private static final int ROWS = 10;
  private static final double LIST_PX = 340;
  private static final double DETAILS_PX = 340;

  private final CompletionViewModel model;
  private final ListView<Completion.Item> list = new ListView<>();
  private final Label code = new Label();
  private final Label doc = new Label();
  private final VBox details = new VBox(code, doc);

  CompletionBox(CompletionViewModel model) {
    this.model = model;
    setId("completion");
    getStyleClass().add("assist-box");
    list.setId("completion-list");
    list.getStyleClass().addAll("dense", "completion-list");
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW_PX);
    list.setCellFactory(l -> new ItemCell());
    details.getStyleClass().add("assist-details");
    details.setPrefWidth(DETAILS_PX);
    code.getStyleClass().addAll("mono", "assist-code");
    code.setWrapText(true);
    doc.setWrapText(true);
    getChildren().addAll(list, details);
    model
        .itemsProperty()
        .subscribe(items -> {
          list.getItems().setAll(items);
          select();
        });
    model.selectedProperty().subscribe(this::select);
    model.detailsProperty().subscribe(this::describe);
  }

  private void select() {
    list.getSelectionModel().clearAndSelect(model.selectedProperty().get());
    list.scrollTo(Math.max(0, model.selectedProperty().get() - ROWS + 1));
  }

  private void describe(Completion.Details now) {
    code.setText(now.code());
    doc.setText(now.doc());
    doc.setManaged(!now.doc().isEmpty());
    var known = !now.code().isEmpty() || !now.doc().isEmpty();
    details.setVisible(known);
    details.setManaged(known);
    if (getParent() != null) {
      autosize();
    }
  }

  /// Takes the size that its items need.
  void fit() {
    var rows = Math.min(ROWS, list.getItems().size());
    var height = rows * ROW_PX + 2;
    list.setMinSize(LIST_PX, height);
    list.setPrefSize(LIST_PX, height);
    list.setMaxHeight(height);
    setMinHeight(Region.USE_PREF_SIZE);
  }

  private final class ItemCell extends ListCell<Completion.Item> {
    private final Label name = new Label();
    private final Label detail = new Label();
    private final HBox row = new HBox();

    ItemCell() {
      row.getStyleClass().add("list-row");
      name.getStyleClass().add("mono");
      detail.getStyleClass().add("muted");
      HBox.setHgrow(name, Priority.ALWAYS);
      name.setMaxWidth(Double.MAX_VALUE);
      detail.setMinWidth(USE_PREF_SIZE);
      // The editor keeps the focus, so that a press must choose by itself.
      addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
    }

    private void pressed(MouseEvent event) {
      if (!isEmpty()) {
        model.selectAt(getIndex());
        model.accept();
      }
      event.consume();
    }

    @Override
    protected void updateItem(Completion.@Nullable Item item, boolean empty) {
      super.updateItem(item, empty);
      setText(null);
      if (empty || item == null) {
        setGraphic(null);
        return;
      }
      name.setText(item.name());
      detail.setText(item.detail());
      row.getChildren().setAll(SymbolIcon.of(item.kind()), name, detail);
      setGraphic(row);
    }
  }
}
