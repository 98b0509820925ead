package dev.vivarium.engine.store.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/// Paths in a project's files, which must not lead out of the project.
final class ProjectPaths {
  static final int MAX_PATH_LENGTH = 512;
  static final String RULE = "a path inside the folder, with '/' and without '..'";

  private ProjectPaths() {}

  /// Whether a text is a relative path with `/` that stays where it begins, on every system.
  static boolean isInner(String path) {
    return !path.isEmpty()
        && path.length() <= MAX_PATH_LENGTH
        && path.chars().noneMatch(unit -> unit < ' ' || "\\:*?\"<>|".indexOf(unit) >= 0)
        && Arrays.stream(path.split("/", -1)).allMatch(ProjectPaths::isInnerPart)
        && isKnownToSystem(path);
  }

  private static boolean isInnerPart(String part) {
    return !part.isEmpty() && !part.equals(".") && !part.equals("..");
  }

  private static boolean isKnownToSystem(String path) {
    try {
      return !Path.of(path).isAbsolute();
    } catch (InvalidPathException problem) {
      return false;
    }
  }

  /// Whether an existing path, its links resolved, lies inside a folder.
  static boolean isReallyInside(Path realRoot, Path path) throws IOException {
    return !Files.exists(path) || path.toRealPath().startsWith(realRoot);
  }
}
