package dev.vivarium.workbench.project;

import dev.vivarium.workbench.session.Subscription;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.hashing.FileHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
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

  private static final int HEAD_BYTES = 1 << 20;
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

  /// The tree, without hidden folders and what builds leave behind. Where there is more than
  /// [#MAX_ENTRIES], what lies deepest is left out.
  public ProjectEntry scan() {
    var whole = new Scanned(root, 0);
    var waiting = new ArrayDeque<Scanned>(List.of(whole));
    var room = MAX_ENTRIES;
    while (!waiting.isEmpty()) {
      var folder = waiting.remove();
      var paths = list(folder.path, folder.depth);
      var taken = paths.subList(0, Math.min(room, paths.size()));
      folder.left = paths.size() - taken.size();
      room -= taken.size();
      for (var path : taken) {
        var child = new Scanned(path, folder.depth + 1);
        folder.children.add(child);
        if (Files.isDirectory(path)) {
          child.folder = true;
          waiting.add(child);
        }
      }
    }
    return entry(whole);
  }

  /// A file or folder while the tree is read.
  private static final class Scanned {
    private final Path path;
    private final int depth;
    private final List<Scanned> children = new ArrayList<>();
    private boolean folder;
    private int left;

    Scanned(Path path, int depth) {
      this.path = path;
      this.depth = depth;
    }
  }

  private ProjectEntry entry(Scanned scanned) {
    var isRoot = scanned.path.equals(root);
    return new ProjectEntry(
        isRoot ? name() : nameOf(scanned.path),
        relative(scanned.path),
        scanned.folder || isRoot,
        scanned.children.stream().map(this::entry).toList(),
        scanned.left);
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
      return decoded(relative, Files.readAllBytes(path), true);
    } catch (IOException e) {
      throw unreadable(relative, e);
    }
  }

  /// The text of a file for the editor: of one larger than [#MAX_TEXT_BYTES] just the beginning, to
  /// be read only.
  ///
  /// @throws ProjectException if it is missing or not UTF-8 text
  public FileText open(String relative) {
    var path = resolve(relative);
    try (var in = Files.newInputStream(path)) {
      var size = Files.size(path);
      if (size <= MAX_TEXT_BYTES) {
        var text = decoded(relative, in.readNBytes((int) MAX_TEXT_BYTES), true);
        return new FileText(
            text, Files.isWritable(path) ? "" : "the file may not be written by you");
      }
      return new FileText(
          decoded(relative, in.readNBytes(HEAD_BYTES), false),
          "it is %,d bytes, and the editor changes files of at most %,d; this is the beginning"
              .formatted(size, MAX_TEXT_BYTES));
    } catch (IOException e) {
      throw unreadable(relative, e);
    }
  }

  private static String decoded(String relative, byte[] bytes, boolean whole) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var out = CharBuffer.allocate(bytes.length);
    var result = decoder.decode(ByteBuffer.wrap(bytes), out, whole);
    if (result.isError()) {
      throw new ProjectException(relative + " is not text in UTF-8");
    }
    var text = out.flip().toString();
    if (text.indexOf('\0') >= 0) {
      throw new ProjectException(relative + " is a binary file, and the editor opens text");
    }
    return text;
  }

  private static ProjectException unreadable(String relative, IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> new ProjectException(relative + " does not exist", gone);
      case AccessDeniedException denied ->
          new ProjectException(relative + " may not be read by you", denied);
      default -> new ProjectException(relative + " could not be read: " + e.getMessage(), e);
    };
  }

  /// Replaces a file in one step: a reader sees the old text or the new, never half of it. What the
  /// file permits stays as it was; a link stays a link.
  public void write(String relative, String text) {
    if (readOnly) {
      throw new ProjectException(
          relative + " was not saved: the project is open read-only until you trust it");
    }
    var path = resolve(relative);
    try {
      var target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new ProjectException(
            relative + " was not saved: it is read-only. Allow writing to it, then save again");
      }
      WholeFile.write(target, text.getBytes(StandardCharsets.UTF_8));
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
