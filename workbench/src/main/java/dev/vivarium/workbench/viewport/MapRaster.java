package dev.vivarium.workbench.viewport;

import java.util.Arrays;

/// Draws points as small discs into an array of pixels, because 100,000 single shapes a frame are
/// too many for a scene. Pixels are premultiplied ARGB, row by row.
final class MapRaster {
  private static final int MAX_RADIUS = 5;

  private final float[][] discs = new float[MAX_RADIUS + 1][];

  MapRaster() {
    for (var radius = 1; radius <= MAX_RADIUS; radius++) {
      discs[radius] = disc(radius);
    }
  }

  /// How much of each pixel around the middle a disc covers, 0 to 1.
  private static float[] disc(int radius) {
    var side = 2 * radius + 1;
    var cover = new float[side * side];
    for (var y = -radius; y <= radius; y++) {
      for (var x = -radius; x <= radius; x++) {
        var distance = Math.sqrt(x * x + y * y);
        cover[(y + radius) * side + x + radius] = (float) Math.clamp(radius - distance, 0, 1);
      }
    }
    return cover;
  }

  /// Size of the discs for a number of points: the more, the smaller.
  static int radius(int count, double pixelsPerMetre) {
    var crowded = count > 20_000 ? 1 : count > 3_000 ? 2 : 3;
    return Math.clamp(
        Math.round(crowded + Math.log10(Math.max(1, pixelsPerMetre / 10))), 1, MAX_RADIUS);
  }

  /// Clears the pixels and draws every point of a picture in its group's colour.
  ///
  /// @param colors ARGB for each group
  /// @param scale pixels of the array for one pixel of the map
  void draw(
      MapPicture picture,
      MapPlane plane,
      MapCamera camera,
      int[] pixels,
      int width,
      int height,
      int[] colors,
      double scale) {
    Arrays.fill(pixels, 0, width * height, 0);
    var frame = picture.frame();
    var zoom = camera.pixelsPerMetre() * scale;
    var left = width / 2.0 - camera.centreX() * zoom;
    var top = height / 2.0 - camera.centreY() * zoom;
    var radius =
        Math.min(
            MAX_RADIUS, (int) Math.round(radius(frame.count(), camera.pixelsPerMetre()) * scale));
    for (var i = 0; i < frame.count(); i++) {
      var x = (int) Math.floor(left + plane.right(frame, i) * zoom);
      var y = (int) Math.floor(top + plane.down(frame, i) * zoom);
      if (x >= -radius && y >= -radius && x < width + radius && y < height + radius) {
        stamp(pixels, width, height, x, y, radius, colors[picture.groupOf()[i]]);
      }
    }
  }

  private void stamp(int[] pixels, int width, int height, int x, int y, int radius, int argb) {
    var disc = discs[radius];
    var side = 2 * radius + 1;
    for (var dy = Math.max(-radius, -y); dy <= Math.min(radius, height - 1 - y); dy++) {
      for (var dx = Math.max(-radius, -x); dx <= Math.min(radius, width - 1 - x); dx++) {
        var cover = disc[(dy + radius) * side + dx + radius];
        if (cover > 0) {
          var at = (y + dy) * width + x + dx;
          pixels[at] = over(pixels[at], argb, cover);
        }
      }
    }
  }

  private static int over(int under, int argb, float cover) {
    if (cover >= 1) {
      return 0xff000000 | argb;
    }
    var keep = 1 - cover;
    var a = (int) (255 * cover + (under >>> 24) * keep);
    var r = (int) ((argb >> 16 & 0xff) * cover + (under >> 16 & 0xff) * keep);
    var g = (int) ((argb >> 8 & 0xff) * cover + (under >> 8 & 0xff) * keep);
    var b = (int) ((argb & 0xff) * cover + (under & 0xff) * keep);
    return a << 24 | r << 16 | g << 8 | b;
  }
}
