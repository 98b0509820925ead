package dev.vivarium.workbench.theme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;

/// The bundled fonts, so that the window looks the same on every system: Inter for the interface
/// and JetBrains Mono for code and numbers.
public final class Fonts {
  private static final String FOLDER = "/com/formdev/flatlaf/fonts/";
  private static final List<String> FILES =
      List.of(
          "inter/Inter-Regular.otf",
          "inter/Inter-SemiBold.otf",
          "jetbrains_mono/JetBrainsMono-Regular.ttf",
          "jetbrains_mono/JetBrainsMono-Bold.ttf",
          "jetbrains_mono/JetBrainsMono-Italic.ttf");

  private Fonts() {}

  /// Loads them into the toolkit. One that is missing is skipped: style sheets name others behind
  /// it.
  public static void load() {
    FILES.forEach(Fonts::load);
  }

  private static void load(String file) {
    try (var in = Fonts.class.getResourceAsStream(FOLDER + file)) {
      if (in != null) {
        Font.loadFont(in, 13);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
