package dev.vivarium.workbench.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileActsTest {
  @TempDir private Path folder;
  private FileActsViewModel acts;

  @BeforeEach
  void project() throws IOException {
    Files.createDirectories(folder.resolve("plugins/fish"));
    Files.writeString(folder.resolve("plugins/fish/fish.ts"), "swim");
    acts = new FileActsViewModel(folder, Runnable::run, Runnable::run);
  }

  private boolean has(String path) {
    return Files.exists(folder.resolve(path));
  }

  @Test
  void renamesAndTakesItBackByName() {
    assertTrue(acts.rename("plugins/fish/fish.ts", "cod.ts").join());
    assertTrue(has("plugins/fish/cod.ts"));
    assertEquals("plugins/fish/fish.ts", acts.outcomeProperty().get().from());
    assertEquals("Rename fish.ts to cod.ts", acts.undoNameProperty().get());
    assertTrue(acts.undo().join());
    assertTrue(has("plugins/fish/fish.ts"));
    assertEquals("plugins/fish/cod.ts", acts.outcomeProperty().get().from());
    assertTrue(acts.redo().join());
    assertTrue(has("plugins/fish/cod.ts"));
  }

  @Test
  void bringsAWholeFolderBackFromTheTrash() throws IOException {
    assertTrue(acts.delete("plugins/fish").join());
    assertFalse(has("plugins/fish"));
    assertTrue(acts.undo().join());
    assertEquals("swim", Files.readString(folder.resolve("plugins/fish/fish.ts")));
    assertTrue(acts.redo().join());
    assertFalse(has("plugins/fish"));
  }

  @Test
  void duplicatesUnderAFreeName() {
    assertTrue(acts.duplicate("plugins/fish/fish.ts").join());
    assertTrue(acts.duplicate("plugins/fish/fish.ts").join());
    assertTrue(has("plugins/fish/fish-copy.ts"));
    assertTrue(has("plugins/fish/fish-copy2.ts"));
    assertTrue(acts.duplicate("plugins/fish").join());
    assertTrue(has("plugins/fish-copy/fish.ts"));
  }

  @Test
  void movesIntoAnotherFolderButNotIntoItself() {
    assertTrue(acts.newFolder("", "old").join());
    assertTrue(acts.move("plugins/fish/fish.ts", "old").join());
    assertTrue(has("old/fish.ts"));
    assertFalse(acts.move("plugins", "plugins/fish").join());
    assertEquals("plugins cannot be moved into itself", acts.outcomeProperty().get().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "..", "..\\x", "CON", "nul.ts", ".hidden", "a:b", "", "x.", "a\tb"})
  void refusesNamesThatNotEverySystemCanHold(String name) {
    assertFalse(acts.newFile("", name).join());
    assertTrue(acts.outcomeProperty().get().failed());
    assertTrue(acts.undoNameProperty().get().isEmpty());
  }

  @Test
  void leavesWhatIsThereAlready() throws IOException {
    assertFalse(acts.newFile("plugins/fish", "fish.ts").join());
    assertEquals("swim", Files.readString(folder.resolve("plugins/fish/fish.ts")));
    assertFalse(acts.newFile("../outside", "x").join());
  }

  @Test
  void makesAPluginFromATemplate() throws IOException {
    var template = Files.createDirectories(folder.resolve("templates/t"));
    Files.writeString(template.resolve("__NAME__.ts"), "// __NAME__");
    assertTrue(acts.newPlugin(new Template(template), "crab").join());
    assertEquals("// crab", Files.readString(folder.resolve("plugins/crab/crab.ts")));
    assertFalse(acts.newPlugin(new Template(template), "Big Crab").join());
  }

  @Test
  void listsANewPluginWhereTheWorldListsItsPlugins() throws IOException {
    var template = Files.createDirectories(folder.resolve("templates/t"));
    Files.writeString(template.resolve("__NAME__.ts"), "// __NAME__");
    var world = folder.resolve("world.json");
    var text = "{\n  \"plugins\": [\n    \"tide\" ],\n  \"own\": {\"plugins\": []}\n}\n";
    Files.writeString(world, text);
    assertTrue(acts.newPlugin(new Template(template), "crab").join());
    assertEquals(text.replace("\"tide\"", "\"tide\", \"crab\""), Files.readString(world));
    assertTrue(acts.undo().join());
    assertEquals(text, Files.readString(world));
    assertEquals("{\"plugins\":[\"crab\"]}", PluginList.with("{\"plugins\":[]}", "crab"));
    assertEquals("{\"rate\":60}", PluginList.with("{\"rate\":60}", "crab"));
  }
}
