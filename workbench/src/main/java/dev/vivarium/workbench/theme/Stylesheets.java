package dev.vivarium.workbench.theme;

import java.util.Objects;

/// Addresses of the style sheets beside this class.
public final class Stylesheets {
  private Stylesheets() {}

  /// The sheet with every rule of the window; colours come from the theme's own sheet.
  public static String workbench() {
    return address("workbench.css");
  }

  /// Every sheet of the window, in the order in which they are laid over one another.
  public static java.util.List<String> all() {
    return java.util.List.of(workbench(), address("dock.css"));
  }

  static String address(String file) {
    var url = Stylesheets.class.getResource(file);
    return Objects.requireNonNull(url, file).toExternalForm();
  }
}
