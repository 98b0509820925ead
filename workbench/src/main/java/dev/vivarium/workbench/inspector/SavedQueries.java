package dev.vivarium.workbench.inspector;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queries kept by name beside the project's other state. A file that cannot be read or written
/// costs the names, nothing else. Belongs to the window's thread.
final class SavedQueries {
  /// Most names that are kept.
  static final int NAMES_MAX = 200;

  private static final Logger LOG = LoggerFactory.getLogger(SavedQueries.class);
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final Executor background;
  private final ObservableMap<String, String> lines =
      FXCollections.observableMap(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

  /// Reads the file on `background` and shows what it holds on `window`.
  SavedQueries(Path stateFolder, Executor window, Executor background) {
    this.file = stateFolder.resolve("queries.json");
    this.background = background;
    background.execute(() -> {
      Map<String, String> read = read();
      window.execute(() -> lines.putAll(read));
    });
  }

  /// Lines by name.
  ObservableMap<String, String> lines() {
    return lines;
  }

  /// Keeps a line under a name; false where there are too many already.
  boolean keep(String name, String line) {
    if (name.isBlank() || (lines.size() >= NAMES_MAX && !lines.containsKey(name))) {
      return false;
    }
    lines.put(name.strip(), line);
    write();
    return true;
  }

  void forget(String name) {
    lines.remove(name);
    write();
  }

  private Map<String, String> read() {
    try {
      if (Files.exists(file) && Files.size(file) <= MAX_FILE_BYTES) {
        Map<String, String> read = MAPPER.readValue(file.toFile(), new TypeReference<>() {});
        return read;
      }
    } catch (IOException e) {
      LOG.warn("the queries in {} cannot be read and are left out: {}", file, e.getMessage());
    }
    return Map.of();
  }

  private void write() {
    var now = new TreeMap<>(lines);
    background.execute(() -> {
      try {
        Files.createDirectories(file.getParent());
        MAPPER.writeValue(file.toFile(), now);
      } catch (IOException e) {
        LOG.warn("the queries cannot be kept in {}: {}", file, e.getMessage());
      }
    });
  }
}
