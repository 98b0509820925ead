package dev.vivarium.workbench.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.editor.EditorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("config/settings.json");
  }

  private Settings settings() {
    return new Settings(new SettingsStore(file(), Runnable::run, Runnable::run));
  }

  @Test
  void remembersWhatWasChosen() {
    settings().theme().set("light");
    assertEquals("light", settings().theme().get());
    assertEquals("normal", settings().textSize().get());
  }

  @Test
  void letsAPartAddItsOwnInOneLine() {
    var first = settings().toggle("tracer.wrap", "Messages", "Wrap lines", "Long ones.", true);
    assertEquals("on", first.get());
    first.set("off");
    var again = settings();
    assertEquals("off", again.toggle("tracer.wrap", "Messages", "Wrap", "", true).get());
    assertTrue(again.all().getLast().isSwitch());
    assertTrue(again.all().getLast().matches("mess wrap"));
    assertFalse(again.all().getLast().matches("wrap theme"));
  }

  @Test
  void keepsFieldsThatItDoesNotKnow() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"later\": {\"x\": 1}, \"look.theme\": \"puce\"}");
    var settings = settings();
    assertEquals("dark", settings.theme().get());
    settings.textSize().set("large");
    var json = new ObjectMapper().readTree(file().toFile());
    assertEquals(1, json.at("/later/x").asInt());
    assertEquals("large", json.path("look.textSize").asText());
  }

  @Test
  void leavesADamagedFileAloneUntilToldOtherwise() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"look.theme\": ");
    var settings = settings();
    assertTrue(settings.problemProperty().get().contains("could not be read"));
    settings.theme().set("light");
    assertEquals("{\"look.theme\": ", Files.readString(file()));
    settings.replaceDamagedFile();
    assertEquals("", settings.problemProperty().get());
    assertEquals("light", settings().theme().get());
    assertEquals(
        "{\"look.theme\": ", Files.readString(file().resolveSibling("settings.json.damaged")));
  }

  @Test
  void remembersWhatIsChosenInTheEditor() {
    var before = EditorSettings.of(settings());
    before.wrapProperty().set(true);
    before.autosaveProperty().set(true);
    var after = EditorSettings.of(settings());
    assertTrue(after.wrapProperty().get() && after.autosaveProperty().get());
    assertFalse(after.formatOnSaveProperty().get());
    after.autosaveProperty().set(false);
    assertEquals("off", settings().autosave().get());
    var leaving = settings();
    leaving.autosave().set("leave");
    assertFalse(EditorSettings.of(leaving).autosaveProperty().get());
    assertEquals("leave", leaving.autosave().get());
  }

  @Test
  void putsTheCommandUsedLastFirst() {
    var settings = settings();
    List.of("a", "b", "a").forEach(settings::used);
    assertEquals(List.of("a", "b"), settings().recentCommands());
  }

  @Test
  void changesShortcutsAndShowsConflicts() {
    var settings = settings();
    var commands = new CommandRegistry();
    commands.add("file.save", "Save", "Shortcut+S", "", () -> {});
    commands.add("world.step", "Step", "F6", "", () -> {});
    settings.keysProperty().subscribe(commands::rebind);
    var keys = new KeysViewModel(commands, settings);
    assertEquals("Save", keys.other("world.step", "Shortcut+S").orElseThrow().title());
    keys.bind("world.step", "Shortcut+S");
    assertEquals("Save", keys.rows("step").getFirst().conflict());
    keys.take("world.step", "Shortcut+S");
    assertEquals("", keys.rows("step").getFirst().conflict());
    assertTrue(commands.get("file.save").shortcut().isEmpty());
    assertEquals(
        Map.of("world.step", "Shortcut+S", "file.save", ""), settings().keysProperty().get());
    keys.reset("file.save");
    keys.resetAll();
    assertEquals("F6", commands.get("world.step").shortcut().orElseThrow());
    assertFalse(keys.rows("").getFirst().changed());
  }

  @Test
  void knowsKeysAgainHoweverTheyAreWritten() {
    var commands = new CommandRegistry();
    commands.add("tab.next", "Next file", "Shortcut+Page Down", "", () -> {});
    commands.add("edit.comment", "Comment", "Shortcut+Slash", "", () -> {});
    var keys = new KeysViewModel(commands, settings());
    assertEquals("Next file", keys.other("a", "Shortcut+PAGE_DOWN").orElseThrow().title());
    assertEquals("Comment", keys.other("a", "Shortcut+SLASH").orElseThrow().title());
  }

  @Test
  void givesACommandAddedLaterTheUsersShortcut() {
    var commands = new CommandRegistry();
    commands.rebind(Map.of("late", "F9"));
    commands.add("late", "Late", "F8", "", () -> {});
    assertEquals("F9", commands.get("late").shortcut().orElseThrow());
    assertEquals("F8", commands.standardShortcut("late").orElseThrow());
  }
}
