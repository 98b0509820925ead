package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.theme.Fonts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A user who drags one entity of the hierarchy onto another and sorts the table by the head of a
/// column: `DragEntity FOLDER`. Says what the world was asked for, on the standard output.
public final class DragEntity {
  private static final int PATIENCE_S = 60;
  private static final int SETTLE_MS = 1_000;

  private DragEntity() {}

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    var background = Executors.newVirtualThreadPerTaskExecutor();
    var session = new TestWorldSession(10, background);
    var options =
        LaunchOptions.window(
            session, new ProjectFiles(SampleProject.in(folder)), folder.resolve("state"), e -> {});
    FxToolkit.registerPrimaryStage();
    var workbench =
        WaitForAsyncUtils.waitForAsyncFx(
            PATIENCE_S * 1_000L,
            () -> {
              Fonts.load();
              var made = new Workbench(options, Platform::runLater, background, new StageDialogs());
              new WorkbenchWindow(made, new Stage()).show();
              return made;
            });
    var robot = new FxRobot();
    robot.interact(
        () -> robot.lookup("#entity-filter").queryAs(TextField.class).setText("Velocity"));
    robot.sleep(SETTLE_MS);
    robot.clickOn("linear.z");
    WaitForAsyncUtils.waitFor(
        PATIENCE_S,
        TimeUnit.SECONDS,
        () -> workbench.entities().orderProperty().get().by().endsWith("linear.z"));
    System.out.println("sorted by " + workbench.entities().orderProperty().get());
    robot.interact(() -> workbench.showPanel("hierarchy"));
    robot.sleep(SETTLE_MS);
    robot.clickOn(line(robot, "#2"));
    robot.drag(line(robot, "#2")).dropTo(line(robot, "#4"));
    var wanted =
        new WorldCommand.Reparent(
            new EntityHandle(1L << 32 | 2), Optional.of(new EntityHandle(1L << 32 | 4)));
    WaitForAsyncUtils.waitFor(
        PATIENCE_S, TimeUnit.SECONDS, () -> session.commands().contains(wanted));
    System.out.println("hung " + session.commands().getLast());
    System.exit(0);
  }

  private static Label line(FxRobot robot, String text) {
    return robot.lookup("#entity-tree .label").queryAllAs(Label.class).stream()
        .filter(label -> text.equals(label.getText()))
        .findFirst()
        .orElseThrow();
  }
}
