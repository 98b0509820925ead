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
import javafx.application.Platform;
import javafx.scene.Node;
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

  /// Waits until the node can be seen.
  final <T extends Node> T find(String id, Class<T> type) throws TimeoutException {
    await(() -> robot.lookup(id).tryQuery().filter(Node::isVisible).isPresent());
    return robot.lookup(id).queryAs(type);
  }
}
