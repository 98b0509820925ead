package dev.vivarium.workbench.project;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is copied to begin something new. `__NAME__` stands for the name, in the names of
/// files and in texts.
public final class Template {
  static final String NAME_PLACEHOLDER = "__NAME__";
  static final int MAX_FILES = 1_000;
  static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

  private final Path folder;

  /// The template in a folder.
  ///
  /// @throws NoSuchFileException where there is no such template
  public Template(Path folder) throws NoSuchFileException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    this.folder = folder;
  }

  /// Makes `target` from this template: whole, or not at all.
  ///
  /// @throws FileAlreadyExistsException where there is anything at `target`; it stays as it is
  /// @throws IOException where the template cannot be read or the target not be written
  public void instantiate(Path target, String name) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path parent = Files.createDirectories(target.toAbsolutePath().resolveSibling(""));
    Path staging = Files.createTempDirectory(parent, "." + name + ".new");
    try {
      Path copy = Files.createDirectory(staging.resolve("copy"));
      for (Path source : contents()) {
        copy(source, copy, name);
      }
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteTree(staging);
    }
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> files = tree.skip(1).limit(MAX_FILES + 1L).toList();
      if (files.size() > MAX_FILES) {
        throw new IOException(folder + " holds more than " + MAX_FILES + " files");
      }
      return files;
    }
  }

  private void copy(Path source, Path copy, String name) throws IOException {
    String relative = folder.relativize(source).toString().replace(NAME_PLACEHOLDER, name);
    Path target = copy.resolve(relative);
    if (Files.isDirectory(source)) {
      Files.createDirectory(target);
      return;
    }
    if (Files.size(source) > MAX_FILE_BYTES) {
      throw new IOException(source + " is larger than " + MAX_FILE_BYTES + " bytes");
    }
    Files.write(target, named(Files.readAllBytes(source), name));
    if (Files.isExecutable(source)) {
      target.toFile().setExecutable(true);
    }
  }

  private static byte[] named(byte[] content, String name) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.replace(NAME_PLACEHOLDER, name).getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException notText) {
      return content;
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
