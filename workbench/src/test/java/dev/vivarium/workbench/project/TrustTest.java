package dev.vivarium.workbench.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  @TempDir private Path folder;
  private Path project = Path.of("");
  private Path config = Path.of("");
  private Trust trust = new Trust(project, config);

  @BeforeEach
  void makeProjects() throws IOException {
    project = Files.createDirectory(folder.resolve("mine"));
    config = folder.resolve("config/vivarium");
    Files.createDirectories(folder.resolve("samples/hello/inner"));
    trust = new Trust(folder.resolve("samples"), config);
  }

  @Test
  void shippedSamplesAreTrustedButNotWhatLiesElsewhereInThem() throws IOException {
    assertTrue(trust.isTrusted(folder.resolve("samples/hello")));
    assertFalse(trust.isTrusted(folder.resolve("samples/hello/inner")));
    assertFalse(trust.isTrusted(folder.resolve("samples")));
  }

  @Test
  void aLinkAmongTheSamplesTrustsNothing() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("samples/link"), project);
    assertFalse(trust.isTrusted(link));
  }

  @Test
  void trustIsRememberedForTheRealPath() throws IOException {
    assertFalse(trust.isTrusted(project));
    trust.trust(Files.createSymbolicLink(folder.resolve("link"), project));
    trust.trust(project);
    Trust later = new Trust(folder.resolve("samples"), config);
    assertTrue(later.isTrusted(project));
    assertFalse(later.isTrusted(folder));
    assertEquals(1, Files.readAllLines(config.resolve("trusted-projects")).size());
  }

  @Test
  void refusalSaysWhatToDo() {
    assertTrue(trust.refusal(project).contains("--trust"));
  }

  @Test
  void settingsLieWhereTheSystemKeepsThem() {
    Path home = folder.resolve("home");
    assertEquals(
        home.resolve(".config/vivarium"), UserFolders.of("Linux", home, Map.of()).config());
    Map<String, String> relative = Map.of("XDG_CONFIG_HOME", "here");
    assertEquals(
        home.resolve(".config/vivarium"), UserFolders.of("Linux", home, relative).config());
    Map<String, String> elsewhere = Map.of("XDG_CONFIG_HOME", folder.toString());
    assertEquals(folder.resolve("vivarium"), UserFolders.of("Linux", home, elsewhere).config());
    assertEquals(
        home.resolve("Library/Application Support/Vivarium"),
        UserFolders.of("Mac OS X", home, Map.of()).config());
    assertEquals(
        folder.resolve("Vivarium"),
        UserFolders.of("Windows 11", home, Map.of("APPDATA", folder.toString())).config());
  }
}
