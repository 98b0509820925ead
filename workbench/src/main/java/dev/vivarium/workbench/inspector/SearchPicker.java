package dev.vivarium.workbench.inspector;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/// A small window under a control in which one thing is searched and chosen: typing narrows, arrows
/// move, Enter takes, Escape leaves.
final class SearchPicker<T> {
  private static final double WIDTH_PX = 320;
  private static final double HEIGHT_PX = 260;

  /// A choice and what is said of it.
  record Item<T>(T value, String title, String detail) {}

  private final Function<String, CompletableFuture<List<Item<T>>>> search;
  private final Executor window;
  private final Consumer<T> chosen;
  private final TextField field = new TextField();
  private final ListView<Item<T>> list = new ListView<>();
  private final Label none = new Label("Nothing matches.");
  private final Popup popup = new Popup();

  SearchPicker(
      String prompt,
      Function<String, CompletableFuture<List<Item<T>>>> search,
      Executor window,
      Consumer<T> chosen) {
    this.search = search;
    this.window = window;
    this.chosen = chosen;
    field.setId("picker-search");
    field.setPromptText(prompt);
    field.textProperty().subscribe((was, is) -> look());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    list.setId("picker-list");
    list.getStyleClass().add("dense");
    list.setFocusTraversable(false);
    list.setCellFactory(l -> new ItemCell<>());
    list.setOnMouseClicked(e -> take());
    none.getStyleClass().add("empty-text");
    list.setPlaceholder(none);
    var box = new VBox(field, list);
    box.getStyleClass().addAll("picker", "workbench");
    box.setPrefSize(WIDTH_PX, HEIGHT_PX);
    popup.getContent().add(box);
    popup.setAutoHide(true);
  }

  void show(Node anchor) {
    Optional.ofNullable(anchor.localToScreen(anchor.getBoundsInLocal()))
        .ifPresent(place -> show(anchor, place));
  }

  private void show(Node anchor, Bounds place) {
    popup.getScene().getStylesheets().setAll(anchor.getScene().getStylesheets());
    popup.show(anchor, place.getMinX(), place.getMaxY());
    field.requestFocus();
    look();
  }

  private void look() {
    var typed = field.getText();
    var _ =
        search
            .apply(typed)
            .whenCompleteAsync(
                (found, problem) -> {
                  if (field.getText().equals(typed)) {
                    show(found, problem);
                  }
                },
                window);
  }

  private void show(@Nullable List<Item<T>> found, @Nullable Throwable problem) {
    none.setText(problem == null ? "Nothing matches." : "The world does not answer.");
    list.getItems().setAll(found == null ? List.of() : found);
    list.getSelectionModel().selectFirst();
  }

  private void pressed(KeyEvent event) {
    var model = list.getSelectionModel();
    if (event.getCode() == KeyCode.DOWN) {
      model.selectNext();
    } else if (event.getCode() == KeyCode.UP) {
      model.selectPrevious();
    } else if (event.getCode() == KeyCode.ENTER) {
      take();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      popup.hide();
    } else {
      return;
    }
    list.scrollTo(Math.max(0, model.getSelectedIndex() - 4));
    event.consume();
  }

  private void take() {
    var item = list.getSelectionModel().getSelectedItem();
    if (item != null) {
      popup.hide();
      chosen.accept(item.value());
    }
  }

  private static final class ItemCell<T> extends ListCell<Item<T>> {
    private final Label detail = new Label();

    ItemCell() {
      detail.getStyleClass().add("muted");
      setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    }

    @Override
    protected void updateItem(@Nullable Item<T> item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? null : item.title());
      detail.setText(item == null ? "" : item.detail());
      setGraphic(empty || item == null ? null : detail);
    }
  }
}
