package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.Shortcuts;
import dev.vivarium.workbench.part.EmptyBox;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Stands in the editor's place while no file is open: what to do first, each act with its keys.
final class NoFileView extends VBox {
  private static final List<String> FIRST_ACTS =
      List.of("view.palette", "search.project", "project.newPlugin", "project.newFile");

  /// @param saving what becomes of a file that is saved
  NoFileView(CommandControls controls, String saving) {
    getStyleClass().add("empty-box");
    var label = new Label("Open a file from the project tree.\n" + saving);
    label.setGraphic(new FontIcon("mdi2f-file-document-edit-outline"));
    label.getStyleClass().add("empty-text");
    var acts = new GridPane();
    acts.getStyleClass().add("first-acts");
    for (var id : FIRST_ACTS) {
      var button = controls.textButton(id);
      button.getStyleClass().add("flat");
      var keys = new Label(keys(controls, id));
      keys.getStyleClass().addAll("mono", "muted");
      acts.addRow(acts.getRowCount(), button, keys);
    }
    getChildren().addAll(label, acts);
  }

  /// The same in a window whose project is on another machine.
  static Node far() {
    return new EmptyBox(
        "mdi2s-server-network",
        "The files of this project lie on the server, which reloads its plugins as they are saved"
            + " there.\nHere you work on the running world: entities, messages, time.");
  }

  private static String keys(CommandControls controls, String id) {
    return controls.commands().stream()
        .filter(c -> c.id().equals(id))
        .flatMap(c -> c.shortcut().stream())
        .map(Shortcuts::readable)
        .findFirst()
        .orElse("");
  }
}
