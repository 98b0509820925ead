package dev.vivarium.workbench.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
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

  Optional<WindowLayout> load() {
    try {
      if (!Files.exists(file) || Files.size(file) > MAX_FILE_BYTES) {
        return Optional.empty();
      }
      return Optional.ofNullable(MAPPER.readValue(file.toFile(), WindowLayout.class));
    } catch (IOException e) {
      LOG.warn(
          "the window's layout in {} cannot be read and is left out: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  void save(WindowLayout layout) {
    try {
      Files.createDirectories(file.getParent());
      MAPPER.writeValue(file.toFile(), layout);
    } catch (IOException e) {
      LOG.warn("the window's layout cannot be remembered in {}: {}", file, e.getMessage());
    }
  }
}
