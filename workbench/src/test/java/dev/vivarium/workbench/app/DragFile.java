package dev.vivarium.workbench.app;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;

/// A user who drags a file of the project tree into another folder and takes that back: `DragFile
/// FOLDER`. Says where the file lies after each, on the standard output.
public final class DragFile {
  private DragFile() {}

  public static void main(String[] args) throws Exception {
    var user = DragUser.at(Path.of(args[0]));
    var from = user.project().resolve("scenes/pool.json");
    var to = user.project().resolve("assets/pool.json");
    user.robot()
        .drag(user.find("#project-tree .tree-cell", "pool.json"))
        .dropTo(user.find("#project-tree .tree-cell", "assets"));
    user.await(() -> Files.exists(to) && !Files.exists(from));
    System.out.println("moved to " + user.project().relativize(to));
    user.settle();
    user.robot().interact(() -> user.workbench().commands().run("project.show"));
    user.robot().push(KeyCode.SHORTCUT, KeyCode.Z);
    user.await(() -> Files.exists(from) && !Files.exists(to));
    System.out.println("back at " + user.project().relativize(from));
    System.exit(0);
  }
}
