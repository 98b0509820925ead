package dev.vivarium.workbench.theme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// Addresses of the style sheets beside this class.
public final class Stylesheets {
  private static final List<String> FILES =
      List.of(
          "workbench.css",
          "dock.css",
          "tracer.css",
          "scripting.css",
          "inspector.css",
          "time.css",
          "play.css");
  private static final Pattern IMPORT = Pattern.compile("(?m)^@import [^;]*;");
  private static final Pattern PIXELS = Pattern.compile("(\\d+(?:\\.\\d+)?)px");

  private Stylesheets() {}

  /// The sheet with every rule of the window; colours come from the theme's own sheet.
  public static String workbench() {
    return address("workbench.css");
  }

  /// The rules of the script console, for its popup, which is no part of the window's scene.
  public static String scripting() {
    return address("scripting.css");
  }

  /// Every sheet of the window, in the order in which they are laid over one another, with all
  /// lengths in pixels made longer by `factor`: so texts, rows and icons keep their proportions.
  public static List<String> all(double factor) {
    return FILES.stream().map(file -> factor == 1 ? address(file) : scaled(file, factor)).toList();
  }

  private static String scaled(String file, double factor) {
    try (var in = Stylesheets.class.getResourceAsStream(file)) {
      var css = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      // All sheets are there anyway, and one that imports a file from beside it, where there is
      // none, would be left out as a whole.
      var text = scale(IMPORT.matcher(css).replaceAll(""), factor);
      return "data:text/css;base64,"
          + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Hairlines stay as they are.
  static String scale(String css, double factor) {
    return PIXELS
        .matcher(css)
        .replaceAll(m -> {
          var pixels = Double.parseDouble(m.group(1));
          var scaled = pixels <= 2 ? pixels : Math.round(pixels * factor * 2) / 2.0;
          return String.format(Locale.ROOT, "%.1fpx", scaled);
        });
  }

  static String address(String file) {
    var url = Stylesheets.class.getResource(file);
    return Objects.requireNonNull(url, file).toExternalForm();
  }
}
