package dev.vivarium.net.replica;

/// Where an entity is at a moment, relative to its parent if it has one; lengths in metres.
///
/// @param qx of the rotation, a unit quaternion
public record InterpolatedPose(
    float x,
    float y,
    float z,
    float qx,
    float qy,
    float qz,
    float qw,
    float sx,
    float sy,
    float sz) {
  /// Bytes of a Transform: position, rotation, scale.
  static final int BYTES = 10 * Float.BYTES;

  static InterpolatedPose of(float[] f) {
    return new InterpolatedPose(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]);
  }

  /// @param share 0 for the older, 1 for the newer
  static InterpolatedPose between(float[] older, float[] newer, float share) {
    float[] f = new float[older.length];
    float dot = 0;
    for (int i = 3; i < 7; i++) {
      dot += older[i] * newer[i];
    }
    double squares = 0;
    for (int i = 0; i < f.length; i++) {
      float to = i >= 3 && i < 7 && dot < 0 ? -newer[i] : newer[i];
      f[i] = older[i] + (to - older[i]) * share;
      squares += i >= 3 && i < 7 ? f[i] * (double) f[i] : 0;
    }
    for (int i = 3; i < 7; i++) {
      f[i] = squares > 0 ? (float) (f[i] / Math.sqrt(squares)) : newer[i];
    }
    return of(f);
  }
}
