package dev.vivarium.workbench.app;

import dev.vivarium.workbench.attach.AttachView;
import dev.vivarium.workbench.attach.AttachViewModel;
import dev.vivarium.workbench.attach.Servers;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import javafx.util.Subscription;

/// The window in which a far world is chosen. Belongs to the window's thread.
final class AttachWindow {
  private static final double WIDTH_PX = 640;
  private static final double HEIGHT_PX = 520;

  private final Stage stage = new Stage();
  private final AttachViewModel model;
  private final AttachView view;
  private final Scene scene;
  private final Subscription look;
  private Runnable closed = () -> {};

  AttachWindow(
      Servers servers,
      Program program,
      Executor window,
      Executor background,
      Consumer<RemoteWorldSession> entered) {
    model = new AttachViewModel(servers, window, background, entered);
    view = new AttachView(model);
    scene = new Scene(view, WIDTH_PX, HEIGHT_PX);
    look = Look.keep(scene, program);
    for (var keys : new KeyCode[] {KeyCode.Q, KeyCode.W}) {
      scene
          .getAccelerators()
          .put(new KeyCodeCombination(keys, KeyCombination.SHORTCUT_DOWN), this::close);
    }
    stage.setScene(scene);
    stage.setTitle("Attach to a server – Vivarium");
    stage.setOnCloseRequest(e -> {
      e.consume();
      close();
    });
  }

  void onClosed(Runnable action) {
    closed = action;
  }

  /// @param address to try at once; empty for none
  void show(String address) {
    model.refresh();
    stage.show();
    stage.toFront();
    view.focusFirst();
    if (!address.isEmpty()) {
      model.addressProperty().set(address);
      model.connect();
    }
  }

  AttachViewModel model() {
    return model;
  }

  void resize(int widthPx, int heightPx) {
    stage.setWidth(widthPx);
    stage.setHeight(heightPx);
  }

  void writePicture(Path file) {
    Picture.write(scene, file);
  }

  void close() {
    model.cancel();
    look.unsubscribe();
    stage.hide();
    closed.run();
  }
}
