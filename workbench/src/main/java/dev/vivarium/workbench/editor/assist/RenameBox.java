package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.FileEdit;
import dev.vivarium.workbench.language.Rename;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The new name, and the places that change with it. Enter renames, Escape leaves all as it is.
final class RenameBox extends VBox {
  private static final int LISTED = 12;
  private static final double WIDTH_PX = 440;

  private final RenameViewModel model;
  private final TextField field = new TextField();
  private final Button rename = new Button("Rename");
  private final Label summary = new Label();
  private final Label note = new Label();
  private final Label places = new Label();
  private final Label problem = new Label();

  RenameBox(RenameViewModel model) {
    this.model = model;
    setId("rename");
    getStyleClass().addAll("assist-box", "rename-box");
    setPrefWidth(WIDTH_PX);
    setMaxWidth(WIDTH_PX);
    field.setId("rename-field");
    field.textProperty().bindBidirectional(model.nameProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    HBox.setHgrow(field, Priority.ALWAYS);
    rename.setOnAction(e -> model.confirm());
    rename.getStyleClass().add("accent");
    var row = new HBox(field, rename);
    row.setSpacing(8);
    for (var label : new Label[] {summary, note, places, problem}) {
      label.setWrapText(true);
      label.setMinHeight(USE_PREF_SIZE);
      label.managedProperty().bind(label.textProperty().isNotEmpty());
    }
    summary.getStyleClass().add("muted");
    note.getStyleClass().add("rename-note");
    places.getStyleClass().add("mono");
    problem.getStyleClass().add("level-error");
    problem.textProperty().bind(model.problemProperty());
    getChildren().addAll(row, problem, summary, note, places);
    focusWithinProperty()
        .subscribe((was, is) -> {
          if (!is) {
            model.cancel();
          }
        });
    model.previewProperty().subscribe(this::show);
    model.nameProperty().subscribe((was, is) -> rename.setDisable(!model.isReady()));
    model.problemProperty().subscribe((was, is) -> resized());
  }

  void focus() {
    field.requestFocus();
  }

  private void show(Optional<Rename> preview) {
    summary.setText(preview.map(RenameBox::summary).orElse("Looking for its places…"));
    note.setText(preview.map(Rename::note).orElse(""));
    places.setText(preview.map(RenameBox::list).orElse(""));
    rename.setDisable(!model.isReady());
    resized();
    if (preview.isPresent()) {
      javafx.application.Platform.runLater(field::selectAll);
    }
  }

  private void resized() {
    if (getParent() != null) {
      applyCss();
      autosize();
    }
  }

  private static String summary(Rename rename) {
    var files = rename.files().size();
    return "%s: %s in %s; undo takes each back"
        .formatted(
            rename.name(),
            rename.places() == 1 ? "1 place" : rename.places() + " places",
            files == 1 ? "1 file" : files + " files");
  }

  private static String list(Rename rename) {
    var lines =
        rename.files().stream()
            .limit(LISTED)
            .map(RenameBox::line)
            .collect(Collectors.joining("\n"));
    return rename.files().size() > LISTED ? lines + "\n…" : lines;
  }

  private static String line(FileEdit file) {
    var numbers =
        file.edits().stream()
            .map(edit -> Integer.toString(edit.range().start().line()))
            .distinct()
            .limit(LISTED)
            .collect(Collectors.joining(", "));
    return file.path() + ": " + numbers;
  }

  private void pressed(KeyEvent event) {
    switch (event.getCode()) {
      case ENTER -> model.confirm();
      case ESCAPE -> model.cancel();
      default -> {
        return;
      }
    }
    event.consume();
  }
}
