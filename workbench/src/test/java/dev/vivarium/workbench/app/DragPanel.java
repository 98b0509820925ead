package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.theme.Fonts;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A user who drags the map by its tab onto the tabs of the lower panels and then to the left edge
/// of the editor: `DragPanel FOLDER`. Says where the map stands after each, on the standard output.
public final class DragPanel {
  private static final int PATIENCE_S = 20;
  private static final int SETTLE_MS = 500;

  private DragPanel() {}

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    var background = Executors.newVirtualThreadPerTaskExecutor();
    var options =
        LaunchOptions.window(
            new TestWorldSession(10, background),
            new ProjectFiles(SampleProject.in(folder)),
            folder.resolve("state"),
            e -> {});
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
    robot.sleep(SETTLE_MS);
    robot.drag("#panel-map").dropTo("#panel-messages");
    await(workbench, Side.BOTTOM);
    robot.sleep(SETTLE_MS);
    robot.drag("#panel-map").dropTo(leftEdge(robot.lookup(".editor").query()));
    await(workbench, Side.LEFT);
    System.exit(0);
  }

  private static Point2D leftEdge(Node editor) {
    var bounds = editor.localToScreen(editor.getBoundsInLocal());
    return new Point2D(bounds.getMinX() + 10, bounds.getCenterY());
  }

  private static void await(Workbench workbench, Side side) throws Exception {
    WaitForAsyncUtils.waitFor(
        PATIENCE_S,
        TimeUnit.SECONDS,
        () -> WaitForAsyncUtils.asyncFx(() -> workbench.view().dock().sideOf("map") == side).get());
    System.out.println("the map stands on the side " + side);
  }
}
