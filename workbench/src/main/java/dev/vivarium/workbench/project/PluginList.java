package dev.vivarium.workbench.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The plugins that `world.json` lists, where it does: a world that lists some loads only those.
/// What else stands in the file stays as it was written.
final class PluginList {
  private static final int MAX_FILE_BYTES = 16 << 20;

  private final Path file;
  private String before = "";
  private String after = "";

  PluginList(Path root) {
    file = root.resolve("world.json");
  }

  /// Adds a plugin at the end of the list, where there is one.
  void add(String plugin) throws IOException {
    before = read();
    after = with(before, plugin);
    write(before, after);
  }

  /// Makes the file what it was before, unless it was changed since.
  void takeBack() throws IOException {
    if (!before.equals(after) && read().equals(after)) {
      write(after, before);
    }
  }

  private String read() throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("world.json is larger than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readString(file);
  }

  private void write(String now, String next) throws IOException {
    if (!now.equals(next)) {
      WholeFile.write(file, next.getBytes(StandardCharsets.UTF_8));
    }
  }

  static String with(String world, String plugin) throws IOException {
    try (var parser = new JsonFactory().createParser(world)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return world;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var list = parser.currentName().equals("plugins");
        if (parser.nextToken() == JsonToken.START_ARRAY && list) {
          var end = (int) parser.currentLocation().getCharOffset();
          var separator = "";
          while (parser.nextToken() == JsonToken.VALUE_STRING) {
            if (parser.getText().equals(plugin)) {
              return world;
            }
            separator = ", ";
            end = (int) parser.currentLocation().getCharOffset();
          }
          return world.substring(0, end) + separator + '"' + plugin + '"' + world.substring(end);
        }
        parser.skipChildren();
      }
      return world;
    }
  }
}
