package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.theme.Fonts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// One window on the headless platform and a user at it. A test begins by opening it.
@SuppressWarnings("NullAway.Init")
abstract class WindowTest {
  /// How long a test waits for what must come.
  static final int PATIENCE_S = 40;

  @TempDir Path folder;
  final FxRobot robot = new FxRobot();
  final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AutoCloseable> closedAfter = new ArrayList<>();
  Workbench workbench;
  WorkbenchWindow window;

  /// A window on a world and a project's files, with a memory of layouts of its own.
  final LaunchOptions options(WorldSession session, Path project) {
    return LaunchOptions.window(
        session, new ProjectFiles(project), folder.resolve("state"), line -> {});
  }

  final void open(WorldSession session, Path project) throws TimeoutException {
    open(options(session, project));
  }

  final void open(LaunchOptions options) throws TimeoutException {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupFixture(() -> {
      Fonts.load();
      workbench = new Workbench(options, Platform::runLater, background, new NoDialogs());
      window = new WorkbenchWindow(workbench, new Stage());
      window.show();
    });
  }

  /// Throws away what is unsaved, and lets the world be reset.
  private static final class NoDialogs implements Dialogs {
    @Override
    public Unsaved askUnsaved(List<String> names) {
      return Unsaved.DISCARD;
    }

    @Override
    public boolean askReset() {
      return true;
    }
  }

  /// What the window needs until it is closed.
  final void closeAfterWindow(AutoCloseable needed) {
    closedAfter.add(needed);
  }

  @AfterEach
  final void close() throws Exception {
    if (window != null) {
      FxToolkit.setupFixture(() -> window.close());
      FxToolkit.cleanupStages();
    }
    background.close();
    for (var needed : closedAfter) {
      needed.close();
    }
  }

  /// Waits until something holds on the window's thread.
  static void await(BooleanSupplier met) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        PATIENCE_S, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(met::getAsBoolean).get());
  }

  /// A picture for who wants to look at what was tested, in the folder that the environment names.
  final void picture(String name) throws Exception {
    var to = System.getenv("WINDOW_PICTURES");
    if (to != null) {
      robot.interact(() -> window.resize(1280, 720));
      Thread.sleep(1_500);
      robot.interact(() -> window.writePicture(Path.of(to, name + ".png")));
    }
  }

  /// Waits until nothing of the bar at the top lies outside a window of that width, nor the
  /// window's contents.
  final void awaitNothingCut(int widthPx) throws TimeoutException {
    robot.interact(() -> window.resize(widthPx, 720));
    await(() -> workbench.view().getScene().getWidth() == widthPx);
    await(() -> cut(widthPx).isEmpty());
  }

  private List<Node> cut(int widthPx) {
    return Stream.concat(
            workbench.view().getChildren().stream(),
            robot.lookup(".top-bar").<Pane>query().getChildren().stream())
        .filter(part -> part.isVisible() && part.isManaged())
        .filter(part -> {
          var at = part.localToScene(part.getLayoutBounds());
          return at.getMinX() < -1 || at.getMaxX() > widthPx + 1;
        })
        .toList();
  }

  /// Waits until the node can be seen.
  final <T extends Node> T find(String id, Class<T> type) throws TimeoutException {
    await(() -> robot.lookup(id).tryQuery().filter(Node::isVisible).isPresent());
    return robot.lookup(id).queryAs(type);
  }
}
