package dev.vivarium.workbench.app;

import java.util.List;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;

/// Asks in dialogs of the toolkit.
final class StageDialogs implements Dialogs {
  private static final ButtonType SAVE = new ButtonType("Save", ButtonData.YES);
  private static final ButtonType DISCARD = new ButtonType("Discard", ButtonData.NO);
  private static final ButtonType RESET = new ButtonType("Reset", ButtonData.OK_DONE);

  @Override
  public Unsaved askUnsaved(List<String> names) {
    var alert =
        new Alert(
            Alert.AlertType.CONFIRMATION,
            "What you typed would be lost.",
            SAVE,
            DISCARD,
            ButtonType.CANCEL);
    alert.setHeaderText("Save " + String.join(", ", names) + "?");
    var answer = alert.showAndWait().orElse(ButtonType.CANCEL);
    if (answer == SAVE) {
      return Unsaved.SAVE;
    }
    return answer == DISCARD ? Unsaved.DISCARD : Unsaved.CANCEL;
  }

  @Override
  public boolean askReset() {
    var alert =
        new Alert(
            Alert.AlertType.CONFIRMATION,
            "The scenes are loaded anew. Entities born at run time, and changes that are not in a scene,"
                + " are lost.",
            RESET,
            ButtonType.CANCEL);
    alert.setHeaderText("Reset the world?");
    return alert.showAndWait().filter(RESET::equals).isPresent();
  }
}
