package dev.vivarium.workbench.app;

import dev.vivarium.workbench.start.Projects;
import dev.vivarium.workbench.start.RecentProjects;
import dev.vivarium.workbench.start.StartView;
import dev.vivarium.workbench.start.StartViewModel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import javafx.util.Subscription;

/// The window that shows while no project is chosen. Belongs to the window's thread.
final class StartWindow {
  private static final double WIDTH_PX = 1080;
  private static final double HEIGHT_PX = 680;

  private final Stage stage = new Stage();
  private final StartViewModel model;
  private final Scene scene;
  private final Subscription look;
  private Runnable closed = () -> {};

  StartWindow(
      Projects projects,
      RecentProjects recent,
      Program program,
      Executor window,
      Executor background,
      Consumer<Path> open,
      Runnable attach) {
    model = new StartViewModel(projects, recent, window, background, open);
    scene = new Scene(new StartView(model, attach), WIDTH_PX, HEIGHT_PX);
    look = Look.keep(scene, program);
    scene
        .getAccelerators()
        .put(new KeyCodeCombination(KeyCode.Q, KeyCombination.SHORTCUT_DOWN), this::close);
    stage.setScene(scene);
    stage.setTitle("Vivarium");
    stage.setOnCloseRequest(e -> {
      e.consume();
      close();
    });
  }

  void onClosed(Runnable action) {
    closed = action;
  }

  void show() {
    model.refresh();
    stage.show();
    stage.toFront();
  }

  void showProblem(String text) {
    model.problemProperty().set(text);
  }

  void resize(int width, int height) {
    stage.setWidth(width);
    stage.setHeight(height);
  }

  void writePicture(Path file) {
    Picture.write(scene, file);
  }

  void close() {
    look.unsubscribe();
    stage.hide();
    closed.run();
  }
}
