package dev.vivarium.workbench.world;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;

/// Undo and redo of the world, and the list of its steps.
public final class StepsPart implements Part {
  private final WorldHistory history;
  private final StepsView view;

  public StepsPart(Desk desk) {
    history = desk.world().history();
    var commands = desk.commands();
    var typing =
        Obstacle.unless(() -> !isTyping(), "The focus is in a text, which has its own undo");
    commands.add(
        "world.undo",
        "Undo the last step in the world",
        "Shortcut+Z",
        "mdi2u-undo",
        Obstacle.unless(history::canUndo, "Nothing has been done to the world").or(typing),
        history::undo);
    commands.add(
        "world.redo",
        "Redo the step in the world",
        "Shortcut+Shift+Z",
        "mdi2r-redo",
        Obstacle.unless(history::canRedo, "Nothing in the world was undone").or(typing),
        history::redo);
    view = new StepsView(history, desk.controls());
  }

  /// Whether the focus is where text has an undo of its own.
  private boolean isTyping() {
    var scene = view.getScene();
    for (Node node = scene == null ? null : scene.getFocusOwner();
        node != null;
        node = node.getParent()) {
      if (node.getStyleClass().contains("palette")) {
        return false;
      }
      if (node.getStyleClass().contains("code-area")
          || (node instanceof TextInputControl input && input.isUndoable())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Panel> panels() {
    return List.of(Panel.of("steps", "Steps", "mdi2u-undo-variant", Place.RIGHT, view));
  }
}
