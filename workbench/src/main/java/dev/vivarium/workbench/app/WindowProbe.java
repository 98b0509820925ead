package dev.vivarium.workbench.app;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.theme.Fonts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Side;
import javafx.stage.Stage;

/// A whole window on a world, drawn without a display, for measuring what its panels cost. May be
/// used from any thread but the window's.
public final class WindowProbe implements AutoCloseable {
  private static final long PATIENCE_S = 60;
  private static final Logger TOOLKIT_LOG = Logger.getLogger("javafx");
  private static final List<String> PANELS = List.of("entities", "inspector", "messages");

  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final Workbench workbench;
  private final WorkbenchWindow window;
  private final Frames frames;

  private WindowProbe(WorldSession session, ProjectFiles project, Path stateFolder)
      throws Exception {
    var options = LaunchOptions.window(session, project, stateFolder, line -> {});
    workbench =
        onWindow(() -> {
          Fonts.load();
          return new Workbench(options, Platform::runLater, background, new StageDialogs());
        });
    window =
        onWindow(() -> {
          var shown = new WorkbenchWindow(workbench, new Stage());
          shown.show();
          return shown;
        });
    frames = onWindow(Frames::new);
  }

  /// Opens the window, 1280 by 720 pixels, with no panel of the world in it.
  public static WindowProbe open(WorldSession session, ProjectFiles project, Path stateFolder)
      throws Exception {
    System.setProperty("glass.platform", "headless");
    System.setProperty("prism.order", "sw");
    TOOLKIT_LOG.setLevel(Level.SEVERE);
    try {
      Platform.startup(() -> {});
    } catch (IllegalStateException started) {
      // Another window has started the toolkit.
    }
    Platform.setImplicitExit(false);
    var probe = new WindowProbe(session, project, stateFolder);
    onWindow(() -> {
      var _ = probe.window.resize(1280, 720);
      return 0;
    });
    probe.closePanels();
    return probe;
  }

  /// Closes every panel but the project's tree.
  public void closePanels() throws Exception {
    onWindow(() -> {
      var dock = workbench.view().dock();
      // What a closed panel hid comes to the front.
      for (var seen = others(dock.visible()); !seen.isEmpty(); seen = others(dock.visible())) {
        seen.forEach(dock::close);
      }
      return 0;
    });
  }

  private static List<String> others(List<String> panels) {
    return panels.stream().filter(p -> !p.equals("project") && !p.equals("editor")).toList();
  }

  /// Opens the table of entities, the inspector with the first entity, and the tracer, all to be
  /// seen at once.
  public void openPanels() throws Exception {
    var first = workbench.session().entities(new EntityQuery("", 0, 1)).get();
    onWindow(() -> {
      workbench.selection().select(first.rows().getFirst().handle());
      PANELS.forEach(workbench::showPanel);
      workbench.view().dock().moveTo("inspector", Side.RIGHT);
      workbench.view().dock().moveTo("entities", Side.LEFT);
      workbench.view().dock().moveTo("messages", Side.BOTTOM);
      return 0;
    });
  }

  /// The panels measured that can be seen now.
  public List<String> seen() throws Exception {
    return onWindow(() -> PANELS.stream().filter(workbench.view().dock()::isVisible).toList());
  }

  /// Messages that the tracer lists now.
  public int messages() throws Exception {
    return onWindow(() -> workbench.messages().model().messages().size());
  }

  /// Forgets the frames so far and takes the time of those to come.
  public void beginFrames() throws Exception {
    onWindow(() -> {
      frames.begin();
      return 0;
    });
  }

  /// Milliseconds of processor time that each frame since [#beginFrames] cost the window's thread,
  /// with all tasks that ran between it and the one before.
  public double[] endFrames() throws Exception {
    return onWindow(frames::end);
  }

  private static <T> T onWindow(Supplier<T> work) throws Exception {
    return CompletableFuture.supplyAsync(work, Platform::runLater)
        .get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    CompletableFuture.runAsync(
            () -> {
              frames.stop();
              window.close();
            },
            Platform::runLater)
        .join();
    background.close();
  }

  /// Belongs to the window's thread.
  private static final class Frames extends AnimationTimer {
    private static final int MAX_FRAMES = 36_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final double[] millis = new double[MAX_FRAMES];
    private int count;
    private long beforeNanos;

    void begin() {
      count = 0;
      beforeNanos = THREADS.getCurrentThreadCpuTime();
      start();
    }

    @Override
    public void handle(long nowNanos) {
      var now = THREADS.getCurrentThreadCpuTime();
      if (count < MAX_FRAMES) {
        millis[count++] = (now - beforeNanos) / 1e6;
      }
      beforeNanos = now;
    }

    double[] end() {
      stop();
      return Arrays.copyOf(millis, count);
    }
  }
}
