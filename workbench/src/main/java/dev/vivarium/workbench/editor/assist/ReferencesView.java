package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.SourceLocation;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The places found. A click or Enter goes there.
final class ReferencesView extends StackPane {
  private final ListView<SourceLocation> list;
  private final Consumer<SourceLocation> goTo;

  ReferencesView(ReferencesViewModel model, Consumer<SourceLocation> goTo) {
    this.goTo = goTo;
    list = new ListView<>(model.places());
    list.setId("references");
    list.getStyleClass().add("dense");
    list.setCellFactory(l -> new PlaceCell());
    var notice = new Label();
    notice.textProperty().bind(model.noticeProperty());
    notice.getStyleClass().add("empty-text");
    list.setPlaceholder(notice);
    list.setOnMouseClicked(e -> goToSelected());
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        goToSelected();
      }
    });
    getChildren().add(list);
  }

  private void goToSelected() {
    var selected = list.getSelectionModel().getSelectedItem();
    if (selected != null) {
      goTo.accept(selected);
    }
  }

  private static final class PlaceCell extends ListCell<SourceLocation> {
    private final Label place = new Label();
    private final Label text = new Label();
    private final HBox row = new HBox(place, text);

    PlaceCell() {
      row.getStyleClass().add("list-row");
      place.getStyleClass().addAll("mono", "link");
      place.setMinWidth(USE_PREF_SIZE);
      text.getStyleClass().add("mono");
    }

    @Override
    protected void updateItem(@Nullable SourceLocation location, boolean empty) {
      super.updateItem(location, empty);
      setText(null);
      if (empty || location == null) {
        setGraphic(null);
        return;
      }
      place.setText(location.path() + ":" + location.range().start().line());
      text.setText(location.lineText());
      setGraphic(row);
    }
  }
}
