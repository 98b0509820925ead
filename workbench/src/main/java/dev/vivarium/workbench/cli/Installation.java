package dev.vivarium.workbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// Where the built product lies.
///
/// @param home the run folder: `lib/`, `templates/`, `toolchain/`
/// @param samples the sample worlds that come with the product; they are trusted
public record Installation(Path home, Path samples) {

  /// From the properties `vivarium.home` and `vivarium.samples`, which the launch scripts set.
  ///
  /// @throws IllegalStateException where they are not set: the program was started by hand
  public static Installation from(Properties properties) {
    return new Installation(
        folder(properties, "vivarium.home"), folder(properties, "vivarium.samples"));
  }

  private static Path folder(Properties properties, String key) {
    String value = properties.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "The property " + key + " is not set. Start Vivarium with its launch script.");
    }
    return Path.of(value).toAbsolutePath().normalize();
  }

  public Path templates() {
    return home.resolve("templates");
  }

  public Path toolchain() {
    return home.resolve("toolchain");
  }

  boolean isComplete() {
    return Files.isDirectory(home.resolve("lib")) && Files.isDirectory(templates());
  }
}
