package dev.vivarium.workbench.project;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/// Makes, renames, moves, copies and deletes files of a project. What is deleted goes to the
/// project's own trash, from which undo brings it back. Methods block; one thread at a time.
final class FileActs {
  /// Most files that one act copies.
  static final int MAX_COPIED = 10_000;

  /// Where deleted files go, in the project.
  static final String TRASH = ".vivarium/trash";

  private final Path root;

  FileActs(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  private Path resolve(String relative) {
    var path = root.resolve(relative).normalize();
    if (!path.startsWith(root)) {
      throw new ProjectException(relative + " lies outside the project");
    }
    return path;
  }

  private String relative(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private Path free(String folder, String name) {
    FileName.refusal(name)
        .ifPresent(why -> {
          throw new ProjectException("“" + name + "” cannot be the name: " + why);
        });
    var path = resolve(folder).resolve(name);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProjectException(relative(path) + " is there already");
    }
    return path;
  }

  FileAct newFile(String folder, String name) {
    var path = free(folder, name);
    FileAct.Step make = () -> attempt("make " + name, () -> Files.createFile(path));
    make.run();
    return new FileAct("New file " + name, "", relative(path), trashing(path), make);
  }

  FileAct newFolder(String folder, String name) {
    var path = free(folder, name);
    FileAct.Step make = () -> attempt("make " + name, () -> Files.createDirectory(path));
    make.run();
    return new FileAct("New folder " + name, "", relative(path), trashing(path), make);
  }

  /// A new plugin from a template, listed in `world.json` where plugins are: whole, or not at all.
  FileAct newPlugin(Template template, String name) {
    var path = free("plugins", name);
    var valid = name.matches("[a-z][a-z0-9_-]{0,62}");
    if (!valid) {
      throw new ProjectException(
          "“"
              + name
              + "” cannot be the name of a plugin: small letters, digits, - and _, beginning"
              + " with a letter");
    }
    var list = new PluginList(root);
    FileAct.Step make =
        () ->
            attempt(
                "make " + name,
                () -> {
                  // First what may fail because of what the user wrote.
                  list.add(name);
                  template.instantiate(path, name);
                });
    FileAct.Step undo =
        () -> {
          trashing(path).run();
          attempt("take " + name + " off the list in world.json", list::takeBack);
        };
    make.run();
    return new FileAct("New plugin " + name, "", relative(path), undo, make);
  }

  FileAct rename(String from, String name) {
    var old = existing(from);
    var path = free(relative(old.resolveSibling("")), name);
    return moved("Rename " + old.getFileName() + " to " + name, old, path);
  }

  FileAct move(String from, String toFolder) {
    var old = existing(from);
    var folder = resolve(toFolder);
    if (folder.startsWith(old)) {
      throw new ProjectException(from + " cannot be moved into itself");
    }
    var path = free(toFolder, String.valueOf(old.getFileName()));
    var where = toFolder.isEmpty() ? "the project" : toFolder;
    return moved("Move " + old.getFileName() + " to " + where, old, path);
  }

  private Path existing(String relative) {
    var path = resolve(relative);
    if (path.equals(root) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new ProjectException(relative + " is not there");
    }
    return path;
  }

  private FileAct moved(String name, Path from, Path to) {
    FileAct.Step go = () -> attempt(name, () -> Files.move(from, to));
    go.run();
    return new FileAct(
        name,
        relative(from),
        relative(to),
        () -> attempt("undo: " + name, () -> Files.move(to, from)),
        go);
  }

  FileAct duplicate(String from) {
    var old = existing(from);
    var name = String.valueOf(old.getFileName());
    var dot = Files.isDirectory(old) ? -1 : name.lastIndexOf('.');
    var stem = dot > 0 ? name.substring(0, dot) : name;
    var end = dot > 0 ? name.substring(dot) : "";
    var copy = old.resolveSibling(stem + "-copy" + end);
    for (var i = 2; Files.exists(copy); i++) {
      copy = old.resolveSibling(stem + "-copy" + i + end);
    }
    var target = copy;
    FileAct.Step make = () -> attempt("duplicate " + name, () -> copyTree(old, target));
    make.run();
    return new FileAct("Duplicate " + name, "", relative(target), trashing(target), make);
  }

  FileAct delete(String relative) {
    var path = existing(relative);
    var binned = bin(path);
    FileAct.Step drop = () -> attempt("delete " + relative, () -> toTrash(path, binned));
    drop.run();
    return new FileAct(
        "Delete " + path.getFileName(),
        "",
        relative,
        () -> attempt("bring back " + relative, () -> Files.move(binned, path)),
        drop);
  }

  private FileAct.Step trashing(Path path) {
    return () -> attempt("take back " + relative(path), () -> toTrash(path, bin(path)));
  }

  private Path bin(Path path) {
    var folder = UUID.randomUUID().toString();
    return root.resolve(TRASH).resolve(folder).resolve(String.valueOf(path.getFileName()));
  }

  private static void toTrash(Path path, Path binned) throws IOException {
    Files.createDirectories(binned.resolveSibling(""));
    Files.move(path, binned);
  }

  /// Something that may fail on the disk.
  private interface Work {
    void run() throws IOException;
  }

  private static void attempt(String what, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new ProjectException("Could not " + what + ": " + e, e);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    var left = new int[] {MAX_COPIED};
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (left[0]-- <= 0) {
              throw new IOException("more than " + MAX_COPIED + " files");
            }
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
