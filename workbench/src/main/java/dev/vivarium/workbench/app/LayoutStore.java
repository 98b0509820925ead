package dev.vivarium.workbench.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vivarium.workbench.project.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers the layout of each project's window in a file of its own. A file that cannot be read
/// or written costs the layout, nothing else.
final class LayoutStore {
  private static final Logger LOG = LoggerFactory.getLogger(LayoutStore.class);
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;

  LayoutStore(Path stateFolder, Path project) {
    var name = UUID.nameUUIDFromBytes(project.toString().getBytes(StandardCharsets.UTF_8));
    this.file = stateFolder.resolve("layouts").resolve(name + ".json");
  }

  /// What was remembered.
  ///
  /// @param problem why it cannot be used, fit to be shown; empty where it can, or there is none
  record Remembered(Optional<WindowLayout> layout, String problem) {}

  Remembered load() {
    try {
      if (!Files.exists(file)) {
        return new Remembered(Optional.empty(), "");
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        return damaged("it is larger than " + MAX_FILE_BYTES + " bytes");
      }
      var layout = Optional.ofNullable(MAPPER.readValue(file.toFile(), WindowLayout.class));
      return layout.isPresent() ? new Remembered(layout, "") : damaged("it is empty");
    } catch (IOException e) {
      return damaged(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Remembered damaged(String why) {
    LOG.warn("the window's layout in {} cannot be read: {}", file, why);
    return new Remembered(Optional.empty(), damage());
  }

  /// What to tell whose layout is not used.
  String damage() {
    return "The remembered layout could not be read, so the window opens as at first. Nothing else is"
        + " lost; the file is "
        + file
        + ".";
  }

  void save(WindowLayout layout) {
    try {
      WholeFile.write(file, MAPPER.writeValueAsBytes(layout));
    } catch (IOException e) {
      LOG.warn("the window's layout cannot be remembered in {}: {}", file, e.getMessage());
    }
  }
}
