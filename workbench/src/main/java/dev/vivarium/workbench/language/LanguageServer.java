package dev.vivarium.workbench.language;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A program that serves a language by the Language Server Protocol over its standard streams.
///
/// @param name what people call it
/// @param command program and arguments; a program without a folder is looked for on the PATH
/// @param languages the protocol's name of the language by file extension
/// @param install what to do where the program is missing
public record LanguageServer(
    String name, List<String> command, Map<String, String> languages, String install) {
  /// Servers that are used where they are installed.
  public static final List<LanguageServer> KNOWN =
      List.of(
          new LanguageServer(
              "rust-analyzer",
              List.of("rust-analyzer"),
              Map.of("rs", "rust"),
              "Install rust-analyzer (rustup component add rust-analyzer) for completion and"
                  + " definitions in Rust, then open the project again."),
          new LanguageServer(
              "clangd",
              List.of("clangd", "--background-index=false", "--log=error"),
              Map.of("c", "c", "h", "c", "cpp", "cpp", "hpp", "cpp"),
              "Install clangd (apt install clangd, or with LLVM) for completion and definitions in"
                  + " C and C++, then open the project again."));

  public LanguageServer {
    command = List.copyOf(command);
    languages = Map.copyOf(languages);
  }

  boolean isFor(String path) {
    return languages.containsKey(extension(path));
  }

  String languageOf(String path) {
    return languages.getOrDefault(extension(path), "plaintext");
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /// What a server is to be told before it reads a file, for the protocol's `settings`.
  Optional<Object> settingsFor(Path project, Path file) {
    return name.equals("clangd") && ClangdHeaders.isOfC(project, file)
        ? Optional.of(ClangdHeaders.settings(file))
        : Optional.empty();
  }

  /// The program, where it is installed.
  Optional<Path> program() {
    var name = command.getFirst();
    if (name.contains("/") || name.contains(File.separator)) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
