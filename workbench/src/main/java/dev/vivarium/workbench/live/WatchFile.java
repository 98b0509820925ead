package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vivarium.engine.world.Watches;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Watches.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watches of a project, in `.vivarium/watches.json`.
final class WatchFile {
  private static final Logger LOG = LoggerFactory.getLogger(WatchFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BYTES_MAX = 1 << 20;

  private final Path path;

  record Kept(Spec spec, boolean enabled) {}

  WatchFile(Path project) {
    path = project.resolve(".vivarium").resolve("watches.json");
  }

  /// What was kept; nothing where the file is missing or cannot be read.
  List<Kept> read() {
    List<Kept> kept = new ArrayList<>();
    try {
      if (Files.exists(path) && Files.size(path) <= BYTES_MAX) {
        for (JsonNode one : JSON.readTree(path.toFile()).path("watches")) {
          if (kept.size() < Watches.MAX) {
            kept.add(one(one));
          }
        }
      }
    } catch (IOException | NumberFormatException e) {
      LOG.warn("{} cannot be read: {}", path, e.getMessage());
    }
    return kept;
  }

  private static Kept one(JsonNode json) {
    String entity = json.path("entity").asText("");
    return new Kept(
        new Spec(
            entity.isEmpty()
                ? Optional.empty()
                : Optional.of(new EntityHandle(Long.parseUnsignedLong(entity))),
            json.path("component").asText(),
            json.path("field").asText(),
            json.path("sign").asText(""),
            json.path("value").asText("")),
        json.path("enabled").asBoolean(true));
  }

  /// Replaces the file in one step.
  void write(List<Kept> kept) {
    var root = JSON.createObjectNode().put("format", 1);
    ArrayNode list = root.putArray("watches");
    for (Kept one : kept) {
      var json = list.addObject();
      one.spec().entity().ifPresent(e -> json.put("entity", Long.toUnsignedString(e.bits())));
      json.put("component", one.spec().component()).put("field", one.spec().field());
      if (!one.spec().sign().isEmpty()) {
        json.put("sign", one.spec().sign()).put("value", one.spec().value());
      }
      json.put("enabled", one.enabled());
    }
    try {
      Files.createDirectories(path.resolveSibling(""));
      Path temporary = path.resolveSibling(".watches.saving");
      JSON.writerWithDefaultPrettyPrinter().writeValue(temporary.toFile(), root);
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", path, e.getMessage());
    }
  }
}
