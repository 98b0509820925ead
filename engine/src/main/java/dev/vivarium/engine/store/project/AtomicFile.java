package dev.vivarium.engine.store.project;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Replaces a file as a whole: a temporary file beside it, forced to the disk, then renamed.
final class AtomicFile {

  private AtomicFile() {}

  /// Writes what is to be in a file.
  interface Content {
    void writeTo(Appendable text) throws IOException;
  }

  /// A file that has this content already is not touched, so that nobody watching it is woken.
  static void write(Path target, Content content) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".saving");
    Files.deleteIfExists(temporary);
    try {
      writeThrough(temporary, content);
      if (!Files.exists(target) || Files.mismatch(temporary, target) >= 0) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(target.resolveSibling(""));
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeThrough(Path file, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Writer writer =
            new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16)) {
      content.writeTo(writer);
      writer.flush();
      channel.force(true);
    }
  }

  /// Makes the rename itself last. Windows opens no folders, and needs it less.
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notOnThisSystem) {
      return;
    }
  }
}
