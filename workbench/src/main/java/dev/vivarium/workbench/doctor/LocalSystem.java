package dev.vivarium.workbench.doctor;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The system this program runs on.
final class LocalSystem implements SystemProbe {
  private static final int COMMAND_TIMEOUT_S = 10;
  private static final int MAX_OUTPUT_BYTES = 64 * 1024;
  private static final int MAX_FONT_FOLDER_DEPTH = 6;

  @Override
  public Kind kind() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return Kind.MACOS;
    }
    return name.startsWith("windows") ? Kind.WINDOWS : Kind.LINUX;
  }

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public JavaInUse java() {
    Path home = Path.of(System.getProperty("java.home"));
    String compiler = kind() == Kind.WINDOWS ? "javac.exe" : "javac";
    return new JavaInUse(
        Runtime.version().feature(),
        Runtime.version() + " at " + home,
        Files.isExecutable(home.resolve("bin").resolve(compiler)));
  }

  @Override
  public boolean hasCommand(String name) {
    return Stream.of(environment().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> candidates(name).map(file -> new File(folder, file)))
        .anyMatch(file -> file.isFile() && file.canExecute());
  }

  private Stream<String> candidates(String name) {
    return kind() == Kind.WINDOWS ? Stream.of(name + ".exe", name + ".cmd") : Stream.of(name);
  }

  @Override
  public Optional<String> firstLine(String... command) {
    try {
      Process process = new ProcessBuilder(onThisSystem(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES);
      if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return process.exitValue() == 0
          ? new String(output, StandardCharsets.UTF_8).lines().findFirst()
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private List<String> onThisSystem(String... command) {
    return kind() == Kind.WINDOWS
        ? Stream.concat(Stream.of("cmd", "/c"), Stream.of(command)).toList()
        : List.of(command);
  }

  /// Only looks whether the library is there; nothing in it is called. It stays loaded, as some of
  /// these cannot be loaded a second time.
  @Override
  @SuppressWarnings("restricted")
  public boolean loads(String libraryName) {
    try {
      SymbolLookup.libraryLookup(libraryName, Arena.global());
      return true;
    } catch (IllegalArgumentException absent) {
      return false;
    }
  }

  @Override
  public boolean hasFont() {
    String home = System.getProperty("user.home");
    return Stream.of("/usr/share/fonts", "/usr/local/share/fonts", home + "/.fonts")
        .map(Path::of)
        .anyMatch(LocalSystem::holdsFont);
  }

  private static boolean holdsFont(Path folder) {
    try (Stream<Path> files =
        Files.find(folder, MAX_FONT_FOLDER_DEPTH, (file, kind) -> isFont(file))) {
      return files.findAny().isPresent();
    } catch (IOException absent) {
      return false;
    }
  }

  private static boolean isFont(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".ttf") || name.endsWith(".otf") || name.endsWith(".ttc");
  }

  @Override
  public boolean isWritable(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }
}
