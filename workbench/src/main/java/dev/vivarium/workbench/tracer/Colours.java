package dev.vivarium.workbench.tracer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

/// The theme's variables as paints, for what is drawn by hand: labels that nobody sees are styled
/// with them, and tell when the theme changes.
final class Colours {
  static final String GROUND = "inset";
  static final String TEXT = "text";
  static final String MUTED = "muted";
  static final String LINE = "line";
  static final String SELECTION = "selection";
  static final String ACCENT = "info";

  private final Map<String, Label> probes = new LinkedHashMap<>();

  Colours(Runnable changed) {
    for (var name : List.of(GROUND, TEXT, MUTED, LINE, SELECTION, ACCENT)) {
      var probe = new Label();
      probe.setStyle("-fx-text-fill: -vivarium-" + name);
      probe.setManaged(false);
      probe.setOpacity(0);
      probe.setMouseTransparent(true);
      probe.textFillProperty().subscribe(p -> changed.run());
      probes.put(name, probe);
    }
  }

  /// To be children of whatever draws.
  List<Label> probes() {
    return List.copyOf(probes.values());
  }

  Paint of(String name) {
    var probe = probes.get(name);
    return probe == null ? Color.TRANSPARENT : probe.getTextFill();
  }
}
