package dev.vivarium.workbench.app;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.TextField;

/// A user who drags one entity of the hierarchy onto another and sorts the table by the head of a
/// column: `DragEntity FOLDER`. Says what the world was asked for, on the standard output.
public final class DragEntity {
  private DragEntity() {}

  public static void main(String[] args) throws Exception {
    var user = DragUser.at(Path.of(args[0]));
    var workbench = user.workbench();
    var robot = user.robot();
    robot.interact(
        () -> robot.lookup("#entity-filter").queryAs(TextField.class).setText("Velocity"));
    user.settle();
    user.await(() -> robot.lookup("linear.z").tryQuery().isPresent());
    robot.clickOn("linear.z");
    user.await(() -> workbench.entities().orderProperty().get().by().endsWith("linear.z"));
    System.out.println("sorted by " + workbench.entities().orderProperty().get());
    robot.interact(() -> workbench.showPanel("hierarchy"));
    user.settle();
    robot.clickOn(user.find("#entity-tree .label", "#2"));
    robot
        .drag(user.find("#entity-tree .label", "#2"))
        .dropTo(user.find("#entity-tree .label", "#4"));
    var wanted =
        new WorldCommand.Reparent(
            new EntityHandle(1L << 32 | 2), Optional.of(new EntityHandle(1L << 32 | 4)));
    user.await(() -> user.session().commands().contains(wanted));
    System.out.println("hung " + user.session().commands().getLast());
    System.exit(0);
  }
}
