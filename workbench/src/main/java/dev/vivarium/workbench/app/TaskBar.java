package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.task.Tasks;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The oldest long work that goes on: what it does, how far it is, and a button that ends it.
final class TaskBar extends HBox {
  private static final double SPACE_PX = 8;

  private final Tasks tasks;

  TaskBar(Tasks tasks) {
    super(SPACE_PX);
    this.tasks = tasks;
    setId("tasks");
    setAlignment(Pos.CENTER_RIGHT);
    setMinWidth(USE_PREF_SIZE);
    tasks.running().addListener((ListChangeListener<Tasks.Task>) c -> show());
    show();
  }

  private void show() {
    getChildren().clear();
    if (tasks.running().isEmpty()) {
      return;
    }
    var task = tasks.running().getFirst();
    var more = tasks.running().size() - 1;
    var text = new Label();
    text.textProperty()
        .bind(
            task.doingProperty()
                .map(doing ->
                    task.title()
                        + (doing.isEmpty() ? "" : ": " + doing)
                        + (more > 0 ? "  (and " + more + " more)" : "")));
    var bar = new ProgressBar();
    bar.progressProperty().bind(task.fractionProperty());
    getChildren().addAll(text, bar);
    if (task.isCancellable()) {
      var cancel = new Button("", new FontIcon("mdi2c-close"));
      cancel.getStyleClass().addAll("flat", "task-button");
      cancel.setTooltip(CommandControls.tooltip("Cancel: " + task.title()));
      cancel.setAccessibleText("Cancel " + task.title());
      cancel.setOnAction(e -> task.cancel());
      getChildren().add(cancel);
    }
  }
}
