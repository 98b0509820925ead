package dev.vivarium.workbench.viewport;

/// From metres of the world to pixels of the map and back. Immutable.
///
/// @param centreX metres to the right of the origin that lie in the middle of the map
/// @param centreY metres down from the origin that lie there
/// @param pixelsPerMetre the zoom
record MapCamera(double centreX, double centreY, double pixelsPerMetre) {
  static final double MIN_PIXELS_PER_METRE = 1e-3;
  static final double MAX_PIXELS_PER_METRE = 1e4;
  private static final double MARGIN = 0.92;

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

  /// Shows all of a rectangle.
  static MapCamera fitting(
      double minX, double minY, double maxX, double maxY, double width, double height) {
    var spanX = Math.max(maxX - minX, 1e-3);
    var spanY = Math.max(maxY - minY, 1e-3);
    var zoom = MARGIN * Math.min(width / spanX, height / spanY);
    return new MapCamera((minX + maxX) / 2, (minY + maxY) / 2, Math.min(zoom, 200));
  }
}
