package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.session.MapFrame;

/// From where the map looks at the world.
public enum MapPlane {
  /// From above: x to the right, z towards the viewer, which is down.
  TOP,
  /// From the front: x to the right, y up.
  FRONT;

  double right(MapFrame frame, int point) {
    return frame.x(point);
  }

  double down(MapFrame frame, int point) {
    return this == TOP ? frame.z(point) : -frame.y(point);
  }

  MapPlane other() {
    return this == TOP ? FRONT : TOP;
  }
}
