package dev.vivarium.workbench.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.workbench.settings.Setting.Choice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;

/// Every [Setting] and the user's shortcuts, kept by a [SettingsStore]. A part of the window adds
/// its own in one line and gets the property to follow. Belongs to the window's thread.
public final class Settings {
  private static final String KEYS = "keys";
  private static final String PALETTE = "recentCommands";
  private static final int MAX_RECENT_COMMANDS = 20;

  private final SettingsStore store;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final ReadOnlyObjectWrapper<Map<String, String>> keys =
      new ReadOnlyObjectWrapper<>(Map.of());

  private final ObjectProperty<String> theme;
  private final ObjectProperty<String> textSize;
  private final ObjectProperty<String> motion;
  private final ObjectProperty<String> autosave;

  public Settings(SettingsStore store) {
    this.store = store;
    keys.set(texts(store.get(KEYS)));
    theme =
        choice(
            "look.theme",
            "Look",
            "Theme",
            "Colours of all windows.",
            new Choice("dark", "Dark"),
            new Choice("light", "Light"),
            new Choice("system", "As the system"));
    textSize =
        choice(
            "look.textSize",
            "Look",
            "Text size",
            "Scales the interface and the code alike.",
            new Choice("normal", "Normal"),
            new Choice("small", "Small"),
            new Choice("large", "Large"));
    motion =
        choice(
            "look.motion",
            "Look",
            "Motion",
            "Sliding and fading, where there is any.",
            new Choice("system", "As the system"),
            new Choice("off", "Off"));
    autosave =
        choice(
            "editor.autosave",
            "Editor",
            "Save by itself",
            "When changed files are saved without being asked; a saved plugin runs at once.",
            new Choice("off", "Off"),
            new Choice("leave", "When I leave the window"),
            new Choice("typing", "A moment after I typed"));
  }

  /// Adds a setting that is on or off. Asked for twice, it is the same one.
  public ObjectProperty<String> toggle(
      String id, String group, String title, String about, boolean first) {
    return add(id, group, title, about, first ? Setting.ON_OFF : Setting.OFF_ON);
  }

  /// Adds a setting of some choices; the first holds until the user chooses.
  public ObjectProperty<String> choice(
      String id, String group, String title, String about, Choice... choices) {
    return add(id, group, title, about, List.of(choices));
  }

  private ObjectProperty<String> add(
      String id, String group, String title, String about, List<Choice> choices) {
    var known = settings.get(id);
    if (known != null) {
      return known.value();
    }
    var kept = store.get(id).asText("");
    var first =
        choices.stream()
            .map(Choice::id)
            .filter(kept::equals)
            .findFirst()
            .orElse(choices.getFirst().id());
    var value = new SimpleObjectProperty<>(first);
    settings.put(id, new Setting(id, group, title, about, choices, value));
    value.addListener((v, was, is) -> store.put(id, store.text(is)));
    return value;
  }

  public List<Setting> all() {
    return List.copyOf(settings.values());
  }

  /// `dark`, `light` or `system`.
  public ObjectProperty<String> theme() {
    return theme;
  }

  /// `small`, `normal` or `large`.
  public ObjectProperty<String> textSize() {
    return textSize;
  }

  /// `system` or `off`.
  public ObjectProperty<String> motion() {
    return motion;
  }

  /// `off`, `leave` or `typing`.
  public ObjectProperty<String> autosave() {
    return autosave;
  }

  /// Shortcuts that the user gave to commands, by the commands' ids; empty for none.
  public ReadOnlyObjectProperty<Map<String, String>> keysProperty() {
    return keys.getReadOnlyProperty();
  }

  public void setKeys(String command, String shortcut) {
    var now = new LinkedHashMap<>(keys.get());
    now.put(command, shortcut);
    changeKeys(now);
  }

  /// Gives a command its own shortcut back.
  public void resetKeys(String command) {
    var now = new LinkedHashMap<>(keys.get());
    now.remove(command);
    changeKeys(now);
  }

  public void resetAllKeys() {
    changeKeys(new LinkedHashMap<>());
  }

  private void changeKeys(Map<String, String> now) {
    keys.set(Collections.unmodifiableMap(now));
    store.put(KEYS, store.texts(now));
  }

  /// Ids of the commands that were used last, the latest first.
  public List<String> recentCommands() {
    var recent = new ArrayList<String>();
    store.get(PALETTE).forEach(id -> recent.add(id.asText()));
    return recent.stream().limit(MAX_RECENT_COMMANDS).toList();
  }

  public void used(String command) {
    var recent = new ArrayList<>(recentCommands());
    recent.remove(command);
    recent.addFirst(command);
    store.put(PALETTE, store.list(recent.subList(0, Math.min(recent.size(), MAX_RECENT_COMMANDS))));
  }

  /// What is wrong with the file; empty for nothing.
  public ReadOnlyStringProperty problemProperty() {
    return store.problemProperty();
  }

  /// Puts a damaged file aside and writes the settings anew.
  public void replaceDamagedFile() {
    store.replaceDamagedFile();
  }

  private static Map<String, String> texts(JsonNode json) {
    var texts = new LinkedHashMap<String, String>();
    json.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText("")));
    return Collections.unmodifiableMap(texts);
  }
}
