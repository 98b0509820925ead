package dev.vivarium.workbench.project;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where this user's settings live, by the custom of the system.
///
/// @param config settings that outlive a session, such as which projects are trusted
public record UserFolders(Path config) {

  public static UserFolders ofThisSystem() {
    return of(
        System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
  }

  /// `$XDG_CONFIG_HOME/vivarium` or `~/.config/vivarium`; `%APPDATA%\Vivarium` on Windows;
  /// `~/Library/Application Support/Vivarium` on macOS. A relative path in the environment is
  /// passed over, as the XDG rules ask.
  static UserFolders of(String systemName, Path home, Map<String, String> environment) {
    String system = systemName.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return new UserFolders(home.resolve("Library/Application Support/Vivarium"));
    } else if (system.startsWith("windows")) {
      Path fallback = home.resolve("AppData").resolve("Roaming");
      return new UserFolders(base(environment, "APPDATA", fallback).resolve("Vivarium"));
    }
    return new UserFolders(
        base(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve("vivarium"));
  }

  private static Path base(Map<String, String> environment, String variable, Path fallback) {
    String value = environment.getOrDefault(variable, "");
    return !value.isEmpty() && Path.of(value).isAbsolute() ? Path.of(value) : fallback;
  }
}
