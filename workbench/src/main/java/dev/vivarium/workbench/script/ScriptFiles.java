package dev.vivarium.workbench.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The scripts and tests of a project: `scripts/*.jsh` and `tests/*.jsh`. Blocks on the disk.
public final class ScriptFiles {
  public static final String SUFFIX = ".jsh";
  public static final String SCRIPTS = "scripts";
  public static final String TESTS = "tests";

  /// Most scripts, and most files of tests, that a project may have.
  public static final int MAX_FILES = 1_000;

  private static final int MAX_BYTES = 1 << 20;

  private ScriptFiles() {}

  /// Files of a folder of the project, relative to it, in the order of their names.
  public static List<String> in(Path project, String folder) {
    var path = project.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder + "/" + file.getFileName())
          .filter(file -> file.endsWith(SUFFIX))
          .sorted()
          .limit(MAX_FILES)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// @throws ScriptFailure where it cannot be read
  public static String read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ScriptFailure(file + " is larger than a script may be");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ScriptFailure(file + " cannot be read: " + e.getMessage());
    }
  }

  /// The tests of a project whose id holds `filter`, by file and line.
  public static List<WorldTest> tests(Path project, String filter) {
    return in(project, TESTS).stream()
        .flatMap(file -> testsOf(file, read(project.resolve(file))).stream())
        .filter(test -> test.id().contains(filter))
        .toList();
  }

  public static List<WorldTest> testsOf(String file, String text) {
    return ScriptShell.methods(text).stream()
        .map(method -> new WorldTest(file, method.name(), method.line()))
        .toList();
  }
}
