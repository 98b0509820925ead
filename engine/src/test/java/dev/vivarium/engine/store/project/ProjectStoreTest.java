package dev.vivarium.engine.store.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.store.project.ProjectProblem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectStoreTest {
  private static final String WORLD =
      """
      {
        "format": 1,
        "name": "Tidepool",
        "seed": -7,
        "rate": 30,
        "master": "main",
        "scenes": ["main"],
        "plugins": ["fish"],
        "firstEdit": {"file": "plugins/fish/fish.ts", "line": 12},
        "limits": {"entities": 200000},
        "zebra": {"a": [1, 2.50, 1234567890123456789012], "b": null}
      }
      """;
  private static final String SCENE =
      """
      {
        "format": 1,
        "name": "main",
        "entities": [
          {
            "id": "a",
            "name": "Rock",
            "components": {"vivarium/Transform": {"position": [0, 1.5, 0]}},
            "origin": "drawn by hand"
          },
          {
            "id": "b",
            "parent": "a"
          }
        ],
        "weather": "calm"
      }
      """;
  private static final String PLUGIN =
      """
      {
        "name": "fish",
        "language": "assemblyscript",
        "main": "fish.ts",
        "capabilities": ["write:vivarium/Transform"],
        "settings": {"count": 2000},
        "limits": {"memoryPages": 256},
        "homepage": "none"
      }
      """;

  @TempDir private Path temporary;
  private Path root;

  @BeforeEach
  void writeProject() throws IOException {
    root = Files.createDirectory(temporary.resolve("pool")).toRealPath();
    put("world.json", WORLD);
    put("scenes/main.json", SCENE);
    put("plugins/fish/plugin.json", PLUGIN);
    put("plugins/fish/fish.ts", "// fish\n");
    put("assets/rock/rock.png", "png");
    put("scripts/start.java", "// start\n");
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  private String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  private LoadedProject load() throws IOException {
    return ProjectStore.at(root).load();
  }

  private LoadedProject load(ProjectLimits limits) throws IOException {
    return ProjectStore.at(root, limits).load();
  }

  private static ProjectProblem only(LoadedProject loaded) {
    assertEquals(1, loaded.problems().size(), () -> loaded.problems().toString());
    return loaded.problems().getFirst();
  }

  private void entities(String list) throws IOException {
    put("scenes/main.json", "{\"format\": 1, \"entities\": [\n" + list + "\n]}");
  }

  @Test
  void loadsEveryPart() throws IOException {
    LoadedProject loaded = load();
    assertEquals(List.of(), loaded.problems());
    Project project = loaded.project();
    assertEquals(-7, project.world().seed());
    assertEquals(30, project.world().rate());
    assertEquals(new WorldFile.FirstEdit("plugins/fish/fish.ts", 12), project.world().firstEdit());
    assertEquals("fish.ts", project.pluginsInOrder().getFirst().main());
    assertEquals(List.of("rock/rock.png"), project.assets());
    assertEquals(List.of("start.java"), project.scripts());
    SceneFile scene = project.scenes().get("main");
    assertNotNull(scene);
    assertEquals("a", scene.entities().get(1).parent());
  }

  @Test
  void savesWhatItLoadedByteForByteWithUnknownFields() throws IOException {
    ProjectStore store = ProjectStore.at(root);
    Project project = store.load().project();
    for (String file : List.of("world.json", "scenes/main.json", "plugins/fish/plugin.json")) {
      Files.delete(root.resolve(file));
    }
    assertEquals(List.of(), store.save(project));
    assertEquals(WORLD, text("world.json"));
    assertEquals(SCENE, text("scenes/main.json"));
    assertEquals(PLUGIN, text("plugins/fish/plugin.json"));
  }

  @Test
  void leavesUnchangedFilesAlone() throws IOException {
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(root.resolve("world.json"), old);
    ProjectStore store = ProjectStore.at(root);
    store.save(store.load().project());
    assertEquals(old, Files.getLastModifiedTime(root.resolve("world.json")));
    try (var files = Files.list(root)) {
      assertEquals(5, files.count(), "no temporary files stay behind");
    }
  }

  @Test
  void writesTheSameBytesWhateverTheOrderInMemory() throws IOException {
    ProjectStore store = ProjectStore.at(root);
    Project project = store.load().project();
    SceneFile scene = project.scenes().get("main");
    assertNotNull(scene);
    List<SceneEntity> backwards = scene.entities().reversed();
    store.save(project.withScene(new SceneFile("main", backwards, scene.unknown())));
    assertEquals(SCENE, text("scenes/main.json"));
  }

  @Test
  void breaksLongLinesAndReadsThemBack() throws IOException {
    ProjectStore store = ProjectStore.at(root);
    var value = JsonNodeFactory.instance.objectNode();
    var points = value.putArray("points");
    for (int point = 0; point < 100; point++) {
      points.addObject().put("x", point).put("label", "point \"" + point + "\" \u00e9\n");
    }
    TreeMap<String, com.fasterxml.jackson.databind.JsonNode> components = new TreeMap<>();
    components.put("fish/Path", value);
    SceneEntity entity = new SceneEntity("p", null, null, components, UnknownFields.NONE);
    SceneFile scene = new SceneFile("main", List.of(entity), UnknownFields.NONE);
    store.save(store.load().project().withScene(scene));
    assertTrue(text("scenes/main.json").lines().allMatch(line -> line.length() <= 100));
    assertEquals(scene, load().project().scenes().get("main"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"format\": 1, \"format\": 1}",
        "{\"format\": 1} {}",
        "{\"format\": 1, \"entities\": [{\"id\": \"a\"}, ",
        "\u0000",
        "nul",
        "{\"format\": 2}",
        "{}",
        "{\"format\": 1, \"name\": \"other\"}",
        "{\"format\": 1, \"entities\": {}}"
      })
  void aMalformedSceneIsNamedLeavesTheRestAndIsNotOverwritten(String content) throws IOException {
    put("scenes/main.json", content);
    ProjectStore store = ProjectStore.at(root);
    LoadedProject loaded = store.load();
    ProjectProblem problem = only(loaded);
    assertEquals("scenes/main.json", problem.file());
    assertEquals(Severity.ERROR, problem.severity());
    assertFalse(problem.whatToDo().isEmpty());
    assertEquals(1, loaded.project().plugins().size());
    Project changed =
        loaded.project().withScene(new SceneFile("main", List.of(), UnknownFields.NONE));
    assertEquals(1, store.save(changed).size());
    assertEquals(content, text("scenes/main.json"));
  }

  @Test
  void namesTheLineOfASyntaxError() throws IOException {
    put("world.json", "{\n\"format\": 1,\n\"name\": oops\n}");
    assertEquals(3, load().problems().getFirst().line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\": 3",
        "\"name\": \"a\\u001b[2J\"",
        "\"seed\": 1.5",
        "\"seed\": 123456789012345678901234567890",
        "\"rate\": 0",
        "\"rate\": 1001",
        "\"master\": \"../main\"",
        "\"scenes\": \"main\"",
        "\"scenes\": [\"main\", \"main\"]",
        "\"scenes\": [\"main\", \"CON\"]",
        "\"plugins\": [\"fish\", 1]",
        "\"firstEdit\": {\"file\": \"/etc/passwd\"}",
        "\"firstEdit\": {\"file\": \"plugins/../../x\"}",
        "\"firstEdit\": {\"file\": \"C:\\\\x\"}",
        "\"firstEdit\": {\"line\": 1}",
        "\"firstEdit\": []",
        "\"limits\": {\"entities\": 0}",
        "\"limits\": {\"../x\": 1}"
      })
  void aWrongFieldOfTheWorldIsNamedAndTheRestLoads(String field) throws IOException {
    put("world.json", "{\"format\": 1, " + field + "}");
    LoadedProject loaded = load();
    ProjectProblem problem = only(loaded);
    String name = field.substring(1, field.indexOf('"', 1));
    assertTrue(problem.jsonPath().startsWith(name), problem::toString);
    assertTrue(problem.toString().chars().noneMatch(unit -> unit == 27));
    assertEquals(1, loaded.project().scenes().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "{\"id\": \"\"}",
        "{\"id\": \"a/b\"}",
        "{\"id\": \"ok\"}",
        "{\"id\": \"x\", \"parent\": \"nobody\"}",
        "{\"id\": \"x\", \"parent\": 3}",
        "{\"id\": \"x\", \"name\": \"\\n\"}",
        "{\"id\": \"x\", \"components\": []}",
        "{\"id\": \"x\", \"components\": {\"Transform\": {}}}",
        "{\"id\": \"x\", \"components\": {\"vivarium/Transform\": 3}}"
      })
  void aWrongEntityIsNamedWithItsLineAndTheOthersLoad(String entity) throws IOException {
    entities("{\"id\": \"ok\"},\n" + entity);
    LoadedProject loaded = load();
    ProjectProblem problem = only(loaded);
    assertTrue(problem.line() == 3 || problem.jsonPath().equals("entities.x.parent"));
    SceneFile scene = loaded.project().scenes().get("main");
    assertNotNull(scene);
    assertEquals("ok", scene.entities().getFirst().id());
  }

  @Test
  void namesEveryEntityOfALoopOfParents() throws IOException {
    entities(
        """
        {"id": "a", "parent": "b"}, {"id": "b", "parent": "c"}, {"id": "c", "parent": "a"},
        {"id": "d", "parent": "a"}\
        """);
    LoadedProject loaded = load();
    assertTrue(only(loaded).message().contains("a -> b -> c -> a"));
    SceneFile scene = loaded.project().scenes().get("main");
    assertNotNull(scene);
    assertNull(scene.entities().getFirst().parent());
    assertEquals("a", scene.entities().get(3).parent());
  }

  @Test
  void anEntityAboveItselfIsALoop() throws IOException {
    entities("{\"id\": \"a\", \"parent\": \"a\"}");
    assertTrue(only(load()).message().contains("a -> a"));
  }

  @Test
  void refusesAChainOfParentsThatIsTooLong() throws IOException {
    StringBuilder list = new StringBuilder("{\"id\": \"e0\"}");
    for (int index = 1; index <= 1_500; index++) {
      list.append(",{\"id\": \"e" + index + "\", \"parent\": \"e" + (index - 1) + "\"}");
    }
    entities(list.toString());
    assertTrue(only(load()).message().contains("1000 entities"));
  }

  @Test
  void refusesNestingBeyondTheLimit() throws IOException {
    put("world.json", "{\"format\": 1, \"deep\": " + "[".repeat(100_000) + "}");
    assertTrue(load().problems().getFirst().message().contains("depth"));
  }

  @Test
  void countsEntitiesScenesAndPluginsAgainstTheirLimits() throws IOException {
    ProjectLimits small =
        new ProjectLimits(10_000, 10_000, 10_000, 2, 2, 3, 1, 10, 10, 100, 3, 2, 100);
    entities("{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"c\"}, {\"id\": \"d\"}, {\"id\": \"e\"}");
    assertTrue(only(load(small)).message().contains("more than 3 entities"));
    put("scenes/main.json", SCENE);
    for (String name : List.of("one", "two", "three")) {
      put("plugins/" + name + "/plugin.json", PLUGIN.replace("\"fish\"", "\"" + name + "\""));
      put("plugins/" + name + "/fish.ts", "");
    }
    LoadedProject loaded = load(small);
    assertTrue(loaded.problems().getFirst().message().contains("more than 2"));
    assertEquals(2, loaded.project().plugins().size());
  }

  @Test
  void refusesFilesThatAreTooLargeBeforeReadingThem() throws IOException {
    put("plugins/fish/plugin.json", " ".repeat(2 * 1024 * 1024));
    assertTrue(load().problems().getFirst().message().contains("at most 1048576"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside.ts", "/etc/passwd", "a\\b.ts", "absent.ts", "", "."})
  void refusesAMainFileThatIsNotInThePlugin(String main) throws IOException {
    put("outside.ts", "");
    String quoted = JsonText.quoted(main);
    put("plugins/fish/plugin.json", PLUGIN.replace("\"fish.ts\"", quoted));
    LoadedProject loaded = load();
    assertEquals("main", only(loaded).jsonPath());
    assertTrue(loaded.project().plugins().isEmpty());
  }

  @Test
  void refusesLinksThatLeadOutOfTheProject() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret.json"), "{\"format\": 1}");
    Files.createSymbolicLink(root.resolve("scenes/leak.json"), outside.resolve("secret.json"));
    Files.createSymbolicLink(root.resolve("plugins/leak"), outside);
    Files.createSymbolicLink(root.resolve("assets/leak"), outside);
    Files.createSymbolicLink(root.resolve("assets/loop"), root.resolve("assets"));
    LoadedProject loaded = load();
    List<String> files = loaded.problems().stream().map(ProjectProblem::file).sorted().toList();
    assertEquals(List.of("assets/leak", "assets/loop", "plugins/leak", "scenes/leak.json"), files);
    assertEquals(List.of("rock/rock.png"), loaded.project().assets());
  }

  @Test
  void refusesHostileNames() throws IOException {
    put("scenes/aux.json", "{\"format\": 1}");
    put("scenes/a\u001b[2Jb.json", "{\"format\": 1}");
    put("plugins/Fish/plugin.json", PLUGIN);
    put("assets/new\nline.png", "");
    put("assets/" + "x".repeat(200) + ".png", "");
    put("plugins/" + "y".repeat(65) + "/plugin.json", PLUGIN);
    LoadedProject loaded = load();
    assertEquals(5, loaded.problems().size(), () -> loaded.problems().toString());
    for (ProjectProblem problem : loaded.problems()) {
      assertTrue(problem.message().chars().noneMatch(unit -> unit < ' '));
    }
  }

  @Test
  void saysWhatTheWorldNamesAndIsNotThere() throws IOException {
    put("world.json", "{\"format\": 1, \"master\": \"deep\", \"plugins\": [\"crab\"]}");
    LoadedProject loaded = load();
    assertEquals(4, loaded.problems().size(), () -> loaded.problems().toString());
    assertFalse(loaded.hasErrors());
  }

  @Test
  void aMissingWorldLeavesDefaults() throws IOException {
    Files.delete(root.resolve("world.json"));
    LoadedProject loaded = load();
    assertTrue(loaded.hasErrors());
    assertEquals("pool", loaded.project().world().name());
    assertEquals(1, loaded.project().pluginsInOrder().size());
  }

  @Test
  void addsAPluginToTheListThatIsThere() throws IOException {
    ProjectStore.at(root).addToPluginOrder("crab");
    assertEquals(WORLD.replace("[\"fish\"]", "[\"fish\", \"crab\"]"), text("world.json"));
  }

  @Test
  void loadsTenThousandFiles() throws IOException {
    for (int index = 0; index < 10_000; index++) {
      put("assets/" + index % 100 + "/" + index + ".bin", "");
    }
    LoadedProject loaded = load();
    assertEquals(List.of(), loaded.problems());
    assertEquals(10_001, loaded.project().assets().size());
  }

  @Test
  void refusesToSaveUnderAHostileName() throws IOException {
    ProjectStore store = ProjectStore.at(root);
    Project project =
        load().project().withScene(new SceneFile("../x", List.of(), UnknownFields.NONE));
    assertThrows(IllegalArgumentException.class, () -> store.save(project));
  }

  @Test
  void randomDamageIsReportedAndNeverThrown() throws IOException {
    Random random = new Random(42);
    for (String file : List.of("world.json", "scenes/main.json", "plugins/fish/plugin.json")) {
      byte[] sound = Files.readAllBytes(root.resolve(file));
      for (int round = 0; round < 200; round++) {
        byte[] damaged = sound.clone();
        for (int hit = 0; hit <= random.nextInt(4); hit++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        Files.write(root.resolve(file), damaged);
        assertNotNull(load().project());
      }
      Files.write(root.resolve(file), sound);
    }
  }

  @Test
  void reportsALimitedNumberOfProblems() throws IOException {
    List<String> list = new ArrayList<>();
    for (int index = 0; index < 3_000; index++) {
      list.add("{}");
    }
    entities(String.join(",", list));
    assertEquals(1_001, load().problems().size());
  }
}
