package dev.vivarium.workbench.theme;

import java.util.Objects;

/// Addresses of the style sheets beside this class.
public final class Stylesheets {
  private Stylesheets() {}

  /// The sheet with every rule of the window; colours come from the theme's own sheet.
  public static String workbench() {
    return address("workbench.css");
  }

  /// The sheet of the inspector and what belongs to it.
  public static String inspector() {
    return address("inspector.css");
  }

  static String address(String file) {
    var url = Stylesheets.class.getResource(file);
    return Objects.requireNonNull(url, file).toExternalForm();
  }
}
