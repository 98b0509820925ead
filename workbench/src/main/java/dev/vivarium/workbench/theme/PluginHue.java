package dev.vivarium.workbench.theme;

import javafx.scene.paint.Color;

/// The colour of a plugin: its hue at a lightness that stands out from the theme's background.
public final class PluginHue {
  /// Colour of what belongs to no plugin.
  public static final double NONE = -1;

  private PluginHue() {}

  public static Color color(double hueDegrees, Theme theme) {
    var dark = theme == Theme.DARK;
    if (hueDegrees < 0) {
      return dark ? Color.web("#8b949e") : Color.web("#6e7781");
    }
    return dark ? Color.hsb(hueDegrees, 0.55, 0.95) : Color.hsb(hueDegrees, 0.85, 0.70);
  }

  /// The same for style sheets.
  public static String css(double hueDegrees, Theme theme) {
    var c = color(hueDegrees, theme);
    return "rgb(%d,%d,%d)"
        .formatted(channel(c.getRed()), channel(c.getGreen()), channel(c.getBlue()));
  }

  private static int channel(double value) {
    return (int) Math.round(value * 255);
  }
}
