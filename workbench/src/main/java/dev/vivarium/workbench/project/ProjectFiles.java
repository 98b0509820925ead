package dev.vivarium.workbench.project;

import dev.vivarium.workbench.session.Subscription;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.hashing.FileHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// The folder of one project. Methods block on the file system: call them off the window's thread.
///
/// Paths are relative to the project, with forward slashes; one that leads out of it is refused.
public final class ProjectFiles {
  /// Most files and folders that the tree shows.
  public static final int MAX_ENTRIES = 10_000;

  /// Largest file that the editor opens, in bytes.
  public static final long MAX_TEXT_BYTES = 8L << 20;

  private static final int MAX_DEPTH = 16;
  private static final Set<String> HIDDEN = Set.of("node_modules", "target", "build");

  private final Path root;
  private final String name;
  private final boolean readOnly;

  /// The same project, none of whose files is changed.
  public ProjectFiles readOnly() {
    return new ProjectFiles(root, name, true);
  }

  /// Whether writing is refused.
  public boolean isReadOnly() {
    return readOnly;
  }

  /// A project that is called by its folder's name.
  public ProjectFiles(Path root) {
    this(root, "");
  }

  /// A project of a name of its own; where that is blank it is called by its folder's.
  public ProjectFiles(Path root, String name) {
    this(root, name, false);
  }

  private ProjectFiles(Path root, String name, boolean readOnly) {
    this.readOnly = readOnly;
    this.root = root.toAbsolutePath().normalize();
    this.name = name.isBlank() ? nameOf(this.root) : name;
  }

  public Path root() {
    return root;
  }

  public String name() {
    return name;
  }

  /// The tree, without hidden folders and what builds leave behind.
  public ProjectEntry scan() {
    return folder(root, 0, new int[] {MAX_ENTRIES});
  }

  private ProjectEntry folder(Path folder, int depth, int[] left) {
    var children = new ArrayList<ProjectEntry>();
    for (var path : list(folder, depth)) {
      if (left[0]-- <= 0) {
        break;
      }
      var directory = Files.isDirectory(path);
      children.add(directory ? folder(path, depth + 1, left) : file(path));
    }
    var name = folder.equals(root) ? name() : nameOf(folder);
    return new ProjectEntry(name, relative(folder), true, children);
  }

  private ProjectEntry file(Path path) {
    return new ProjectEntry(nameOf(path), relative(path), false, List.of());
  }

  private static List<Path> list(Path folder, int depth) {
    if (depth > MAX_DEPTH) {
      return List.of();
    }
    try (var paths = Files.list(folder)) {
      return paths
          .filter(p -> !isHidden(nameOf(p)))
          .sorted(
              Comparator.comparing((Path p) -> !Files.isDirectory(p))
                  .thenComparing(p -> nameOf(p).toLowerCase(Locale.ROOT)))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || HIDDEN.contains(name);
  }

  private static String nameOf(Path path) {
    var name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private String relative(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private Path resolve(String relative) {
    var path = root.resolve(relative).normalize();
    if (!path.startsWith(root)) {
      throw new ProjectException(relative + " lies outside the project");
    }
    return path;
  }

  /// The text of a file.
  ///
  /// @throws ProjectException if it is missing, larger than [#MAX_TEXT_BYTES] or not UTF-8 text
  public String read(String relative) {
    var path = resolve(relative);
    try {
      var size = Files.size(path);
      if (size > MAX_TEXT_BYTES) {
        throw new ProjectException(
            "%s is %,d bytes; the editor opens text of at most %,d"
                .formatted(relative, size, MAX_TEXT_BYTES));
      }
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(Files.readAllBytes(path))).toString();
    } catch (CharacterCodingException e) {
      throw new ProjectException(relative + " is not text in UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new ProjectException(relative + " does not exist", e);
    } catch (IOException e) {
      throw new ProjectException(relative + " could not be read: " + e.getMessage(), e);
    }
  }

  /// Replaces a file in one step: a reader sees the old text or the new, never half of it.
  public void write(String relative, String text) {
    if (readOnly) {
      throw new ProjectException(
          relative + " was not saved: the project is open read-only until you trust it");
    }
    var path = resolve(relative);
    try {
      var folder = path.getParent();
      var temporary = Files.createTempFile(folder, ".", ".saving");
      Files.writeString(temporary, text);
      moveOver(temporary, path);
    } catch (IOException e) {
      throw new ProjectException(relative + " could not be saved: " + e.getMessage(), e);
    }
  }

  /// The same for a file that may be new: its folder is made too.
  public void create(String relative, String text) {
    var folder = resolve(relative).getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ProjectException(relative + " could not be made: " + e.getMessage(), e);
    }
    write(relative, text);
  }

  private static void moveOver(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Calls `changed` with the path of every visible file that is made, changed or deleted, on a
  /// thread of the watcher.
  public Subscription watch(Consumer<String> changed) {
    try {
      var watcher =
          DirectoryWatcher.builder()
              .path(root)
              .fileHasher(FileHasher.LAST_MODIFIED_TIME)
              .listener(event -> tell(event, changed))
              .build();
      var thread = Thread.ofPlatform().daemon().name("project-watch").unstarted(watcher::watch);
      thread.start();
      return () -> close(watcher);
    } catch (IOException e) {
      throw new ProjectException("changes in " + root + " cannot be watched: " + e.getMessage(), e);
    }
  }

  private void tell(DirectoryChangeEvent event, Consumer<String> changed) {
    var path = event.path();
    if (path != null && path.startsWith(root)) {
      var relative = relative(path);
      if (List.of(relative.split("/")).stream().noneMatch(ProjectFiles::isHidden)) {
        changed.accept(relative);
      }
    }
  }

  private static void close(DirectoryWatcher watcher) {
    try {
      watcher.close();
    } catch (IOException e) {
      throw new ProjectException("the watcher did not close: " + e.getMessage(), e);
    }
  }
}
