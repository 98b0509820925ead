package dev.vivarium.workbench.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.project.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The file of settings, as JSON: written whole or not at all, with all that it holds beside what
/// is known here. A damaged file is read as empty and never written over until the user says so.
/// Belongs to the window's thread; files are written off it.
public final class SettingsStore {
  private static final long MAX_FILE_BYTES = 4 << 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final Executor writer;
  private final Executor window;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private ObjectNode content = MAPPER.createObjectNode();
  private boolean damaged;

  /// Reads the file. `writer` runs one task after the other, `window` runs tasks on the window's
  /// thread.
  public SettingsStore(Path file, Executor writer, Executor window) {
    this.file = file;
    this.writer = writer;
    this.window = window;
    read();
  }

  /// Settings that are never read nor written, as for a picture.
  public static SettingsStore forgetful() {
    var none = new SettingsStore(Path.of(""), task -> {}, task -> {});
    none.damaged = true;
    none.problem.set("");
    return none;
  }

  private void read() {
    try {
      if (Files.isRegularFile(file)) {
        content = parsed();
      }
    } catch (IOException e) {
      damaged = true;
      problem.set(
          file
              + " could not be read and is left as it is; what you change now is not remembered. "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private ObjectNode parsed() throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("It is larger than " + MAX_FILE_BYTES + " bytes.");
    }
    if (MAPPER.readTree(file.toFile()) instanceof ObjectNode object) {
      return object;
    }
    throw new IOException("It holds no JSON object.");
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  JsonNode get(String name) {
    var value = content.get(name);
    return value == null ? MissingNode.getInstance() : value;
  }

  void put(String name, JsonNode value) {
    content.set(name, value);
    if (!damaged) {
      write();
    }
  }

  private void write() {
    var text = content.deepCopy();
    writer.execute(() -> {
      try {
        WholeFile.write(file, MAPPER.writeValueAsBytes(text));
      } catch (IOException e) {
        window.execute(
            () -> problem.set("The settings cannot be written to " + file + ": " + e.getMessage()));
      }
    });
  }

  void replaceDamagedFile() {
    if (damaged) {
      damaged = false;
      problem.set("");
      writer.execute(this::putAside);
      write();
    }
  }

  private void putAside() {
    try {
      var aside = file.resolveSibling(file.getFileName() + ".damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      window.execute(() -> problem.set(file + " could not be put aside: " + e.getMessage()));
    }
  }

  JsonNode text(String value) {
    return MAPPER.getNodeFactory().textNode(value);
  }

  JsonNode texts(Map<String, String> values) {
    return MAPPER.valueToTree(values);
  }

  JsonNode list(List<String> values) {
    return MAPPER.valueToTree(values);
  }
}
