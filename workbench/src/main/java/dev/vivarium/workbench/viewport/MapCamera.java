package dev.vivarium.workbench.viewport;

/// From metres of the world to pixels of the map and back. Immutable.
///
/// @param centreX metres to the right of the origin that lie in the middle of the map
/// @param centreY metres down from the origin that lie there
/// @param pixelsPerMetre the zoom
record MapCamera(double centreX, double centreY, double pixelsPerMetre) {
  static final double MIN_PIXELS_PER_METRE = 1e-3;
  static final double MAX_PIXELS_PER_METRE = 1e4;

  /// Room kept free at the edges: the legend and the buttons lie above, the scale below.
  private static final double ABOVE_PX = 40;

  private static final double BELOW_PX = 36;
  private static final double BESIDE_PX = 20;

  /// A low map keeps the legend free and no more than that no dot is cut through.
  private static final double LEAST_ABOVE_PX = 32;

  /// What stays free on every side of a map too small for more: dots are larger than their places.
  private static final double LEAST_PX = 8;

  private static final double FITTING_PIXELS_PER_METRE_MAX = 200;

  MapCamera {
    pixelsPerMetre = Math.clamp(pixelsPerMetre, MIN_PIXELS_PER_METRE, MAX_PIXELS_PER_METRE);
  }

  double screenX(double x, double width) {
    return width / 2 + (x - centreX) * pixelsPerMetre;
  }

  double screenY(double y, double height) {
    return height / 2 + (y - centreY) * pixelsPerMetre;
  }

  double worldX(double pixel, double width) {
    return centreX + (pixel - width / 2) / pixelsPerMetre;
  }

  double worldY(double pixel, double height) {
    return centreY + (pixel - height / 2) / pixelsPerMetre;
  }

  MapCamera pannedBy(double dx, double dy) {
    return new MapCamera(
        centreX - dx / pixelsPerMetre, centreY - dy / pixelsPerMetre, pixelsPerMetre);
  }

  /// Zooms so that the place under a pixel stays under it.
  MapCamera zoomedAt(double pixelX, double pixelY, double width, double height, double factor) {
    var x = worldX(pixelX, width);
    var y = worldY(pixelY, height);
    var zoomed = new MapCamera(centreX, centreY, pixelsPerMetre * factor);
    return new MapCamera(
        x - (pixelX - width / 2) / zoomed.pixelsPerMetre,
        y - (pixelY - height / 2) / zoomed.pixelsPerMetre,
        zoomed.pixelsPerMetre);
  }

  MapCamera centredAt(double x, double y) {
    return new MapCamera(x, y, pixelsPerMetre);
  }

  /// Shows all of a rectangle, beside what lies upon the map's edges if there is room.
  static MapCamera fitting(
      double minX, double minY, double maxX, double maxY, double width, double height) {
    var spanX = Math.max(maxX - minX, 1e-3);
    var spanY = Math.max(maxY - minY, 1e-3);
    var isRoomy = width > 6 * BESIDE_PX && height > 2 * (ABOVE_PX + BELOW_PX);
    var beside = isRoomy ? BESIDE_PX : LEAST_PX;
    var above = isRoomy ? ABOVE_PX : height > 3 * LEAST_ABOVE_PX ? LEAST_ABOVE_PX : LEAST_PX;
    var below = isRoomy ? BELOW_PX : LEAST_PX;
    var zoom = Math.min((width - 2 * beside) / spanX, (height - above - below) / spanY);
    zoom = Math.clamp(zoom, MIN_PIXELS_PER_METRE, FITTING_PIXELS_PER_METRE_MAX);
    var lift = (above - below) / 2 / zoom;
    return new MapCamera((minX + maxX) / 2, (minY + maxY) / 2 - lift, zoom);
  }
}
