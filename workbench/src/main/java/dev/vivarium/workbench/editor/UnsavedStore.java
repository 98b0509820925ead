package dev.vivarium.workbench.editor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.workbench.project.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps unsaved text of one project in the user's state folder, one file a document, so that it
/// outlives a crash. Methods block; one thread at a time.
public final class UnsavedStore {
  /// Most texts that are read back.
  static final int MAX_FILES = 200;

  /// Longest file that is read back.
  static final long MAX_FILE_BYTES = 64L << 20;

  private static final String SUFFIX = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(UnsavedStore.class);
  private final Path folder;

  /// The store of the project at `project`.
  public UnsavedStore(Path stateFolder, Path project) {
    folder = stateFolder.resolve("unsaved").resolve(hash(project.toAbsolutePath().toString()));
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, 24);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String path) {
    return folder.resolve(hash(path) + SUFFIX);
  }

  /// Replaces what is kept of a document: a crash leaves the old text or the new.
  public void keep(UnsavedText unsaved) throws IOException {
    WholeFile.write(file(unsaved.path()), JSON.writeValueAsBytes(unsaved));
  }

  public void forget(String path) throws IOException {
    Files.deleteIfExists(file(path));
  }

  /// What is kept, newest first. Files that cannot be read are left where they are.
  public List<UnsavedText> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var found = new ArrayList<UnsavedText>();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(SUFFIX)).limit(MAX_FILES).toList()) {
        read(file).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingLong(UnsavedText::savedMillis).reversed());
    return found;
  }

  private static Optional<UnsavedText> read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      LOG.warn("{} is too large to be read back", file);
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), UnsavedText.class));
    } catch (JsonProcessingException e) {
      LOG.warn("{} holds no unsaved text: {}", file, e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
