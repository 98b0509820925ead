package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.dock.LayoutJson;
import dev.vivarium.workbench.editor.DocumentViewModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One window on one project: its scene, its theme and its remembered layout. Belongs to the
/// window's thread.
final class WorkbenchWindow {
  private static final Logger LOG = LoggerFactory.getLogger(WorkbenchWindow.class);
  private static final Duration RESIZE_TIME = Duration.millis(150);

  private final Workbench workbench;
  private final Stage stage;
  private final Scene scene;
  private final Subscription look;
  private final Optional<LayoutStore> store;
  private Runnable closed = () -> {};

  WorkbenchWindow(Workbench workbench, Stage stage) {
    this.workbench = workbench;
    this.stage = stage;
    var options = workbench.options();
    this.store =
        options.screenshot().isPresent()
            ? Optional.empty()
            : Optional.of(new LayoutStore(options.stateFolder(), options.project().root()));
    var remembered = store.map(LayoutStore::load);
    var layout = remembered.flatMap(LayoutStore.Remembered::layout);
    remembered.map(LayoutStore.Remembered::problem).ifPresent(workbench::warn);
    this.scene = new Scene(workbench.view());
    new CommandControls(workbench.commands())
        .bindShortcuts(scene, () -> !workbench.view().takesKeys());
    look = Look.keep(scene, workbench.program());
    stage
        .focusedProperty()
        .subscribe((was, is) -> {
          if (!is) {
            workbench.left();
          }
        });
    stage.setScene(scene);
    stage.setTitle(
        options.project().name()
            + options.far().map(far -> " on " + far.link().server()).orElse("")
            + " – Vivarium");
    stage.setOnCloseRequest(e -> {
      e.consume();
      requestClose();
    });
    workbench.view().onCloseRequest(this::requestClose);
    restore(layout.orElse(store.isPresent() ? WindowLayout.FIRST : WindowLayout.PICTURE));
    openFiles(layout);
  }

  private void restore(WindowLayout wanted) {
    // A picture may be larger than any screen; a window may not.
    var layout = store.isPresent() ? onAScreen(wanted) : wanted;
    if (Double.isFinite(layout.x()) && Double.isFinite(layout.y())) {
      stage.setX(layout.x());
      stage.setY(layout.y());
    }
    stage.setWidth(layout.width());
    stage.setHeight(layout.height());
    stage.setMinWidth(WindowLayout.MIN_WIDTH_PX);
    stage.setMinHeight(WindowLayout.MIN_HEIGHT_PX);
    stage.setMaximized(layout.maximized());
    if (!layout.panels().isNull() && !restorePanels(layout)) {
      store.ifPresent(s -> workbench.warn(s.damage()));
    }
  }

  private boolean restorePanels(WindowLayout layout) {
    try {
      return workbench.view().dock().restore(LayoutJson.read(layout.panels()));
    } catch (IllegalArgumentException e) {
      LOG.warn("the remembered places of the panels are not used: {}", e.getMessage());
      return false;
    }
  }

  /// Screens come and go: a window that would lie on none is brought to the first one.
  private static WindowLayout onAScreen(WindowLayout layout) {
    var room =
        Double.isFinite(layout.x()) && Double.isFinite(layout.y())
            ? Screen.getScreensForRectangle(layout.x(), layout.y(), layout.width(), layout.height())
                .stream()
                .findFirst()
                .orElse(Screen.getPrimary())
                .getVisualBounds()
            : Screen.getPrimary().getVisualBounds();
    return layout.within(room.getMinX(), room.getMinY(), room.getWidth(), room.getHeight());
  }

  private void openFiles(Optional<WindowLayout> layout) {
    CompletableFuture<?> last = CompletableFuture.completedFuture(true);
    if (layout.isEmpty()) {
      workbench.options().openFirst().ifPresent(this::showPlace);
      return;
    }
    for (var file : layout.get().openFiles()) {
      last = last.thenCompose(v -> workbench.editor().open(file));
    }
    var active = layout.get().activeFile();
    if (!active.isEmpty()) {
      var _ = last.thenCompose(v -> workbench.editor().open(active));
    }
  }

  private void showPlace(String place) {
    var _ = workbench.openPlace(place);
  }

  void show() {
    stage.show();
    // The first layout moves dividers that were set before it.
    Platform.runLater(workbench.view()::applyShares);
    workbench.view().start();
  }

  Workbench workbench() {
    return workbench;
  }

  void toFront() {
    stage.toFront();
    stage.requestFocus();
  }

  void onClosed(Runnable action) {
    closed = action;
  }

  private void requestClose() {
    var _ =
        workbench
            .mayClose()
            .thenAcceptAsync(
                may -> {
                  if (may) {
                    close();
                  }
                },
                Platform::runLater);
  }

  /// Remembers the layout and closes without asking.
  void close() {
    store.ifPresent(s -> s.save(layout()));
    workbench.dispose();
    look.unsubscribe();
    stage.hide();
    closed.run();
  }

  private WindowLayout layout() {
    var editor = workbench.editor();
    var active = editor.activeProperty().get();
    return new WindowLayout(
        stage.getX(),
        stage.getY(),
        stage.getWidth(),
        stage.getHeight(),
        stage.isMaximized(),
        LayoutJson.write(workbench.view().dock().layout()),
        editor.documents().stream().map(DocumentViewModel::path).toList(),
        active == null ? "" : active.path());
  }

  /// The future completes on the window's thread, once the panels have their shares of the new
  /// size.
  CompletableFuture<Boolean> resize(int width, int height) {
    var sizes = workbench.view().dock().layout();
    stage.setMaximized(false);
    stage.setWidth(width);
    stage.setHeight(height);
    // The size arrives with a later pulse, and its layout moves the dividers. What is shown, closed
    // or moved until then stays so.
    var done = new CompletableFuture<Boolean>();
    var settled = new PauseTransition(RESIZE_TIME);
    settled.setOnFinished(e -> {
      workbench.view().dock().sizeLike(sizes);
      workbench.view().applyShares();
      done.complete(true);
    });
    settled.play();
    return done;
  }

  /// Writes what the window shows as a PNG.
  void writePicture(Path file) {
    workbench.writePicture(file);
  }
}
