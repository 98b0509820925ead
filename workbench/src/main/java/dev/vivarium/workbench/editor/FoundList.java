package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.command.CommandControls;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/// Places found, under the names of their files. A click or Enter goes to one; on a file it goes to
/// the first one below.
public final class FoundList extends ListView<FoundRow> {
  private final Consumer<FoundRow.Place> show;

  public FoundList(Consumer<FoundRow.Place> show) {
    this.show = show;
    getStyleClass().add("dense");
    setCellFactory(l -> new FoundCell());
    setOnMouseClicked(e -> showSelected());
    setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        showSelected();
      }
    });
  }

  private void showSelected() {
    switch (getSelectionModel().getSelectedItem()) {
      case null -> {
        // Nothing is selected, so there is nowhere to go.
      }
      case FoundRow.Place place -> show.accept(place);
      case FoundRow.InFile file ->
          getItems().stream()
              .filter(row -> row.path().equals(file.path()))
              .filter(FoundRow.Place.class::isInstance)
              .map(FoundRow.Place.class::cast)
              .findFirst()
              .ifPresent(show);
    }
  }

  private static final class FoundCell extends ListCell<FoundRow> {
    private final Label name = new Label();
    private final Label folder = new Label();
    private final Label count = new Label();
    private final HBox file = new HBox(name, folder, count);
    private final Label line = new Label();
    private final MatchLine match = new MatchLine();
    private final HBox place = new HBox(line, match);

    FoundCell() {
      file.getStyleClass().addAll("list-row", "found-file");
      name.getStyleClass().add("found-name");
      name.setMinWidth(USE_PREF_SIZE);
      folder.getStyleClass().add("muted");
      folder.setMinWidth(0);
      folder.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(folder, Priority.ALWAYS);
      count.getStyleClass().add("muted");
      count.setMinWidth(USE_PREF_SIZE);
      place.getStyleClass().add("list-row");
      line.getStyleClass().addAll("mono", "link", "found-line");
      line.setMinWidth(USE_PREF_SIZE);
      HBox.setHgrow(match, Priority.ALWAYS);
      // A long line is cut off around its match; the list does not scroll sideways for it.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable FoundRow row, boolean empty) {
      super.updateItem(row, empty);
      setText(null);
      setGraphic(empty ? null : graphic(row));
    }

    private @Nullable HBox graphic(@Nullable FoundRow row) {
      return switch (row) {
        case null -> null;
        case FoundRow.InFile in -> {
          name.setText(in.name());
          folder.setText(in.folder());
          folder.setTooltip(CommandControls.tooltip(in.path()));
          count.setText("%,d".formatted(in.count()));
          yield file;
        }
        case FoundRow.Place at -> {
          line.setText(String.valueOf(at.line()));
          match.show(at.excerpt(), at.replacement());
          yield place;
        }
      };
    }
  }
}
