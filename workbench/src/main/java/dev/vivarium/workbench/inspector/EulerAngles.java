package dev.vivarium.workbench.inspector;

import java.util.List;

/// Between a quaternion x y z w and angles in degrees about x, y and z, turned about y first, then
/// x, then z, as most editors show them.
record EulerAngles(double x, double y, double z) {

  static EulerAngles of(List<Double> q) {
    if (q.size() < 4) {
      return new EulerAngles(0, 0, 0);
    }
    double qx = q.get(0);
    double qy = q.get(1);
    double qz = q.get(2);
    double qw = q.get(3);
    double length = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
    if (length == 0) {
      return new EulerAngles(0, 0, 0);
    }
    qx /= length;
    qy /= length;
    qz /= length;
    qw /= length;
    double sinX = 2 * (qw * qx - qy * qz);
    if (Math.abs(sinX) > 0.999_999) {
      double y = 2 * Math.atan2(qy, qw);
      return degrees(Math.copySign(Math.PI / 2, sinX), y, 0);
    }
    return degrees(
        Math.asin(sinX),
        Math.atan2(2 * (qx * qz + qw * qy), 1 - 2 * (qx * qx + qy * qy)),
        Math.atan2(2 * (qx * qy + qw * qz), 1 - 2 * (qx * qx + qz * qz)));
  }

  private static EulerAngles degrees(double x, double y, double z) {
    return new EulerAngles(Math.toDegrees(x), Math.toDegrees(y), Math.toDegrees(z));
  }

  EulerAngles with(int axis, double degrees) {
    return switch (axis) {
      case 0 -> new EulerAngles(degrees, y, z);
      case 1 -> new EulerAngles(x, degrees, z);
      default -> new EulerAngles(x, y, degrees);
    };
  }

  double angle(int axis) {
    return switch (axis) {
      case 0 -> x;
      case 1 -> y;
      default -> z;
    };
  }

  /// x y z w of length 1.
  List<Double> quaternion() {
    double hx = Math.toRadians(x) / 2;
    double hy = Math.toRadians(y) / 2;
    double hz = Math.toRadians(z) / 2;
    double sx = Math.sin(hx);
    double cx = Math.cos(hx);
    double sy = Math.sin(hy);
    double cy = Math.cos(hy);
    double sz = Math.sin(hz);
    double cz = Math.cos(hz);
    return List.of(
        cy * sx * cz + sy * cx * sz,
        sy * cx * cz - cy * sx * sz,
        cy * cx * sz - sy * sx * cz,
        cy * cx * cz + sy * sx * sz);
  }
}
