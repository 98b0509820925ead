package dev.vivarium.workbench.doctor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What can be asked of the system; tests answer in its place.
interface SystemProbe {

  /// The systems that differ in what has to be installed.
  enum Kind {
    LINUX,
    MACOS,
    WINDOWS
  }

  Kind kind();

  Map<String, String> environment();

  /// The feature number of the Java that runs this program, and whether a compiler is with it.
  JavaInUse java();

  boolean hasCommand(String name);

  /// The first line that a command prints, or empty where it cannot be run or fails.
  Optional<String> firstLine(String... command);

  /// Whether the system's loader finds a native library.
  boolean loads(String libraryName);

  boolean hasFont();

  /// Whether a file can be made in a folder, or the folder itself where it does not exist yet.
  boolean isWritable(Path folder);

  /// Whether there is anything at a path.
  boolean exists(Path path);

  /// The Java that runs this program.
  record JavaInUse(int feature, String description, boolean hasCompiler) {}
}
