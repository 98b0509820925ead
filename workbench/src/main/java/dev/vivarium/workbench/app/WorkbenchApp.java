package dev.vivarium.workbench.app;

import dev.vivarium.workbench.attach.AttachViewModel;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.start.Projects;
import dev.vivarium.workbench.theme.Fonts;
import dev.vivarium.workbench.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Opens the workbench's window. Not an application class of the toolkit, so that it starts from
/// the class path.
public final class WorkbenchApp {
  /// Time for the last answers of the world to arrive and be drawn before a picture is taken.
  private static final Duration SETTLE = Duration.millis(600);

  /// Time that the plugins of a world may take to be built.
  private static final Duration MAX_LOADING = Duration.minutes(2);

  private static final Duration LOOK_AGAIN = Duration.millis(50);
  private static final int MAX_LOOKS = (int) (MAX_LOADING.toMillis() / LOOK_AGAIN.toMillis());

  private static final Logger TOOLKIT_LOG = Logger.getLogger("javafx");

  private WorkbenchApp() {}

  /// Shows the window and returns when it is closed, or when its script and picture are done. To be
  /// called once in a process, on any thread but the toolkit's.
  ///
  /// The process needs `--enable-native-access=ALL-UNNAMED`. With a screenshot wanted it draws
  /// without a display.
  ///
  /// @return 0 if all went well, 1 if the script or the picture failed, with the reason in
  ///   [LaunchOptions#errors()]
  /// @throws NoDisplayException if the toolkit does not start; nothing was shown
  public static int launch(LaunchOptions options) {
    return run(
        options.screenshot(),
        options.errors(),
        (background, done) -> {
          var program = Program.of(options);
          var workbench =
              new Workbench(options, Platform::runLater, background, new StageDialogs(), program);
          var window = new WorkbenchWindow(workbench, new Stage());
          window.onClosed(() -> done.complete(null));
          window.show();
          follow(workbench, window, options, done);
          return program;
        });
  }

  /// The same with a way to more windows; returns when the last of them is closed.
  ///
  /// @param close ends the world of the first window, once that is closed
  public static int launch(LaunchOptions options, Projects projects, Runnable close) {
    return run(
        options.screenshot(),
        options.errors(),
        (background, done) -> {
          var program = Program.of(options);
          var windows = windows(projects, program, options.stateFolder(), background, done);
          var window = windows.show(options, close);
          follow(window.workbench(), window, options, done);
          return program;
        });
  }

  /// Shows the start page and returns when the last window is closed. With a screenshot wanted it
  /// draws the page without a display, after the theme, size and text size of `look` are taken on.
  public static int start(
      Projects projects,
      Path stateFolder,
      Optional<Path> screenshot,
      StartLook look,
      Consumer<String> errors) {
    return run(
        screenshot,
        errors,
        (background, done) -> {
          var program =
              new Program(screenshot.isPresent() ? Optional.empty() : Optional.of(stateFolder));
          var windows = windows(projects, program, stateFolder, background, done);
          screenshot.ifPresentOrElse(
              file -> {
                program.theme().set(look.theme());
                program.settings().textSize().set(look.textSize());
                look.attach()
                    .ifPresentOrElse(
                        address -> picture(windows.showAttach(address), file, look),
                        () -> picture(windows.showStart(), file, look));
              },
              windows::showStart);
          return program;
        });
  }

  /// Shows the way to a server's world, tries the address at once, and returns when the last window
  /// is closed.
  ///
  /// @param launch what the window on that world is opened on
  public static int attach(
      Projects projects,
      Path stateFolder,
      String address,
      FarLaunch launch,
      Consumer<String> errors) {
    return run(
        Optional.empty(),
        errors,
        (background, done) -> {
          var program = new Program(Optional.of(stateFolder));
          windows(projects, program, stateFolder, background, done).showAttach(address, launch);
          return program;
        });
  }

  private static void picture(StartWindow start, Path file, StartLook look) {
    start.resize(look.widthPx(), look.heightPx());
    var _ =
        settle()
            .thenRun(() -> start.writePicture(file))
            .whenComplete((v, problem) -> start.close());
  }

  /// Once the server was looked at, if one was to be.
  private static void picture(AttachWindow attach, Path file, StartLook look) {
    attach.resize(look.widthPx(), look.heightPx());
    var _ =
        settled(attach, MAX_LOOKS)
            .thenCompose(v -> settle())
            .thenRun(() -> attach.writePicture(file))
            .whenComplete((v, problem) -> attach.close());
  }

  private static CompletableFuture<@Nullable Void> settled(AttachWindow attach, int looksLeft) {
    return attach.model().stepProperty().get() != AttachViewModel.Step.SERVER || looksLeft == 0
        ? CompletableFuture.completedFuture(null)
        : pause(LOOK_AGAIN).thenCompose(v -> settled(attach, looksLeft - 1));
  }

  /// How the start page is to look in a picture.
  ///
  /// @param textSize `small`, `normal` or `large`
  /// @param attach the address of a server whose page is shown instead; empty text for none yet
  public record StartLook(
      Theme theme, int widthPx, int heightPx, String textSize, Optional<String> attach) {}

  private static Windows windows(
      Projects projects,
      Program program,
      Path stateFolder,
      Executor background,
      CompletableFuture<@Nullable Void> done) {
    var windows =
        new Windows(
            projects,
            program,
            stateFolder,
            Platform::runLater,
            background,
            new StageDialogs(),
            new TrustDialog(program),
            () -> done.complete(null));
    program.setWindows(windows);
    return windows;
  }

  /// Shows the first window, on the toolkit's thread.
  @FunctionalInterface
  private interface First {
    Program show(Executor background, CompletableFuture<@Nullable Void> done);
  }

  private static int run(Optional<Path> screenshot, Consumer<String> errors, First first) {
    if (screenshot.isPresent()) {
      System.setProperty("glass.platform", "headless");
      System.setProperty("prism.order", "sw");
    }
    // The toolkit warns of running from the class path, which is how this program is meant to run.
    TOOLKIT_LOG.setLevel(Level.SEVERE);
    var done = new CompletableFuture<@Nullable Void>();
    var program = new CompletableFuture<Program>();
    try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
      startToolkit(() -> {
        try {
          Platform.setImplicitExit(false);
          Fonts.load();
          program.complete(first.show(background, done));
        } catch (RuntimeException e) {
          done.completeExceptionally(e);
        }
      });
      // A toolkit that did not start must not be asked to end: it would be waited for without end.
      try {
        return await(done, errors);
      } finally {
        Platform.exit();
      }
    } finally {
      if (program.isDone()) {
        program.join().close();
      }
    }
  }

  private static void startToolkit(Runnable then) {
    try {
      Platform.startup(then);
    } catch (RuntimeException | LinkageError e) {
      throw new NoDisplayException(e);
    }
  }

  private static int await(CompletableFuture<@Nullable Void> done, Consumer<String> errors) {
    try {
      done.join();
      return 0;
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      errors.accept(String.valueOf(cause.getMessage()));
      return 1;
    }
  }

  private static void follow(
      Workbench workbench,
      WorkbenchWindow window,
      LaunchOptions options,
      CompletableFuture<@Nullable Void> done) {
    if (options.script().isPresent() || options.screenshot().isPresent()) {
      var startup = new Startup(workbench);
      startup.watch();
      var _ =
          loaded(workbench, MAX_LOOKS)
              .thenCompose(v -> settle())
              .thenCompose(v -> runScript(workbench, window, startup, options))
              .thenCompose(v -> settle())
              .thenAccept(v -> options.screenshot().ifPresent(window::writePicture))
              .whenComplete((v, problem) -> scriptEnded(window, options, done, problem));
    }
  }

  private static void scriptEnded(
      WorkbenchWindow window,
      LaunchOptions options,
      CompletableFuture<@Nullable Void> done,
      @Nullable Throwable problem) {
    if (problem != null) {
      done.completeExceptionally(
          problem instanceof CompletionException e && e.getCause() != null
              ? e.getCause()
              : problem);
    } else if (options.screenshot().isPresent()) {
      window.close();
    }
  }

  private static CompletableFuture<@Nullable Void> runScript(
      Workbench workbench, WorkbenchWindow window, Startup startup, LaunchOptions options) {
    if (options.script().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      List<String> lines = Files.readAllLines(options.script().get());
      return new ScriptRunner(workbench, window, startup).run(Script.parse(lines));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new ScriptException(0, options.script().get() + " cannot be read: " + e.getMessage()));
    } catch (ScriptException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Waits until the world no longer loads; what keeps it from running is part of the picture.
  private static CompletableFuture<@Nullable Void> loaded(Workbench workbench, int looksLeft) {
    if (workbench.world().statusProperty().get().state() != RunState.LOADING) {
      return CompletableFuture.completedFuture(null);
    }
    return looksLeft == 0
        ? CompletableFuture.failedFuture(
            new ScriptException(0, "the world is still loading after " + MAX_LOADING))
        : pause(LOOK_AGAIN).thenCompose(v -> loaded(workbench, looksLeft - 1));
  }

  private static CompletableFuture<@Nullable Void> settle() {
    return pause(SETTLE);
  }

  private static CompletableFuture<@Nullable Void> pause(Duration length) {
    var settled = new CompletableFuture<@Nullable Void>();
    var pause = new PauseTransition(length);
    pause.setOnFinished(e -> settled.complete(null));
    pause.play();
    return settled;
  }
}
