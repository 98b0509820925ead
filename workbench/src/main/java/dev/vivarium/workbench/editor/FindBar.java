package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.command.CommandControls;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.fxmisc.richtext.CodeArea;
import org.kordamp.ikonli.javafx.FontIcon;

/// The bar that searches in one document. Enter goes to the next match, Shift+Enter to the one
/// before, Escape closes.
final class FindBar extends HBox {
  private final FindViewModel model;
  private final CodeEditor editor;
  private final TextField field = new TextField();
  private final Label count = new Label();

  FindBar(FindViewModel model, CodeEditor editor) {
    this.model = model;
    this.editor = editor;
    getStyleClass().add("find-bar");
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    field.setId("find-field");
    field.setPromptText("Find");
    field.textProperty().bindBidirectional(model.queryProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    field.textProperty().subscribe((was, is) -> fromSelectionStart());
    count.getStyleClass().add("find-count");
    visibleProperty().bind(model.visibleProperty());
    managedProperty().bind(model.visibleProperty());
    getChildren()
        .addAll(
            field,
            caseToggle(),
            count,
            button("mdi2a-arrow-up", "Previous match (Shift+Enter)", this::previous),
            button("mdi2a-arrow-down", "Next match (Enter)", this::next),
            button("mdi2c-close", "Close (Escape)", this::close));
  }

  void open() {
    model.visibleProperty().set(true);
    var selected = editor.area().getSelectedText();
    if (!selected.isEmpty() && !selected.contains("\n")) {
      field.setText(selected);
    }
    field.requestFocus();
    field.selectAll();
  }

  private ToggleButton caseToggle() {
    var toggle = new ToggleButton("", new FontIcon("mdi2f-format-letter-case"));
    toggle.getStyleClass().addAll("flat", "button-icon");
    toggle.setTooltip(CommandControls.tooltip("Match upper and lower case"));
    toggle.selectedProperty().bindBidirectional(model.matchCaseProperty());
    return toggle;
  }

  private static Button button(String icon, String hint, Runnable action) {
    var button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setTooltip(CommandControls.tooltip(hint));
    button.setOnAction(e -> action.run());
    return button;
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      if (event.isShiftDown()) {
        previous();
      } else {
        next();
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      close();
      event.consume();
    }
  }

  private void close() {
    model.visibleProperty().set(false);
    editor.area().requestFocus();
  }

  void next() {
    show(model.next(text(), area().getSelection().getEnd()));
  }

  void previous() {
    show(model.previous(text(), area().getSelection().getStart()));
  }

  private void fromSelectionStart() {
    if (isVisible()) {
      show(model.next(text(), area().getSelection().getStart()));
    }
  }

  private void show(Optional<FindViewModel.Match> match) {
    match.ifPresent(m -> editor.select(m.start(), m.end()));
    count.setText(
        match
            .map(m -> m.number() + " of " + m.count())
            .orElse(field.getText().isEmpty() ? "" : "No match"));
  }

  private CodeArea area() {
    return editor.area();
  }

  private String text() {
    return editor.text();
  }
}
