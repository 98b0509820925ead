package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.session.MapFrame;

/// The rectangle that holds some points, in metres of the map's plane. Immutable.
record MapBounds(double minX, double minY, double maxX, double maxY) {
  /// Holds nothing.
  static final MapBounds NONE =
      new MapBounds(
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  boolean isEmpty() {
    return minX > maxX;
  }

  /// This, widened to hold a place too; one that is nowhere counts for nothing.
  MapBounds with(double x, double y) {
    return Double.isFinite(x) && Double.isFinite(y)
        ? new MapBounds(Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y))
        : this;
  }

  /// This, widened to hold the points of a frame too; those that are nowhere count for nothing.
  MapBounds with(MapFrame points, MapPlane plane) {
    var left = minX;
    var top = minY;
    var right = maxX;
    var bottom = maxY;
    for (var i = 0; i < points.count(); i++) {
      var x = plane.right(points, i);
      var y = plane.down(points, i);
      if (Double.isFinite(x) && Double.isFinite(y)) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
    return new MapBounds(left, top, right, bottom);
  }
}
