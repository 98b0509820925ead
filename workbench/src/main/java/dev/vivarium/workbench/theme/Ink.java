package dev.vivarium.workbench.theme;

import javafx.scene.control.Label;
import javafx.scene.paint.Color;

/// A colour of the theme for what is drawn by hand: an unseen label that follows the style sheets.
/// To be made a child of what draws with it.
public final class Ink extends Label {
  /// @param variable name of a looked-up colour, such as `-vivarium-line`
  public Ink(String variable) {
    setStyle("-fx-text-fill: " + variable);
    setVisible(false);
    setManaged(false);
  }

  public Color color() {
    return getTextFill() instanceof Color color ? color : Color.GRAY;
  }

  public Color color(double opacity) {
    var c = color();
    return Color.color(c.getRed(), c.getGreen(), c.getBlue(), opacity);
  }
}
