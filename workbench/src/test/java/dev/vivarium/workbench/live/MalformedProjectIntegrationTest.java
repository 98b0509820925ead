package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectEntry;
import dev.vivarium.workbench.project.ProjectException;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.PluginState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project with something wrong opens with a clear list of it, and all else works.
class MalformedProjectIntegrationTest {
  private static final String GOOD =
      """
      import { Transform } from "vivarium";
      @query class All { transform: Transform; }
      @system("update") function look(all: All): void { while (all.next()) {} }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void project() throws IOException {
    write("world.json", "{ \"format\": 1, \"name\": \"small\", \"rate\": 60, \"seed\": 1 }");
    plugin("good");
    write("scenes/main.json", "{ \"format\": 1, \"name\": \"main\", \"entities\": [] }");
  }

  private void plugin(String name) throws IOException {
    write(
        "plugins/" + name + "/plugin.json",
        "{ \"name\": \"%s\", \"language\": \"assemblyscript\", \"main\": \"%s.ts\" }"
            .formatted(name, name));
    write("plugins/" + name + "/" + name + ".ts", GOOD);
  }

  private Path write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    return Files.writeString(path, text);
  }

  private static List<Diagnostic> problems(RealWorld world) throws Exception {
    return RealWorld.answer(world.session().diagnostics());
  }

  private static void assertNamed(RealWorld world, String file, String... words) throws Exception {
    var problems = problems(world);
    var named =
        problems.stream()
            .filter(d ->
                d.place().filter(p -> p.file().contains(file)).isPresent()
                    || d.text().contains(file))
            .toList();
    assertFalse(named.isEmpty(), "nothing names " + file + " in " + problems);
    for (var word : words) {
      assertTrue(named.stream().anyMatch(d -> d.text().contains(word)), word + " in " + named);
    }
  }

  private static void assertTheRestWorks(RealWorld world) throws Exception {
    var plugins = RealWorld.answer(world.session().status()).plugins();
    assertTrue(
        plugins.stream().anyMatch(p -> p.name().equals("good") && p.state() == PluginState.RUNNING),
        () -> "good does not run: " + plugins);
  }

  @Test
  void badJson() throws Exception {
    write("scenes/broken.json", "{ \"format\": 1, \"name\": \"broken\", \"entities\": [ ");
    write("plugins/bad/plugin.json", "{ nonsense");
    write("plugins/bad/bad.ts", GOOD);
    try (var world = RealWorld.open(folder).running()) {
      assertNamed(world, "scenes/broken.json");
      assertNamed(world, "plugins/bad/plugin.json");
      assertTrue(
          problems(world).stream().noneMatch(d -> d.text().contains("Source:")),
          () -> "the parser speaks of itself");
      assertTheRestWorks(world);
    }
  }

  @Test
  void badWorldFile() throws Exception {
    write("world.json", "{ \"name\": ");
    try (var world = RealWorld.open(folder).running()) {
      assertNamed(world, "world.json");
      assertTheRestWorks(world);
    }
  }

  @Test
  void missingPlugin() throws Exception {
    write(
        "world.json", "{ \"format\": 1, \"name\": \"small\", \"plugins\": [\"good\", \"gone\"] }");
    try (var world = RealWorld.open(folder).running()) {
      assertNamed(world, "gone");
      assertTheRestWorks(world);
    }
  }

  @Test
  void cyclicParents() throws Exception {
    write(
        "scenes/main.json",
        """
        { "format": 1, "name": "main", "entities": [
          { "id": "a", "parent": "b" },
          { "id": "b", "parent": "a" },
          { "id": "c" } ] }
        """);
    try (var world = RealWorld.open(folder).running()) {
      assertNamed(world, "scenes/main.json");
      assertTheRestWorks(world);
    }
  }

  @Test
  void pluginNameWithPathParts() throws Exception {
    write(
        "world.json",
        "{ \"format\": 1, \"name\": \"small\", \"plugins\": [\"good\", \"../../evil\"] }");
    try (var world = RealWorld.open(folder).running()) {
      assertNamed(world, "evil");
      assertTheRestWorks(world);
    }
  }

  @Test
  void unreadableFile() throws Exception {
    // A folder where a file should be cannot be read by anyone, whoever runs this.
    Files.createDirectories(folder.resolve("scenes/folder.json"));
    Files.createDirectories(folder.resolve("plugins/odd/plugin.json"));
    try (var world = RealWorld.open(folder).running()) {
      assertNamed(world, "scenes/folder.json");
      assertNamed(world, "plugins/odd");
      assertTheRestWorks(world);
    }
    var files = new ProjectFiles(folder);
    assertThrows(ProjectException.class, () -> files.open("scenes/folder.json"));
  }

  @Test
  void assetOfAGigabyte() throws Exception {
    var asset = write("assets/huge.glb", "");
    try (var file = new RandomAccessFile(asset.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    try (var world = RealWorld.open(folder).running()) {
      assertTheRestWorks(world);
    }
    var files = new ProjectFiles(folder);
    var refused = assertThrows(ProjectException.class, () -> files.open("assets/huge.glb"));
    assertTrue(String.valueOf(refused.getMessage()).contains("binary"), refused.getMessage());
    assertTrue(files.scan().children().stream().anyMatch(e -> e.path().equals("assets")));
  }

  @Test
  void tenThousandFiles() throws Exception {
    for (var i = 0; i < 10_000; i++) {
      write("assets/many/%d/%d.txt".formatted(i / 1_000, i), "");
    }
    try (var world = RealWorld.open(folder).running()) {
      assertTheRestWorks(world);
    }
    var tree = new ProjectFiles(folder).scan();
    assertEquals(ProjectFiles.MAX_ENTRIES, count(tree) - 1);
    assertTrue(tree.truncated());
    assertTrue(tree.children().stream().anyMatch(e -> e.path().equals("world.json")));
  }

  private static int count(ProjectEntry entry) {
    return 1 + entry.children().stream().mapToInt(MalformedProjectIntegrationTest::count).sum();
  }
}
