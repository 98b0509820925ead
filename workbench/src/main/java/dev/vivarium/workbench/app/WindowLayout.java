package dev.vivarium.workbench.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/// What is remembered of a project's window. A place that no screen shows any more, or none at all,
/// is not a number.
///
/// @param x left edge, pixels
/// @param y upper edge, pixels
/// @param width pixels
/// @param height pixels
/// @param panels where the panels stand, in the form of the dock; null for as they stand at first
/// @param openFiles relative to the project
/// @param activeFile the one in front; empty for none
@JsonIgnoreProperties(ignoreUnknown = true)
record WindowLayout(
    double x,
    double y,
    double width,
    double height,
    boolean maximized,
    JsonNode panels,
    List<String> openFiles,
    String activeFile) {
  static final double MIN_WIDTH_PX = 640;
  static final double MIN_HEIGHT_PX = 400;
  private static final double MAX_SIDE_PX = 16_384;
  private static final int MAX_OPEN_FILES = 100;

  /// The layout of a project that was never opened.
  static final WindowLayout FIRST =
      new WindowLayout(
          Double.NaN, Double.NaN, 1600, 900, false, NullNode.getInstance(), List.of(), "");

  /// The window of a script begins small: without a display it can grow but not shrink.
  static final WindowLayout PICTURE =
      new WindowLayout(
          Double.NaN, Double.NaN, 1280, 720, false, NullNode.getInstance(), List.of(), "");

  WindowLayout {
    width = Math.clamp(sound(width, 1600), MIN_WIDTH_PX, MAX_SIDE_PX);
    height = Math.clamp(sound(height, 900), MIN_HEIGHT_PX, MAX_SIDE_PX);
    panels = panels == null ? NullNode.getInstance() : panels;
    openFiles = openFiles == null ? List.of() : openFiles.stream().limit(MAX_OPEN_FILES).toList();
    activeFile = activeFile == null ? "" : activeFile;
  }

  private static double sound(double pixels, double otherwise) {
    return Double.isFinite(pixels) ? pixels : otherwise;
  }

  /// The same, moved and cut to lie inside a screen.
  WindowLayout within(double left, double top, double roomWidth, double roomHeight) {
    var w = Math.min(width, roomWidth);
    var h = Math.min(height, roomHeight);
    return new WindowLayout(
        Double.isFinite(x) ? Math.clamp(x, left, left + roomWidth - w) : Double.NaN,
        Double.isFinite(y) ? Math.clamp(y, top, top + roomHeight - h) : Double.NaN,
        w,
        h,
        maximized,
        panels,
        openFiles,
        activeFile);
  }
}
