package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.query.QueryCompletion;
import dev.vivarium.workbench.query.QueryParser;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/// The query line with what could stand at the caret below it: while a query is typed, or at
/// Ctrl+Space.
final class QueryField extends TextField {
  private static final double ROW_PX = 24;
  private static final int ROWS = 8;

  private final EntityTableViewModel model;
  private final ListView<QueryCompletion.Candidate> list = new ListView<>();
  private final Popup popup = new Popup();
  private boolean completing;

  QueryField(EntityTableViewModel model) {
    this.model = model;
    setId("entity-filter");
    setPromptText("Search, or query: Fish, !Sleeping where Velocity.linear.x > 2");
    textProperty().bindBidirectional(model.filterProperty());
    list.getStyleClass().add("dense");
    list.setId("query-completions");
    list.setFocusTraversable(false);
    list.setPrefWidth(300);
    list.setCellFactory(l -> new CandidateCell());
    list.setOnMouseClicked(e -> accept());
    popup.getContent().add(list);
    popup.setAutoHide(true);
    addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    setOnKeyTyped(e -> typed());
    focusedProperty()
        .subscribe((was, is) -> {
          if (!is) {
            popup.hide();
          }
        });
    model
        .problemProperty()
        .subscribe(p -> {
          getStyleClass().remove("query-wrong");
          if (p.isPresent()) {
            getStyleClass().add("query-wrong");
          }
        });
  }

  private void typed() {
    if (completing || QueryParser.isQuery(getText())) {
      showCandidates();
    }
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.SPACE && event.isShortcutDown()) {
      completing = true;
      showCandidates();
      event.consume();
    } else if (popup.isShowing()) {
      pressedWithList(event);
    } else if (event.getCode() == KeyCode.ESCAPE) {
      clear();
    }
  }

  private void pressedWithList(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> list.getSelectionModel().selectNext();
      case UP -> list.getSelectionModel().selectPrevious();
      case ENTER, TAB -> accept();
      case ESCAPE -> hide();
      default -> {
        return;
      }
    }
    list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 3));
    event.consume();
  }

  private void hide() {
    completing = false;
    popup.hide();
  }

  private void showCandidates() {
    var found = QueryCompletion.at(getText(), getCaretPosition(), model.schema());
    if (found.isEmpty() || isComplete(found)) {
      popup.hide();
      return;
    }
    list.getItems().setAll(found);
    list.getSelectionModel().selectFirst();
    list.setPrefHeight(ROW_PX * Math.min(ROWS, found.size()) + 4);
    var place = localToScreen(getBoundsInLocal());
    if (place != null && getScene() != null) {
      popup.getScene().getStylesheets().setAll(getScene().getStylesheets());
      popup.show(this, place.getMinX(), place.getMaxY());
    }
  }

  /// Whether the only candidate stands there already.
  private boolean isComplete(List<QueryCompletion.Candidate> found) {
    var only = found.getFirst();
    return found.size() == 1 && getText(only.start(), only.end()).equals(only.text());
  }

  private void accept() {
    var chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null && chosen.end() <= getLength()) {
      replaceText(chosen.start(), chosen.end(), chosen.text());
    }
    hide();
  }

  private static final class CandidateCell extends ListCell<QueryCompletion.Candidate> {
    private final Label detail = new Label();

    CandidateCell() {
      detail.getStyleClass().add("muted");
      setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    }

    @Override
    protected void updateItem(QueryCompletion.@Nullable Candidate item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? null : item.text());
      detail.setText(item == null ? "" : item.detail());
      setGraphic(empty || item == null ? null : detail);
    }
  }
}
