package dev.vivarium.workbench.live;

import dev.vivarium.engine.world.History;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder of a project's recordings. Every method blocks on the disk; belongs to one thread.
final class Recordings {
  private static final String ENDING = ".recording";
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,79}");

  private final Path folder;

  /// What was found in the files when they were listed last, by name.
  private Map<String, RecordingFile> listed = Map.of();

  Recordings(Path folder) {
    this.folder = folder;
  }

  @FunctionalInterface
  interface Writing {
    void to(Path file) throws IOException;
  }

  /// Newest first.
  List<RecordingFile> list() throws IOException {
    Map<String, RecordingFile> found = new HashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(ENDING)).toList()) {
          RecordingFile recording = look(file);
          found.put(recording.name(), recording);
        }
      }
    }
    listed = found;
    return found.values().stream()
        .sorted(Comparator.comparing(RecordingFile::writtenAt).reversed())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /// Opens only files that changed since they were listed last.
  private RecordingFile look(Path file) throws IOException {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - ENDING.length());
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Instant writtenAt = now.lastModifiedTime().toInstant();
    RecordingFile before = listed.get(name);
    return before != null && before.bytes() == now.size() && before.writtenAt().equals(writtenAt)
        ? before
        : new RecordingFile(name, now.size(), writtenAt, problem(file));
  }

  private static String problem(Path file) {
    try {
      History.checkBeginning(file);
      return "";
    } catch (IOException e) {
      return reason(file, e);
    }
  }

  /// Without where the file lies: the list names recordings.
  static String reason(Path file, IOException e) {
    return String.valueOf(e.getMessage()).replace(file + ": ", "");
  }

  /// @throws SessionException if that is no name for a recording
  Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new SessionException(
          "A recording's name has 1 to 80 letters, digits, spaces, dots and dashes.");
    }
    return folder.resolve(name + ENDING);
  }

  Path existing(String name) {
    Path file = file(name);
    if (!Files.isRegularFile(file)) {
      throw new SessionException("There is no recording '" + name + "'.");
    }
    return file;
  }

  /// @param bytesAtLeast what it will take at least
  /// @throws SessionException if there is one of that name, or no room
  void write(String name, long bytesAtLeast, Writing writing) throws IOException {
    Path file = file(name);
    if (Files.exists(file)) {
      throw new SessionException("There is a recording '" + name + "' already.");
    }
    long taken = list().stream().mapToLong(RecordingFile::bytes).sum();
    if (taken + bytesAtLeast > HistorySource.DISK_BYTES_MAX) {
      throw new SessionException(
          "The recordings take %d MiB of the %d MiB they may; delete one first."
              .formatted(taken >> 20, HistorySource.DISK_BYTES_MAX >> 20));
    }
    Files.createDirectories(folder);
    Path part = folder.resolve(name + ".part");
    try {
      writing.to(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
