package dev.vivarium.workbench.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// What is remembered of a project's window.
///
/// @param width pixels
/// @param height pixels
/// @param dividers places of the dividers, 0 to 1: tree, map, inspector, bottom
/// @param theme `dark` or `light`
/// @param openFiles relative to the project
/// @param activeFile the one in front; empty for none
/// @param panel the bottom tab in front
@JsonIgnoreProperties(ignoreUnknown = true)
record WindowLayout(
    double width,
    double height,
    boolean maximized,
    List<Double> dividers,
    String theme,
    List<String> openFiles,
    String activeFile,
    String panel) {
  static final double MIN_WIDTH_PX = 640;
  static final double MIN_HEIGHT_PX = 400;
  private static final double MAX_SIDE_PX = 16_384;
  private static final int MAX_OPEN_FILES = 100;
  private static final List<Double> DIVIDERS = List.of(0.145, 0.64, 0.52, 0.70);

  /// The layout of a project that was never opened.
  static final WindowLayout FIRST =
      new WindowLayout(1600, 900, false, DIVIDERS, "dark", List.of(), "", "Entities");

  WindowLayout {
    width = Math.clamp(width, MIN_WIDTH_PX, MAX_SIDE_PX);
    height = Math.clamp(height, MIN_HEIGHT_PX, MAX_SIDE_PX);
    dividers =
        dividers != null
                && dividers.size() == DIVIDERS.size()
                && dividers.stream().allMatch(d -> d != null && d >= 0 && d <= 1)
            ? List.copyOf(dividers)
            : DIVIDERS;
    theme = theme == null ? "dark" : theme;
    openFiles = openFiles == null ? List.of() : openFiles.stream().limit(MAX_OPEN_FILES).toList();
    activeFile = activeFile == null ? "" : activeFile;
    panel = panel == null ? "" : panel;
  }
}
