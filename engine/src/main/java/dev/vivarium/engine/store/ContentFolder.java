package dev.vivarium.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files named by the SHA-256 of their content, written once and never changed. Any thread.
public final class ContentFolder {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final String suffix;

  /// @param suffix of the file names, such as `.wasm`
  public ContentFolder(Path folder, String suffix) {
    this.folder = folder;
    this.suffix = suffix;
  }

  /// SHA-256 in hex.
  public static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Path file(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException("not a digest: " + digest);
    }
    return folder.resolve(digest + suffix);
  }

  /// Keeps content; returns its digest once it is on the disk.
  public String put(byte[] content) throws IOException {
    String digest = digest(content);
    Path file = file(digest);
    if (Files.exists(file)) {
      return digest;
    }
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "new", ".saving");
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return digest;
  }

  /// What is kept here, sorted; at most [StoreLimits#PIECES].
  public List<String> digests() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .filter(name -> DIGEST.matcher(name).matches())
          .limit(StoreLimits.PIECES)
          .sorted()
          .toList();
    }
  }

  /// The content of that digest; empty if it is not kept here.
  ///
  /// @throws DamagedDataException if the file holds something else
  public Optional<byte[]> get(String digest) throws IOException {
    if (!DIGEST.matcher(digest).matches()) {
      throw new DamagedDataException("not a digest: " + digest);
    }
    Path file = file(digest);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > StoreLimits.CONTENT_BYTES) {
      throw new DamagedDataException(
          "%s: more than %d bytes".formatted(file, StoreLimits.CONTENT_BYTES));
    }
    byte[] content = Files.readAllBytes(file);
    if (!digest(content).equals(digest)) {
      throw new DamagedDataException(file + ": its content is not what its name says; delete it");
    }
    return Optional.of(content);
  }

  /// Makes renames in a folder last. Windows opens no folders, and needs it less.
  static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notOnThisSystem) {
      return;
    }
  }
}
