package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads one JSON file of a project, reporting what keeps it from being read.
final class JsonFile {
  private final Path root;
  private final JsonSource source;
  private final Problems problems;

  /// @param root the project's real path
  JsonFile(Path root, JsonSource source, Problems problems) {
    this.root = root;
    this.source = source;
    this.problems = problems;
  }

  /// Takes the elements of a list one by one, so that the list is never in memory as a whole.
  interface ElementReader {
    /// Takes the next element and says whether to go on reading.
    boolean element(JsonNode value, int index, int line);
  }

  @Nullable ObjectNode read(String file, long maxBytes) {
    return read(file, maxBytes, "", (value, index, line) -> true);
  }

  /// The file's object without the field `streamed`, whose elements go to `reader`; null where the
  /// file could not be read to its end.
  @Nullable ObjectNode read(String file, long maxBytes, String streamed, ElementReader reader) {
    try {
      if (!isReadable(file, maxBytes)) {
        return null;
      }
      try (InputStream bytes = new BufferedInputStream(Files.newInputStream(root.resolve(file)));
          JsonParser parser = source.parser(bytes)) {
        return object(file, parser, streamed, reader);
      }
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr();
      problems.error(
          file, "", line, "not valid JSON: " + words(malformed), "Mend the file at that line");
    } catch (IOException problem) {
      problems.error(
          file, "", "cannot be read: " + problem.getMessage(), "Check the file and its rights");
    }
    return null;
  }

  /// What the parser says, without what it says about itself and its settings.
  private static String words(JsonProcessingException malformed) {
    return malformed
        .getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" ?\\((start marker at |for [^()]* starting at )?\\[Source:[^\\]]*\\]\\)", "");
  }

  private boolean isReadable(String file, long maxBytes) throws IOException {
    Path path = root.resolve(file);
    if (!Files.exists(path)) {
      problems.error(file, "", "the file is missing", "Put it back, or take its name out");
    } else if (!ProjectPaths.isReallyInside(root, path)) {
      problems.error(file, "", "a link leads out of the project", "Put the file itself there");
    } else if (!Files.isRegularFile(path)) {
      problems.error(file, "", "not a file", "Put a JSON file there");
    } else if (Files.size(path) > maxBytes) {
      problems.error(
          file,
          "",
          Files.size(path) + " bytes, and at most " + maxBytes + " are read",
          "Split it, or make it smaller");
    } else {
      return true;
    }
    return false;
  }

  private @Nullable ObjectNode object(
      String file, JsonParser parser, String streamed, ElementReader reader) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      problems.error(file, "", 1, "not a JSON object", "Begin the file with '{'");
      return null;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(streamed)) {
        elements(parser, reader);
      } else {
        object.set(name, parser.<JsonNode>readValueAsTree());
      }
    }
    if (parser.nextToken() != null) {
      int line = parser.currentTokenLocation().getLineNr();
      problems.error(file, "", line, "something follows the end of the object", "Remove it");
      return null;
    }
    return object;
  }

  private static void elements(JsonParser parser, ElementReader reader) throws IOException {
    boolean more = true;
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      int line = parser.currentTokenLocation().getLineNr();
      if (more) {
        more = reader.element(parser.readValueAsTree(), index, line);
      } else {
        parser.skipChildren();
      }
    }
  }
}
