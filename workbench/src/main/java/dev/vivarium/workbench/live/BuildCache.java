package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.workbench.toolchain.BuildResult;
import dev.vivarium.workbench.toolchain.SourceMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Built modules by the digest of everything that went into them, in `.vivarium/build/`. A damaged
/// or missing entry is no entry; failing to write one costs only a later build.
public final class BuildCache {
  private static final Logger LOG = LoggerFactory.getLogger(BuildCache.class);
  private static final Pattern SIBLING_IMPORT = Pattern.compile("from\\s+\"\\.\\./([a-z0-9-]+)/");
  private static final int SOURCE_BYTES_MAX = 16 << 20;
  private static final int ENTRIES_MAX = 64;

  private final Path folder;
  private final String toolchainStamp;

  /// @param project the project's folder
  /// @param toolchainStamp changes whenever the toolchain builds differently
  public BuildCache(Path project, String toolchainStamp) {
    this.folder = project.resolve(".vivarium").resolve("build");
    this.toolchainStamp = toolchainStamp;
  }

  Optional<BuildResult.Built> find(Path plugin, Gear gear) {
    Path entry = folder.resolve(key(plugin, gear));
    Path wasm = withSuffix(entry, ".wasm");
    try {
      if (!Files.isRegularFile(wasm)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(wasm);
      String digest = Files.readString(withSuffix(entry, ".sha256")).strip();
      if (!digest.equals(sha256(bytes))) {
        return Optional.empty();
      }
      SourceMap map = SourceMap.parse(Files.readString(withSuffix(entry, ".map")));
      return Optional.of(new BuildResult.Built(bytes, map, 0, List.of()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("no use of the build cache entry {}", entry, e);
      return Optional.empty();
    }
  }

  void put(String key, BuildResult.Built built) {
    if (!built.warnings().isEmpty()) {
      return; // warnings have to be seen again at the next start
    }
    try {
      Files.createDirectories(folder);
      Path entry = folder.resolve(key);
      write(withSuffix(entry, ".map"), built.sourceMap().json().getBytes(StandardCharsets.UTF_8));
      write(withSuffix(entry, ".sha256"), sha256(built.wasm()).getBytes(StandardCharsets.US_ASCII));
      write(withSuffix(entry, ".wasm"), built.wasm());
      dropOldest();
    } catch (IOException e) {
      LOG.warn("the build cache {} cannot be written: {}", folder, e.getMessage());
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = Files.createTempFile(file.getParent(), "new", ".tmp");
    Files.write(temporary, content);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path withSuffix(Path entry, String suffix) {
    return entry.resolveSibling(entry.getFileName() + suffix);
  }

  private void dropOldest() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> modules =
          files
              .filter(file -> file.toString().endsWith(".wasm"))
              .sorted((a, b) -> Long.compare(b.toFile().lastModified(), a.toFile().lastModified()))
              .toList();
      for (Path old : modules.subList(Math.min(ENTRIES_MAX, modules.size()), modules.size())) {
        String base = old.toString().substring(0, old.toString().length() - ".wasm".length());
        for (String suffix : List.of(".wasm", ".map", ".sha256")) {
          Files.deleteIfExists(Path.of(base + suffix));
        }
      }
    }
  }

  /// Name of the entry for a plugin as its files are now.
  String key(Path plugin, Gear gear) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(toolchainStamp.getBytes(StandardCharsets.UTF_8));
      for (Path source : sources(plugin)) {
        digest.update(plugin.relativize(source).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(source));
      }
      String hash = HexFormat.of().formatHex(digest.digest()).substring(0, 24);
      return plugin.getFileName() + "-" + gear.name().toLowerCase(Locale.ROOT) + "-" + hash;
    } catch (IOException e) {
      return plugin.getFileName() + "-unreadable";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  /// The plugin's own sources and those of the plugins that it imports from, however far.
  private static List<Path> sources(Path plugin) throws IOException {
    TreeSet<Path> sources = new TreeSet<>();
    TreeSet<Path> folders = new TreeSet<>();
    collect(plugin, folders, sources);
    return List.copyOf(sources);
  }

  private static void collect(Path plugin, Set<Path> folders, Set<Path> sources)
      throws IOException {
    if (!folders.add(plugin) || !Files.isDirectory(plugin)) {
      return;
    }
    List<Path> own;
    try (Stream<Path> files = Files.walk(plugin, 16)) {
      own = files.filter(file -> file.toString().endsWith(".ts")).sorted().toList();
    }
    for (Path file : own) {
      sources.add(file);
      if (Files.size(file) <= SOURCE_BYTES_MAX) {
        Matcher imports = SIBLING_IMPORT.matcher(Files.readString(file));
        while (imports.find()) {
          collect(plugin.resolveSibling(imports.group(1)), folders, sources);
        }
      }
    }
  }

  /// Whether a plugin's build uses sources of the other plugin.
  static boolean uses(Path plugin, Path other) {
    try {
      TreeSet<Path> folders = new TreeSet<>();
      collect(plugin, folders, new TreeSet<>());
      return folders.contains(other);
    } catch (IOException e) {
      return false;
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }
}
