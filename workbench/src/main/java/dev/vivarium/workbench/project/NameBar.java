package dev.vivarium.workbench.project;

import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/// Asks for a name below the tree and says at once what is wrong with it. Enter takes it, Escape
/// closes.
final class NameBar extends VBox {
  private final Label title = new Label();
  private final TextField field = new TextField();
  private final Label refusal = new Label();
  private final Label keys = new Label();
  private final Runnable closed;
  private Consumer<String> taken = name -> {};

  NameBar(Runnable closed) {
    this.closed = closed;
    getStyleClass().add("name-bar");
    setVisible(false);
    managedProperty().bind(visibleProperty());
    field.setId("name-field");
    field.textProperty().subscribe(this::judge);
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    field.focusedProperty().subscribe((was, is) -> setVisible(isVisible() && is));
    refusal.setWrapText(true);
    refusal.getStyleClass().add("name-refusal");
    refusal.managedProperty().bind(refusal.textProperty().isNotEmpty());
    title.setLabelFor(field);
    title.setWrapText(true);
    keys.getStyleClass().addAll("muted", "name-keys");
    getChildren().addAll(title, field, refusal, keys);
  }

  /// What is asked for.
  ///
  /// @param prompt stands in the empty field, such as an example
  /// @param act what Enter does, such as `creates`
  record Question(String title, String prompt, String act) {}

  void ask(Question question, String name, Consumer<String> then) {
    taken = then;
    title.setText(question.title());
    field.setPromptText(question.prompt());
    keys.setText("Enter " + question.act() + ", Esc cancels");
    field.setText(name);
    setVisible(true);
    field.requestFocus();
    var dot = name.lastIndexOf('.');
    field.selectRange(0, dot > 0 ? dot : name.length());
  }

  private void judge(String name) {
    refusal.setText(name.isEmpty() ? "" : FileName.refusal(name).map(r -> r + ".").orElse(""));
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      var name = field.getText();
      if (FileName.refusal(name).isEmpty()) {
        close();
        taken.accept(name);
      } else {
        refusal.setText(FileName.refusal(name).orElse("") + ".");
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      close();
      event.consume();
    }
  }

  private void close() {
    setVisible(false);
    closed.run();
  }
}
