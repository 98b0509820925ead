package dev.vivarium.workbench.toolchain;

import dev.vivarium.engine.plugin.Gear;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What to build. A newer request for the same plugin replaces older ones that are not done.
///
/// @param plugin the plugin's name, `[a-z][a-z0-9-]*`
/// @param folder the plugin's folder; where its parent is called `plugins`, sources may import from
///   the plugins beside it
/// @param main the main source file, inside the folder; absolute or relative to the folder
public record BuildRequest(String plugin, Path folder, Path main, Gear gear) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /// @throws IllegalArgumentException if the name is no plugin name or `main` lies outside the
  ///   folder
  public BuildRequest {
    if (!NAME.matcher(plugin).matches()) {
      throw new IllegalArgumentException(
          "'" + plugin + "' cannot name a plugin: use a-z, 0-9 and -, a letter first");
    }
    folder = folder.toAbsolutePath().normalize();
    main = folder.resolve(main).normalize();
    if (!main.startsWith(folder) || main.equals(folder)) {
      throw new IllegalArgumentException(
          "The main file " + main + " is not in the plugin's folder " + folder);
    }
  }

  /// The main file below the plugin's folder, with `/`.
  String mainInFolder() {
    return folder.relativize(main).toString().replace('\\', '/');
  }

  String mainPath() {
    return plugin + "/" + mainInFolder();
  }
}
