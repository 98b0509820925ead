package dev.vivarium.workbench.app;

import dev.vivarium.workbench.start.Projects;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// The question in a dialog: what would run, and whose it is.
final class TrustDialog implements TrustQuestion {
  private static final double WIDTH_PX = 520;
  private static final double LIST_PX = 160;
  private static final ButtonType TRUST = new ButtonType("Trust it and run", ButtonData.YES);
  private static final ButtonType LOOK =
      new ButtonType("Open without running anything", ButtonData.NO);

  private final Program program;

  TrustDialog(Program program) {
    this.program = program;
  }

  @Override
  public Answer ask(Projects.Preview project) {
    var alert = new Alert(Alert.AlertType.WARNING, "", TRUST, LOOK, ButtonType.CANCEL);
    alert.setTitle("Vivarium");
    alert.setHeaderText("Do you trust the authors of " + project.name() + "?");
    alert.getDialogPane().setContent(content(project));
    alert.getDialogPane().setPrefWidth(WIDTH_PX);
    var look = Look.keep(alert.getDialogPane().getScene(), program);
    var answer = alert.showAndWait().orElse(ButtonType.CANCEL);
    look.unsubscribe();
    if (answer == TRUST) {
      return Answer.TRUST;
    }
    return answer == LOOK ? Answer.READ_ONLY : Answer.CANCEL;
  }

  private static VBox content(Projects.Preview project) {
    var why =
        new Label(
            "Its plugins are programs. Nothing of it has run yet. If you trust it, this would be"
                + " built and run:");
    why.setWrapText(true);
    var list = new VBox();
    list.getStyleClass().add("trust-list");
    project.runs().forEach(line -> list.getChildren().add(new Label(line)));
    if (project.runs().isEmpty()) {
      list.getChildren().add(new Label("nothing: it has no plugins"));
    }
    var scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(LIST_PX);
    var owner = project.owner().isEmpty() ? "" : "\nThe folder belongs to " + project.owner() + ".";
    var where = new Label("It lies in " + project.folder() + "." + owner);
    where.setWrapText(true);
    return new VBox(8, why, scroll, where);
  }
}
