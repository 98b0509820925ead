package dev.vivarium.workbench.scripting;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was typed into a project's script console, newest last, kept in a file. A file that cannot
/// be read or written costs the memory of it and nothing else.
final class ScriptHistory {
  static final int MAX_ENTRIES = 500;
  private static final int MAX_BYTES = 4 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(ScriptHistory.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  ScriptHistory(Path project) {
    this.file = project.resolve(".vivarium").resolve("script-history.json");
  }

  synchronized List<String> load() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return List.of();
      }
      var entries = new ArrayList<String>();
      JSON.readTree(Files.readAllBytes(file)).forEach(e -> entries.add(e.asText()));
      return entries.subList(Math.max(0, entries.size() - MAX_ENTRIES), entries.size());
    } catch (IOException e) {
      LOG.debug("no history in {}", file, e);
      return List.of();
    }
  }

  synchronized void save(List<String> entries) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, JSON.writeValueAsBytes(entries));
    } catch (IOException e) {
      LOG.debug("the history is not kept in {}", file, e);
    }
  }
}
