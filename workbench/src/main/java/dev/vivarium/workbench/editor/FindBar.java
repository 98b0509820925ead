package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.command.CommandControls;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.fxmisc.richtext.CodeArea;
import org.kordamp.ikonli.javafx.FontIcon;

/// The bar that searches in one document and replaces. Enter goes to the next match, Shift+Enter to
/// the one before, Escape closes.
final class FindBar extends VBox {
  private final FindViewModel model;
  private final CodeEditor editor;
  private final TextField field = new TextField();
  private final TextField replacement = new TextField();
  private final Label count = new Label();

  FindBar(FindViewModel model, CodeEditor editor) {
    this.model = model;
    this.editor = editor;
    getStyleClass().add("find-bar");
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    prepare(field, "find-field", "Find", model.queryProperty());
    prepare(replacement, "replace-field", "Replace with", model.replacementProperty());
    count.getStyleClass().add("find-count");
    visibleProperty().bind(model.visibleProperty());
    managedProperty().bind(model.visibleProperty());
    getChildren().addAll(findRow(), replaceRow());
    model.visibleProperty().subscribe((was, is) -> editor.seek(model.shown()));
    model.queryProperty().subscribe((was, is) -> fromSelectionStart());
    model.matchCaseProperty().subscribe((was, is) -> fromSelectionStart());
    model.wholeWordProperty().subscribe((was, is) -> fromSelectionStart());
    model.regexProperty().subscribe((was, is) -> fromSelectionStart());
  }

  private void prepare(TextField box, String id, String prompt, StringProperty text) {
    box.setId(id);
    box.setPromptText(prompt);
    box.textProperty().bindBidirectional(text);
    box.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  private HBox findRow() {
    return row(
        field,
        toggle("mdi2f-format-letter-case", "Match upper and lower case", model.matchCaseProperty()),
        toggle("mdi2f-format-letter-matches", "Whole words only", model.wholeWordProperty()),
        toggle("mdi2r-regex", "Regular expression", model.regexProperty()),
        count,
        button("mdi2a-arrow-up", "Previous match (Shift+Enter)", this::previous),
        button("mdi2a-arrow-down", "Next match (Enter)", this::next),
        button("mdi2c-close", "Close (Escape)", this::close));
  }

  private HBox replaceRow() {
    var row =
        row(
            replacement,
            button("mdi2f-file-replace-outline", "Replace this match (Enter)", this::replaceOne),
            button("mdi2r-repeat", "Replace all (Ctrl+Alt+Enter)", this::replaceAll));
    row.visibleProperty().bind(model.replacingProperty());
    row.managedProperty().bind(model.replacingProperty());
    return row;
  }

  private static HBox row(Node... nodes) {
    var row = new HBox(nodes);
    row.getStyleClass().add("find-row");
    return row;
  }

  void open(boolean replacing) {
    model.visibleProperty().set(true);
    model.replacingProperty().set(replacing);
    var selected = editor.area().getSelectedText();
    if (!selected.isEmpty() && !selected.contains("\n")) {
      field.setText(selected);
    }
    field.requestFocus();
    field.selectAll();
  }

  private static ToggleButton toggle(String icon, String hint, BooleanProperty on) {
    var toggle = new ToggleButton("", new FontIcon(icon));
    toggle.getStyleClass().addAll("flat", "button-icon");
    toggle.setTooltip(CommandControls.tooltip(hint));
    toggle.setAccessibleText(hint);
    toggle.selectedProperty().bindBidirectional(on);
    return toggle;
  }

  private static Button button(String icon, String hint, Runnable action) {
    var button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setTooltip(CommandControls.tooltip(hint));
    button.setAccessibleText(hint);
    button.setOnAction(e -> action.run());
    return button;
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      close();
    } else if (event.getCode() != KeyCode.ENTER) {
      return;
    } else if (event.isShortcutDown() && event.isAltDown()) {
      replaceAll();
    } else if (event.isShiftDown()) {
      previous();
    } else if (replacement.equals(event.getSource())) {
      replaceOne();
    } else {
      next();
    }
    event.consume();
  }

  private void close() {
    model.visibleProperty().set(false);
    editor.area().requestFocus();
  }

  void next() {
    show(model.next(editor.text(), area().getSelection().getEnd()));
  }

  void previous() {
    show(model.previous(editor.text(), area().getSelection().getStart()));
  }

  private void replaceOne() {
    var selection = area().getSelection();
    model
        .replaceOne(editor.text(), selection.getStart(), selection.getEnd())
        .filter(edit -> area().isEditable())
        .ifPresent(edit -> {
          editor.buffer().apply(area(), List.of(edit));
          area().moveTo(edit.start() + edit.text().length());
        });
    next();
  }

  void replaceAll() {
    var edits = area().isEditable() ? model.replaceAll(editor.text()) : List.<TextEdit>of();
    editor.buffer().apply(area(), edits);
    count.setText(edits.isEmpty() ? "No match" : edits.size() + " replaced");
  }

  private void fromSelectionStart() {
    editor.seek(model.shown());
    if (isVisible()) {
      show(model.next(editor.text(), area().getSelection().getStart()));
    }
  }

  private void show(Optional<FindViewModel.Match> match) {
    match.ifPresent(m -> editor.select(m.start(), m.end()));
    var problem = model.problemProperty().get();
    count.setText(
        match
            .map(m -> m.number() + " of " + m.count())
            .orElse(
                field.getText().isEmpty() ? "" : problem.isEmpty() ? "No match" : "Not possible"));
    count.setTooltip(problem.isEmpty() ? null : CommandControls.tooltip(problem));
  }

  private CodeArea area() {
    return editor.area();
  }
}
