package dev.vivarium.workbench.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewModelTest {
  @TempDir private Path folder;
  private Path file;
  private SettingsViewModel settings;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("plugins/fish/plugin.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "{\"name\":\"fish\",\"later\":[1],\"settings\":{\"fish\":1800,\"mood\":\"calm\"}}");
    settings = new SettingsViewModel(new ProjectFiles(folder), Runnable::run, Runnable::run);
    settings.show("fish").join();
  }

  @Test
  void writesAChangeAndKeepsWhatItDoesNotKnow() throws IOException {
    assertTrue(settings.set("fish", "900").join());
    assertTrue(settings.set("mood", "12").join());
    var text = Files.readString(file);
    assertTrue(text.contains("\"fish\" : 900"), text);
    assertTrue(text.contains("\"mood\" : \"12\""), text);
    assertTrue(text.contains("later"), text);
    assertEquals("900", settings.settings().getFirst().text());
  }

  @Test
  void refusesTextWhereANumberWas() throws IOException {
    var before = Files.readString(file);
    assertFalse(settings.set("fish", "many").join());
    assertTrue(settings.problemProperty().get().contains("no number"));
    assertEquals(before, Files.readString(file));
  }

  @Test
  void saysWhereABrokenFileIsWrong() throws IOException {
    Files.writeString(file, "{\n  oops\n}");
    settings.show("fish").join();
    assertTrue(settings.problemProperty().get().contains("line 2"));
  }
}
