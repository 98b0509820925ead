package dev.vivarium.workbench.project;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that are there whole or as they were: a crash in the middle leaves the old one.
public final class WholeFile {
  private WholeFile() {}

  /// What a file is filled with.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Replaces `file`, making its folder if need be.
  public static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }

  /// Replaces `file` once its content is written to the end, making its folder if need be. An old
  /// file's permissions stay; a failure leaves it as it was.
  public static void write(Path file, Content content) throws IOException {
    var folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    var fresh = Files.createTempFile(folder, ".", ".new");
    try {
      fill(fresh, content);
      permit(fresh, file);
      move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void fill(Path file, Content content) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void permit(Path fresh, Path old) throws IOException {
    var posix = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(
          Files.exists(old)
              ? Files.getPosixFilePermissions(old)
              : PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
