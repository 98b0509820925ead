package dev.vivarium.workbench.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Headers as clangd is to read them. Where nothing says how a header is compiled, clangd takes it
/// for Objective-C++, in which a function is not the one that a source in C defines: a rename would
/// leave the header out.
final class ClangdHeaders {
  private static final List<String> HOW_TO_COMPILE =
      List.of("compile_commands.json", "compile_flags.txt", ".clangd");
  private static final List<String> CPP = List.of(".cpp", ".cc", ".cxx", ".hpp", ".hh");
  private static final int MAX_FILES = 2_000;

  private ClangdHeaders() {}

  /// Whether a header lies among sources in C, in a project that does not say how to compile it.
  static boolean isOfC(Path project, Path file) {
    var folder = file.getParent();
    return file.toString().endsWith(".h")
        && folder != null
        && has(folder, List.of(".c"))
        && !has(folder, CPP)
        && !saysHowToCompile(project, folder);
  }

  private static boolean saysHowToCompile(Path project, Path folder) {
    for (var at = folder; at != null && at.startsWith(project); at = at.getParent()) {
      if (HOW_TO_COMPILE.stream().map(at::resolve).anyMatch(Files::exists)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Path folder, List<String> endings) {
    try (var files = Files.list(folder)) {
      return files
          .limit(MAX_FILES)
          .map(Path::toString)
          .anyMatch(name -> endings.stream().anyMatch(name::endsWith));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /// clangd's own addition to the protocol.
  static Object settings(Path header) {
    var command = List.of("clang", "-xc-header", header.toString());
    var how =
        Map.of(
            "workingDirectory", String.valueOf(header.getParent()), "compilationCommand", command);
    return Map.of("compilationDatabaseChanges", Map.of(header.toString(), how));
  }
}
