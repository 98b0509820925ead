package dev.vivarium.workbench.world;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.WorldEdit;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The steps done to the world, the oldest first. A double click or Enter goes to after a step.
final class StepsView extends BorderPane {
  private static final PseudoClass UNDONE = PseudoClass.getPseudoClass("undone");

  private final WorldHistory history;
  private final ListView<WorldEdit> list;

  StepsView(WorldHistory history, CommandControls controls) {
    this.history = history;
    list = new ListView<>(history.steps());
    list.setId("steps");
    list.getStyleClass().add("dense");
    list.setCellFactory(l -> new StepCell());
    list.setPlaceholder(empty());
    list.setOnMouseClicked(e -> {
      if (e.getClickCount() == 2) {
        goToSelected();
      }
    });
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        goToSelected();
      }
    });
    history.positionProperty().subscribe(p -> list.refresh());
    var hint = new Label("Double click a step to go to it.");
    hint.getStyleClass().add("muted");
    var bar = new HBox(controls.iconButton("world.undo"), controls.iconButton("world.redo"), hint);
    bar.getStyleClass().add("panel-bar");
    setTop(bar);
    setCenter(list);
  }

  private void goToSelected() {
    int index = list.getSelectionModel().getSelectedIndex();
    if (index >= 0) {
      history.goTo(index + 1);
    }
  }

  private static Label empty() {
    var label = new Label("No changes yet. Each edit of an entity becomes a step.");
    label.setGraphic(new FontIcon("mdi2h-history"));
    label.getStyleClass().add("empty-text");
    return label;
  }

  private final class StepCell extends ListCell<WorldEdit> {
    @Override
    protected void updateItem(@Nullable WorldEdit step, boolean empty) {
      super.updateItem(step, empty);
      boolean undone = !empty && getIndex() >= history.positionProperty().get();
      pseudoClassStateChanged(UNDONE, undone);
      setText(empty || step == null ? null : undone ? step.title() + "  (undone)" : step.title());
    }
  }
}
