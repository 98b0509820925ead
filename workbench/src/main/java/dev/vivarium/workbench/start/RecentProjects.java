package dev.vivarium.workbench.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vivarium.workbench.project.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The projects that were opened last, in a file of the user's. Any thread.
public final class RecentProjects {
  static final int MAX_PROJECTS = 30;
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(RecentProjects.class);
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;

  public RecentProjects(Path stateFolder) {
    this.file = stateFolder.resolve("recent-projects.json");
  }

  /// One of them.
  ///
  /// @param missing whether its folder is no longer there
  public record Recent(String name, Path folder, boolean missing) {}

  /// The latest first.
  public synchronized List<Recent> all() {
    var all = new ArrayList<Recent>();
    for (var entry : read()) {
      try {
        var folder = Path.of(entry.path("folder").asText(""));
        if (folder.isAbsolute() && all.size() < MAX_PROJECTS) {
          all.add(new Recent(entry.path("name").asText(""), folder, !Files.isDirectory(folder)));
        }
      } catch (InvalidPathException e) {
        LOG.warn("{} names a folder that cannot be: {}", file, e.getMessage());
      }
    }
    return all;
  }

  private JsonNode read() {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES
          ? MAPPER.readTree(file.toFile())
          : MAPPER.createArrayNode();
    } catch (IOException e) {
      LOG.warn("the recent projects in {} cannot be read: {}", file, e.getMessage());
      return MAPPER.createArrayNode();
    }
  }

  public synchronized void add(String name, Path folder) {
    var all = new ArrayList<>(all());
    all.removeIf(r -> r.folder().equals(folder));
    all.addFirst(new Recent(name, folder, false));
    write(all);
  }

  public synchronized void remove(Path folder) {
    var all = new ArrayList<>(all());
    all.removeIf(r -> r.folder().equals(folder));
    write(all);
  }

  private void write(List<Recent> all) {
    var json = MAPPER.createArrayNode();
    all.stream()
        .limit(MAX_PROJECTS)
        .forEach(r -> json.addObject().put("name", r.name()).put("folder", r.folder().toString()));
    try {
      WholeFile.write(file, MAPPER.writeValueAsBytes(json));
    } catch (IOException e) {
      LOG.warn("the recent projects cannot be remembered in {}: {}", file, e.getMessage());
    }
  }
}
