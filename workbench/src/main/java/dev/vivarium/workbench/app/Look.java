package dev.vivarium.workbench.app;

import dev.vivarium.workbench.theme.Stylesheets;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.util.Subscription;

/// Keeps a scene in the theme, text size and motion that the user chose.
final class Look {
  private Look() {}

  static Subscription keep(Scene scene, Program program) {
    var settings = program.settings();
    return program
        .theme()
        .subscribe(t -> apply(scene, program))
        .and(settings.textSize().subscribe((was, is) -> apply(scene, program)))
        .and(settings.motion().subscribe((was, is) -> apply(scene, program)));
  }

  private static void apply(Scene scene, Program program) {
    var theme = program.theme().get();
    Application.setUserAgentStylesheet(theme.base());
    scene.getStylesheets().setAll(theme.accents());
    scene.getStylesheets().addAll(Stylesheets.all(program.scale()));
    scene.getRoot().getStyleClass().remove("no-motion");
    if (program.motionOff()) {
      scene.getRoot().getStyleClass().add("no-motion");
    }
  }
}
