package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.theme.Stylesheets;
import dev.vivarium.workbench.theme.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import javax.imageio.ImageIO;

/// One window on one project: its scene, its theme and its remembered layout. Belongs to the
/// window's thread.
final class WorkbenchWindow {
  private static final Duration RESIZE_TIME = Duration.millis(150);

  private final Workbench workbench;
  private final Stage stage;
  private final Scene scene;
  private final Optional<LayoutStore> store;
  private Runnable closed = () -> {};
  private List<Double> wantedDividers = WindowLayout.FIRST.dividers();

  WorkbenchWindow(Workbench workbench, Stage stage) {
    this.workbench = workbench;
    this.stage = stage;
    var options = workbench.options();
    this.store =
        options.screenshot().isPresent()
            ? Optional.empty()
            : Optional.of(new LayoutStore(options.stateFolder(), options.project().root()));
    var layout = store.flatMap(LayoutStore::load);
    this.scene = new Scene(workbench.view());
    new CommandControls(workbench.commands()).bindShortcuts(scene);
    workbench.themeProperty().set(Theme.named(layout.orElse(WindowLayout.FIRST).theme()));
    workbench.themeProperty().subscribe(this::apply);
    stage.setScene(scene);
    stage.setTitle(options.project().name() + " – Vivarium");
    stage.setOnCloseRequest(e -> {
      e.consume();
      requestClose();
    });
    workbench.view().onCloseRequest(this::requestClose);
    restore(layout.orElse(WindowLayout.FIRST));
    openFiles(layout);
  }

  private void apply(Theme theme) {
    Application.setUserAgentStylesheet(theme.base());
    scene
        .getStylesheets()
        .setAll(theme.accents(), Stylesheets.workbench(), Stylesheets.inspector());
  }

  private void restore(WindowLayout layout) {
    // A picture may be larger than any screen; a window may not.
    var room = Screen.getPrimary().getVisualBounds();
    stage.setWidth(store.isPresent() ? Math.min(layout.width(), room.getWidth()) : layout.width());
    stage.setHeight(
        store.isPresent() ? Math.min(layout.height(), room.getHeight()) : layout.height());
    stage.setMinWidth(WindowLayout.MIN_WIDTH_PX);
    stage.setMinHeight(WindowLayout.MIN_HEIGHT_PX);
    stage.setMaximized(layout.maximized());
    workbench.showPanel(layout.panel());
    workbench.view().setDividers(layout.dividers());
    wantedDividers = layout.dividers();
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
    Platform.runLater(() -> workbench.view().setDividers(wantedDividers));
    workbench.view().start();
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
    stage.hide();
    closed.run();
  }

  private WindowLayout layout() {
    var editor = workbench.editor();
    var active = editor.activeProperty().get();
    return new WindowLayout(
        stage.getWidth(),
        stage.getHeight(),
        stage.isMaximized(),
        workbench.view().dividers(),
        workbench.themeProperty().get().id(),
        editor.documents().stream().map(DocumentViewModel::path).toList(),
        active == null ? "" : active.path(),
        workbench.view().shownPanel());
  }

  void resize(int width, int height) {
    var places = workbench.view().dividers();
    stage.setMaximized(false);
    stage.setWidth(width);
    stage.setHeight(height);
    // The size arrives with a later pulse, and its layout moves the dividers.
    var settled = new PauseTransition(RESIZE_TIME);
    settled.setOnFinished(e -> workbench.view().setDividers(places));
    settled.play();
  }

  /// Writes what the window shows as a PNG.
  void writePicture(Path file) {
    var image = scene.snapshot(null);
    var width = (int) image.getWidth();
    var height = (int) image.getHeight();
    var pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    try {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new ScriptException(0, file + " cannot be written: " + e.getMessage());
    }
  }
}
