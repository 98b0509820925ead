package dev.vivarium.workbench.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;

/// The two looks of the window.
public enum Theme {
  DARK,
  LIGHT;

  /// The name in settings and scripts.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Theme other() {
    return this == DARK ? LIGHT : DARK;
  }

  /// Address of the toolkit-wide style sheet.
  public String base() {
    return this == DARK
        ? new PrimerDark().getUserAgentStylesheet()
        : new PrimerLight().getUserAgentStylesheet();
  }

  /// Address of the style sheet with this theme's own colours, laid over [#base()].
  public String accents() {
    return Stylesheets.address(id() + ".css");
  }

  /// The theme with this name; anything unknown is dark.
  public static Theme named(String id) {
    return LIGHT.id().equals(id) ? LIGHT : DARK;
  }
}
