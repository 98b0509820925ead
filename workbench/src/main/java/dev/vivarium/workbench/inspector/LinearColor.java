package dev.vivarium.workbench.inspector;

/// Between linear light, in which worlds hold colours, and the sRGB of screens.
final class LinearColor {
  private LinearColor() {}

  static double toScreen(double linear) {
    var c = Math.clamp(linear, 0, 1);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
  }

  static double fromScreen(double screen) {
    return screen <= 0.04045 ? screen / 12.92 : Math.pow((screen + 0.055) / 1.055, 2.4);
  }
}
