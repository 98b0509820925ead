package dev.vivarium.workbench.world;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.WorldEdit;
import javafx.beans.binding.Bindings;
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
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

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
    var hint = new Label("Double-click or Enter goes to a step.");
    hint.setId("steps-hint");
    hint.getStyleClass().add("muted");
    hint.visibleProperty().bind(Bindings.isNotEmpty(history.steps()));
    var undo = controls.iconButton("world.undo");
    var redo = controls.iconButton("world.redo");
    var bar = new HBox(undo, redo, hint);
    CommandControls.pale(undo, history.positionProperty().isEqualTo(0));
    CommandControls.pale(
        redo, history.positionProperty().greaterThanOrEqualTo(Bindings.size(history.steps())));
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

  private static EmptyBox empty() {
    return new EmptyBox("mdi2h-history", "No changes yet. Each edit of an entity becomes a step.");
  }

  private final class StepCell extends ListCell<WorldEdit> {
    /// Stands before the newest step in effect, and keeps its room before the others.
    private final FontIcon mark = new FontIcon("mdi2c-chevron-right");

    StepCell() {
      setGraphicTextGap(4);
    }

    @Override
    protected void updateItem(@Nullable WorldEdit step, boolean empty) {
      super.updateItem(step, empty);
      boolean undone = !empty && getIndex() >= history.positionProperty().get();
      boolean current = !empty && getIndex() == history.positionProperty().get() - 1;
      pseudoClassStateChanged(UNDONE, undone);
      pseudoClassStateChanged(CURRENT, current);
      setAccessibleText(current && step != null ? step.title() + ", the world is here" : null);
      mark.setOpacity(current ? 1 : 0);
      setGraphic(empty ? null : mark);
      setText(empty || step == null ? null : undone ? step.title() + "  (undone)" : step.title());
    }
  }
}
