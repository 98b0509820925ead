package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.Hover;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is wrong at a place, and what the name there is.
final class HintCard extends VBox {
  private static final double WIDEST_PX = 560;

  HintCard() {
    setId("hover");
    getStyleClass().addAll("assist-box", "assist-details");
    setMaxWidth(WIDEST_PX);
    setMouseTransparent(true);
  }

  /// @return whether there is anything to show
  boolean fill(List<Diagnostic> problems, Optional<Hover> hover) {
    getChildren().clear();
    problems.forEach(problem -> getChildren().add(label(problem)));
    hover.ifPresent(found -> {
      getChildren().add(text(found.code(), "mono", "assist-code"));
      if (!found.doc().isEmpty()) {
        getChildren().add(text(found.doc()));
      }
    });
    return !getChildren().isEmpty();
  }

  private static Label label(Diagnostic problem) {
    var label = text(problem.text());
    var error = problem.severity() == Diagnostic.Severity.ERROR;
    var icon = new FontIcon(error ? "mdi2c-close-circle" : "mdi2a-alert");
    icon.getStyleClass().add(error ? "icon-error" : "icon-warning");
    label.setGraphic(icon);
    return label;
  }

  private static Label text(String text, String... styles) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMaxWidth(WIDEST_PX - 24);
    label.getStyleClass().addAll(styles);
    return label;
  }
}
