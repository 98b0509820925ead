package dev.vivarium.workbench.toolchain;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder with what builds plugins: SDKs and compilers.
public record Toolchain(Path folder) {
  private static final String MARK = "assemblyscript/compiler/serve.js";
  private static final String IN_SOURCE_TREE = "plugin-templates/target/toolchain";

  /// Finds the toolchain: `toolchain` in the folder named by the system property `vivarium.home`,
  /// else the one built in the source tree around the working directory or around this class.
  ///
  /// @throws IllegalStateException if there is none; says where it was looked for
  public static Toolchain locate() {
    return home()
        .or(Toolchain::sourceTree)
        .map(Toolchain::new)
        .orElseThrow(() ->
            new IllegalStateException(
                "No plugin toolchain: neither in the folder 'toolchain' of vivarium.home ("
                    + System.getProperty("vivarium.home", "not set")
                    + ") nor in "
                    + IN_SOURCE_TREE
                    + " above "
                    + Path.of("").toAbsolutePath()
                    + ". Build it with: mvn -pl plugin-templates compile"));
  }

  /// Changes whenever the toolchain builds differently.
  public String stamp() {
    try (Stream<Path> files = Files.walk(folder.resolve("assemblyscript"))) {
      return files
          .filter(file -> !file.toString().contains("node_modules"))
          .filter(Files::isRegularFile)
          .sorted()
          .map(file ->
              file.getFileName()
                  + " "
                  + file.toFile().length()
                  + " "
                  + file.toFile().lastModified())
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new IllegalStateException("the toolchain " + folder + " cannot be read", e);
    }
  }

  /// What the AssemblyScript compiler is started from.
  Path assemblyScriptEntry() {
    return folder.resolve(MARK);
  }

  /// What its language service is started from.
  Path languageEntry() {
    return folder.resolve("assemblyscript/compiler/language.js");
  }

  private static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("vivarium.home"))
        .map(home -> Path.of(home, "toolchain").toAbsolutePath())
        .filter(Toolchain::isComplete);
  }

  private static Optional<Path> sourceTree() {
    return Stream.of(Path.of("").toAbsolutePath(), classes())
        .flatMap(start -> Stream.iterate(start, path -> path != null, Toolchain::parentOf))
        .map(path -> path.resolve(IN_SOURCE_TREE))
        .filter(Toolchain::isComplete)
        .findFirst();
  }

  private static @Nullable Path parentOf(@Nullable Path path) {
    return path == null ? null : path.getParent();
  }

  private static Path classes() {
    URL location = Toolchain.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(location.toString()));
  }

  private static boolean isComplete(Path folder) {
    return Files.isRegularFile(folder.resolve(MARK));
  }
}
