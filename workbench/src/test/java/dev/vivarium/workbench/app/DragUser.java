package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.theme.Fonts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A user with a mouse at a window on the sample project, on a real display.
///
/// @param project the folder of the project
record DragUser(Workbench workbench, TestWorldSession session, Path project, FxRobot robot) {
  private static final int PATIENCE_S = 60;

  /// The window has to have been drawn where the mouse goes.
  private static final int SETTLE_MS = 1_000;

  static DragUser at(Path folder) throws Exception {
    var background = Executors.newVirtualThreadPerTaskExecutor();
    var session = new TestWorldSession(10, background);
    var project = SampleProject.in(folder);
    var options =
        LaunchOptions.window(session, new ProjectFiles(project), folder.resolve("state"), e -> {});
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
    var user = new DragUser(workbench, session, project, new FxRobot());
    user.settle();
    return user;
  }

  void settle() {
    robot.sleep(SETTLE_MS);
    WaitForAsyncUtils.waitForFxEvents(20);
  }

  /// Waits until something holds on the window's thread.
  void await(Callable<Boolean> met) throws Exception {
    WaitForAsyncUtils.waitFor(
        PATIENCE_S, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(met).get());
  }

  /// The visible thing with this text, among those that a selector finds, once it is there.
  Node find(String selector, String text) throws Exception {
    await(() -> seen(selector, text).isPresent());
    return seen(selector, text).orElseThrow();
  }

  private Optional<Labeled> seen(String selector, String text) {
    return robot.lookup(selector).queryAllAs(Labeled.class).stream()
        .filter(labeled -> text.equals(labeled.getText()) && labeled.isVisible())
        .findFirst();
  }
}
