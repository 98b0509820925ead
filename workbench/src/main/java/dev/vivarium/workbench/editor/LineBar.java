package dev.vivarium.workbench.editor;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/// Asks for a line, or a line and a column, and goes there as it is typed. Enter stays, Escape goes
/// back.
final class LineBar extends HBox {
  private final CodeEditor editor;
  private final TextField field = new TextField();
  private int before;

  LineBar(CodeEditor editor) {
    this.editor = editor;
    getStyleClass().addAll("find-bar", "line-bar");
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setVisible(false);
    managedProperty().bind(visibleProperty());
    field.setId("line-field");
    field.setPromptText("Line, or line:column");
    field.textProperty().subscribe(this::goTo);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    field.focusedProperty().subscribe((was, is) -> setVisible(isVisible() && is));
    getChildren().addAll(new Label("Go to line"), field);
  }

  void open() {
    before = editor.area().getCaretPosition();
    field.clear();
    setVisible(true);
    field.requestFocus();
  }

  private void goTo(String typed) {
    var parts = typed.strip().split(":", 2);
    if (isVisible() && parts[0].matches("\\d{1,7}")) {
      var area = editor.area();
      var line = Math.clamp(Long.parseLong(parts[0]) - 1, 0, area.getParagraphs().size() - 1);
      var column =
          parts.length > 1 && parts[1].matches("\\d{1,7}") ? Long.parseLong(parts[1]) - 1 : 0;
      area.moveTo(line, Math.clamp(column, 0, area.getParagraphLength(line)));
      area.showParagraphAtCenter(line);
    }
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      editor.area().moveTo(Math.min(before, editor.area().getLength()));
      editor.area().requestFollowCaret();
    } else if (event.getCode() != KeyCode.ENTER) {
      return;
    }
    setVisible(false);
    editor.area().requestFocus();
    event.consume();
  }
}
