package dev.vivarium.workbench.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javax.imageio.ImageIO;

/// A scene as a picture.
final class Picture {
  private Picture() {}

  /// Writes what a scene shows as a PNG.
  static void write(Scene scene, Path file) {
    var image = scene.snapshot(null);
    var width = (int) image.getWidth();
    var height = (int) image.getHeight();
    var pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    try {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new ScriptException(0, file + " cannot be written: " + e.getMessage());
    }
  }
}
