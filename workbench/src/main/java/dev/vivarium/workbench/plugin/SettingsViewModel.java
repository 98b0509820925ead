package dev.vivarium.workbench.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.workbench.project.ProjectException;
import dev.vivarium.workbench.project.ProjectFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The settings of a plugin as `plugin.json` holds them. A change is written there in one step; the
/// running world takes the file up as it does every save: the plugin is swapped for one that reads
/// the new value, its entities and state kept. Belongs to the window's thread.
public final class SettingsViewModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NAME_MAX = 64;

  private final ProjectFiles files;
  private final Executor background;
  private final Executor window;
  private final ObservableList<Setting> settings = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String plugin = "";

  /// A setting with its value as JSON text.
  public record Setting(String name, String json) {
    public boolean isFlag() {
      return json.equals("true") || json.equals("false");
    }

    /// What stands in its box: text without quotes.
    public String text() {
      try {
        var node = JSON.readTree(json);
        return node.isTextual() ? node.asText() : json;
      } catch (JsonProcessingException e) {
        return json;
      }
    }
  }

  public SettingsViewModel(ProjectFiles files, Executor background, Executor window) {
    this.files = files;
    this.background = background;
    this.window = window;
  }

  public ObservableList<Setting> settings() {
    return settings;
  }

  /// Why they cannot be read or written; empty if they can.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Path of the file that they are in.
  public String file() {
    return "plugins/" + plugin + "/plugin.json";
  }

  /// Reads the settings of a plugin.
  public CompletableFuture<@Nullable Void> show(String name) {
    if (!name.equals(plugin)) {
      settings.clear();
    }
    plugin = name;
    if (name.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    var path = file();
    return CompletableFuture.supplyAsync(() -> read(path), background)
        .handleAsync((found, trouble) -> took(name, found, trouble), window);
  }

  private @Nullable Void took(
      String name, @Nullable List<Setting> found, @Nullable Throwable trouble) {
    if (name.equals(plugin)) {
      problem.set(trouble == null ? "" : why(trouble));
      if (found != null && !settings.equals(found)) {
        settings.setAll(found);
      }
    }
    return null;
  }

  private static String why(Throwable trouble) {
    var cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return String.valueOf(cause.getMessage());
  }

  private List<Setting> read(String path) {
    List<Setting> found = new ArrayList<>();
    parse(path)
        .path("settings")
        .properties()
        .forEach(e -> found.add(new Setting(e.getKey(), e.getValue().toString())));
    return found;
  }

  private ObjectNode parse(String path) {
    try {
      if (JSON.readTree(files.read(path)) instanceof ObjectNode node) {
        return node;
      }
      throw new ProjectException(path + " is no JSON object; mend it in the editor");
    } catch (JsonProcessingException e) {
      throw new ProjectException(
          "%s is no JSON: line %d. Mend it in the editor"
              .formatted(path, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
  }

  /// Changes a value, or adds the setting. The text keeps the kind that the value has: a number
  /// stays a number, a text a text.
  public CompletableFuture<Boolean> set(String name, String text) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*") || name.length() > NAME_MAX) {
      problem.set("A setting's name is 1 to 64 letters, digits, '_', '.' or '-'.");
      return CompletableFuture.completedFuture(false);
    }
    var before =
        settings.stream().filter(s -> s.name().equals(name)).map(Setting::json).findFirst();
    var value = node(text, before.orElse(""));
    if (value == null) {
      problem.set(name + ": “" + text + "” is no number, as it was before.");
      return CompletableFuture.completedFuture(false);
    }
    return change(node -> {
      var all =
          node.get("settings") instanceof ObjectNode known ? known : node.putObject("settings");
      all.set(name, value);
      return node;
    });
  }

  public CompletableFuture<Boolean> remove(String name) {
    return change(node -> {
      if (node.get("settings") instanceof ObjectNode all) {
        all.remove(name);
      }
      return node;
    });
  }

  private static @Nullable JsonNode node(String text, String before) {
    var kind = parsed(before);
    if (kind != null && kind.isTextual()) {
      return TextNode.valueOf(text);
    }
    var parsed = parsed(text.strip());
    if (kind != null && kind.isNumber()) {
      return parsed != null && parsed.isNumber() ? parsed : null;
    }
    if (kind != null && kind.isBoolean()) {
      return BooleanNode.valueOf(text.strip().equals("true"));
    }
    return parsed == null ? TextNode.valueOf(text) : parsed;
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      var node = JSON.readTree(text);
      return node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private CompletableFuture<Boolean> change(UnaryOperator<ObjectNode> edit) {
    var name = plugin;
    var path = file();
    return CompletableFuture.supplyAsync(
            () -> {
              var next = edit.apply(parse(path));
              files.write(path, text(next) + "\n");
              return true;
            },
            background)
        .handleAsync(
            (done, trouble) -> {
              problem.set(trouble == null ? "" : why(trouble));
              var _ = show(name);
              return trouble == null;
            },
            window);
  }

  private static String text(ObjectNode node) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new ProjectException("the settings cannot be written: " + e.getMessage(), e);
    }
  }
}
