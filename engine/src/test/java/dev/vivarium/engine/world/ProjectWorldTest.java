package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.store.project.SceneFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectWorldTest {
  private static final SchemaName TRANSFORM = Vocabulary.TRANSFORM.name();
  private static final PluginSource POND = Pond.Version.FIRST.source();

  @TempDir Path root;

  @BeforeEach
  void writeProject() throws IOException {
    write("world.json", "{'format': 1, 'seed': 5, 'scenes': ['main', 'shore']}");
    write("plugins/pond/plugin.json", "{'name': 'pond', 'language': 'wat', 'main': 'pond.wat'}");
    write("assets/mesh/rock.obj", "rock");
    scene("main", rock(1), "{'id': 'b', 'name': 'Bee', 'parent': 'a'}");
    scene("shore", "{'id': 'a', 'components': {'pond/Drop': {'age': 4}}}");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text.replace('\'', '"'));
  }

  private void scene(String name, String... entities) throws IOException {
    write(
        "scenes/" + name + ".json",
        "{'format': 1, 'odd': 1.50, 'name': '%s', 'entities': [%s]}"
            .formatted(name, String.join(", ", entities)));
  }

  private static String rock(double x) {
    return """
    {'id': 'a', 'name': 'Rock', 'kept': true,
     'components': {'vivarium/Transform': {'position': [%s, 0, 0]}}}\
    """
        .formatted(x);
  }

  private ProjectWorld open(ProjectWorld.Opening opening, PluginSource... plugins)
      throws IOException {
    Project project = ProjectStore.at(root).load().project();
    return ProjectWorld.open(root, project, List.of(plugins), WorldOptions.DEFAULT, opening);
  }

  private ProjectWorld reset() throws IOException {
    return open(ProjectWorld.Opening.RESET, POND);
  }

  private ProjectWorld resume() throws IOException {
    return open(ProjectWorld.Opening.RESUME, POND);
  }

  private static long find(ProjectWorld opened, String scene, String id) {
    return Authorship.find(opened.world().store(), new Authorship(AssetHandles.ofScene(scene), id));
  }

  private static double x(ProjectWorld opened, long entity) {
    return value(opened, entity, TRANSFORM).get("position").get(0).asDouble();
  }

  private static JsonNode value(ProjectWorld opened, long entity, SchemaName component) {
    var store = opened.world().store();
    byte[] value = Objects.requireNonNull(store.get(entity, store.type(component)));
    return SchemaCodec.decode(store.type(component).layout(), value, 0);
  }

  private static void move(ProjectWorld opened, long entity, double x) throws IOException {
    JsonNode value = new JsonMapper().readTree("{\"position\": [%s, 0, 0]}".formatted(x));
    assertInstanceOf(
        CommandResult.Done.class,
        opened.world().execute(new WorldCommand.SetComponent(entity, TRANSFORM, value)));
  }

  /// A change that no command made, as a plugin's would be.
  private static void moveAtRunTime(ProjectWorld opened, long entity, double x) {
    opened.world().detach(opened.scenes());
    try {
      move(opened, entity, x);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    opened.world().attach(opened.scenes());
  }

  @Test
  void hangsScenesUnderTheMasterInAFixedOrder() throws IOException {
    try (ProjectWorld opened = reset()) {
      assertFalse(opened.report().resumed());
      assertEquals(List.of(), opened.report().problems());
      long master = find(opened, "main", "");
      long shore = find(opened, "shore", "");
      long rock = find(opened, "main", "a");
      assertArray(new long[] {shore, rock}, opened.world().store().children(master));
      assertArray(new long[] {find(opened, "main", "b")}, opened.world().store().children(rock));
      assertArray(new long[] {find(opened, "shore", "a")}, opened.world().store().children(shore));
      assertEquals(Optional.of(new Scenes.Origin("main", "a")), opened.scenes().origin(rock));
      assertEquals("Rock", value(opened, rock, Vocabulary.NAME.name()).get("value").asText());
    }
  }

  private static void assertArray(long[] expected, long[] actual) {
    java.util.Arrays.sort(expected);
    java.util.Arrays.sort(actual);
    assertEquals(java.util.Arrays.toString(expected), java.util.Arrays.toString(actual));
  }

  @Test
  void resumesToTheSameStateHashAndGoesOnAlike() throws IOException {
    long saved;
    try (ProjectWorld opened = reset()) {
      Pond.tick(opened.world(), 100);
      saved = opened.world().stateHash();
    }
    try (ProjectWorld whole = reset()) {
      Pond.tick(whole.world(), 100);
      assertEquals(saved, whole.world().stateHash());
    }
    long after;
    try (ProjectWorld resumed = resume()) {
      assertTrue(resumed.report().resumed());
      assertEquals(saved, resumed.world().stateHash());
      Pond.tick(resumed.world(), 50);
      after = resumed.world().stateHash();
    }
    try (ProjectWorld whole = reset()) {
      Pond.tick(whole.world(), 150);
      assertEquals(whole.world().stateHash(), after);
    }
  }

  @Test
  void resetsToTheScenes() throws IOException {
    try (ProjectWorld opened = reset()) {
      moveAtRunTime(opened, find(opened, "main", "a"), 9);
      Pond.tick(opened.world(), 10);
    }
    try (ProjectWorld opened = reset()) {
      assertEquals(0, opened.world().tick());
      assertEquals(1, x(opened, find(opened, "main", "a")));
    }
  }

  @Test
  void takesOverSceneChangesThatTheWorldDidNotTouch() throws IOException {
    reset().close();
    scene("main", rock(2), "{'id': 'c'}");
    try (ProjectWorld opened = resume()) {
      SceneReport report = opened.report().scenes();
      assertEquals(1, report.added());
      assertEquals(1, report.removed());
      assertEquals(1, report.changed());
      assertEquals(List.of(), report.conflicts());
      assertEquals(2, x(opened, find(opened, "main", "a")));
      assertEquals(0, find(opened, "main", "b"));
      assertTrue(find(opened, "main", "c") != 0);
    }
  }

  @Test
  void keepsWhatBothChangedAndSaysSo() throws IOException {
    try (ProjectWorld opened = reset()) {
      moveAtRunTime(opened, find(opened, "main", "a"), 7);
    }
    scene("main", rock(2), "{'id': 'b', 'name': 'Bee', 'parent': 'a'}");
    try (ProjectWorld opened = resume()) {
      assertEquals(7, x(opened, find(opened, "main", "a")));
      List<SceneReport.Conflict> conflicts = opened.report().scenes().conflicts();
      assertEquals(1, conflicts.size());
      assertEquals("vivarium/Transform", conflicts.getFirst().what());
    }
  }

  @Test
  void anEntityThatEndedAtRunTimeStaysAway() throws IOException {
    try (ProjectWorld opened = reset()) {
      opened.world().store().despawn(find(opened, "shore", "a"));
    }
    try (ProjectWorld opened = resume()) {
      assertEquals(0, find(opened, "shore", "a"));
      assertEquals(List.of(), opened.report().scenes().conflicts());
    }
    scene("shore", "{'id': 'a', 'components': {'pond/Drop': {'age': 5}}}");
    try (ProjectWorld opened = resume()) {
      assertEquals("entity", opened.report().scenes().conflicts().getFirst().what());
    }
  }

  @Test
  void anEditOfAnAuthoredEntityChangesItsScene() throws Exception {
    ProjectStore store = ProjectStore.at(root);
    Project project = store.load().project();
    try (ProjectWorld opened = reset()) {
      move(opened, find(opened, "main", "a"), 3.5);
      opened.world().execute(new WorldCommand.Despawn(find(opened, "shore", "a")));
      List<SceneFile> changed = opened.scenes().takeChanged();
      assertEquals(2, changed.size());
      for (SceneFile scene : changed) {
        project = project.withScene(scene);
      }
      assertEquals(List.of(), opened.scenes().takeChanged());
    }
    store.save(project);
    String text = Files.readString(root.resolve("scenes/main.json"));
    assertTrue(text.contains("\"position\": [3.5, 0, 0]"), text);
    assertTrue(text.contains("\"kept\": true"), text);
    assertTrue(text.contains("\"odd\": 1.50"), text);
    assertTrue(
        Objects.requireNonNull(store.load().project().scenes().get("shore")).entities().isEmpty());
    try (ProjectWorld opened = resume()) {
      assertEquals(List.of(), opened.report().scenes().conflicts());
      assertEquals(0, opened.report().scenes().changed());
    }
  }

  @Test
  void keepsAnEntityBornAtRunTimeInAScene() throws Exception {
    Project project = ProjectStore.at(root).load().project();
    try (ProjectWorld opened = reset()) {
      JsonNode value = new JsonMapper().readTree("{\"position\": [1, 2, 3]}");
      CommandResult spawned =
          opened.world().execute(new WorldCommand.Spawn(Map.of(TRANSFORM, value)));
      long entity = ((CommandResult.Done) spawned).entity();
      assertEquals(Optional.empty(), opened.scenes().origin(entity));
      assertInstanceOf(
          CommandResult.Refused.class,
          opened.world().execute(new WorldCommand.Keep(entity, "main", "a")));
      assertInstanceOf(
          CommandResult.Done.class,
          opened.world().execute(new WorldCommand.Keep(entity, "main", "new")));
      assertEquals(Optional.of(new Scenes.Origin("main", "new")), opened.scenes().origin(entity));
      SceneFile scene = opened.scenes().takeChanged().getFirst();
      assertEquals(3, scene.entities().size());
      assertEquals(
          3,
          Objects.requireNonNull(scene.entities().getLast().components().get("vivarium/Transform"))
              .get("position")
              .get(2)
              .asInt());
      ProjectStore.at(root).save(project.withScene(scene));
    }
    try (ProjectWorld opened = resume()) {
      assertEquals(0, opened.report().scenes().added());
      assertTrue(find(opened, "main", "new") != 0);
    }
  }

  @Test
  void resumesTheSavedVersionAndNamesTheNewerBuild() throws IOException {
    try (ProjectWorld opened = reset()) {
      Pond.tick(opened.world(), 20);
    }
    PluginSource newer = Pond.Version.FIRST.withStep(2).source();
    try (ProjectWorld opened = open(ProjectWorld.Opening.RESUME, newer)) {
      assertEquals(List.of(newer), opened.report().toReload());
      assertTrue(opened.world().plugins().runs(Pond.NAME));
    }
  }

  @Test
  void entitiesOfAPluginThatLeftTheProjectStay() throws IOException {
    int before;
    try (ProjectWorld opened = reset()) {
      Pond.tick(opened.world(), 20);
      before = opened.world().store().entityCount();
    }
    try (ProjectWorld opened = open(ProjectWorld.Opening.RESUME)) {
      assertEquals(1, opened.report().problems().size());
      assertEquals(before, opened.world().store().entityCount());
      Pond.tick(opened.world(), 5);
    }
  }

  @Test
  void aResumedWorldHasItsClientHalfAgain() throws IOException {
    PluginSource talk = PluginSource.of("talk", ReplayTest.talking("").wasm());
    try (ProjectWorld opened = open(ProjectWorld.Opening.RESET, talk)) {
      Pond.tick(opened.world(), 10);
    }
    try (ProjectWorld opened = open(ProjectWorld.Opening.RESUME, talk)) {
      assertTrue(opened.world().client().isPresent());
      int before = opened.world().store().entityCount();
      Pond.tick(opened.world(), 10);
      assertTrue(opened.world().store().entityCount() > before);
    }
  }

  @Test
  void twoProgramsCannotHoldOneWorld() throws IOException {
    try (ProjectWorld opened = reset()) {
      assertThrows(IOException.class, this::resume);
      assertEquals(0, opened.world().tick());
    }
  }

  @Test
  void assetsAreThereBeforeTheFirstTick() throws IOException {
    try (ProjectWorld opened = reset()) {
      long handle = opened.world().assets().asset("mesh/rock.obj");
      assertEquals(
          "rock",
          new String(
              opened.world().assets().assetBytes(handle).orElseThrow(), StandardCharsets.UTF_8));
      assertEquals(0, opened.world().assets().asset("mesh/none.obj"));
      long blob = opened.world().assets().blob(new byte[] {1, 2, 3});
      assertTrue(blob != 0);
      opened.saver().save().join();
      try (var files = Files.list(root.resolve(".vivarium/blobs"))) {
        assertEquals(1, files.count());
      }
    }
    try (ProjectWorld opened = resume()) {
      long blob = AssetHandles.ofContent(new byte[] {1, 2, 3});
      assertEquals(3, opened.world().assets().blobBytes(blob).orElseThrow().length);
    }
  }

  // Several scenes.

  private void world(String master, String... scenes) throws IOException {
    write(
        "world.json",
        "{'format': 1, 'seed': 5, 'master': '%s', 'scenes': ['%s']}"
            .formatted(master, String.join("', '", scenes)));
  }

  private static long[] childrenOf(ProjectWorld opened, long entity) {
    return opened.world().store().children(entity);
  }

  private static int age(ProjectWorld opened, String scene) {
    return value(opened, find(opened, scene, "d"), new SchemaName(Pond.NAME, "Drop"))
        .get("age")
        .asInt();
  }

  @Test
  void pluginsTickTheEntitiesOfAllScenes() throws IOException {
    String drop = "{'id': 'd', 'components': {'pond/Drop': {'age': %d}, 'vivarium/Transform': {}}}";
    scene("main", drop.formatted(10));
    scene("shore", drop.formatted(20));
    scene("deep", drop.formatted(30));
    world("main", "main", "shore", "deep");
    try (ProjectWorld opened = reset()) {
      Pond.tick(opened.world(), 7);
      assertEquals(17, age(opened, "main"));
      assertEquals(27, age(opened, "shore"));
      assertEquals(37, age(opened, "deep"));
      long master = find(opened, "main", "");
      assertArray(
          new long[] {
            find(opened, "shore", ""), find(opened, "deep", ""), find(opened, "main", "d")
          },
          childrenOf(opened, master));
    }
  }

  @Test
  void aSceneAddedLaterJoinsTheRunningOnesAndARemovedOneLeavesThem() throws IOException {
    try (ProjectWorld opened = reset()) {
      moveAtRunTime(opened, find(opened, "main", "a"), 7);
    }
    scene("deep", rock(3));
    world("main", "main", "deep");
    try (ProjectWorld opened = resume()) {
      assertEquals(7, x(opened, find(opened, "main", "a")));
      assertEquals(3, x(opened, find(opened, "deep", "a")));
      assertEquals(0, find(opened, "shore", ""));
      assertEquals(0, find(opened, "shore", "a"));
      assertArray(
          new long[] {find(opened, "deep", ""), find(opened, "main", "a")},
          childrenOf(opened, find(opened, "main", "")));
    }
  }

  @Test
  void anotherMasterTakesTheScenesOverAsTheyRun() throws IOException {
    try (ProjectWorld opened = reset()) {
      moveAtRunTime(opened, find(opened, "main", "a"), 7);
    }
    world("shore", "main", "shore");
    try (ProjectWorld opened = resume()) {
      long shore = find(opened, "shore", "");
      long main = find(opened, "main", "");
      assertArray(new long[] {main, find(opened, "shore", "a")}, childrenOf(opened, shore));
      assertArray(new long[] {find(opened, "main", "a")}, childrenOf(opened, main));
      assertEquals(7, x(opened, find(opened, "main", "a")));
      assertEquals(List.of(), opened.report().scenes().conflicts());
    }
  }

  @Test
  void theOtherScenesStayAsTheyRunWhenTheMasterLeavesTheProject() throws IOException {
    scene("shore", rock(1));
    try (ProjectWorld opened = reset()) {
      moveAtRunTime(opened, find(opened, "shore", "a"), 7);
    }
    world("shore", "shore");
    try (ProjectWorld opened = resume()) {
      assertEquals(0, find(opened, "main", ""));
      assertEquals(0, find(opened, "main", "a"));
      assertEquals(7, x(opened, find(opened, "shore", "a")));
      assertArray(
          new long[] {find(opened, "shore", "a")}, childrenOf(opened, find(opened, "shore", "")));
    }
  }

  @Test
  void whatASceneKeepsStaysWhenWhatItHungOnLeaves() throws IOException {
    reset().close();
    scene("main", "{'id': 'b', 'name': 'Bee'}");
    try (ProjectWorld opened = resume()) {
      assertEquals(0, find(opened, "main", "a"));
      long bee = find(opened, "main", "b");
      assertTrue(bee != 0);
      assertArray(
          new long[] {find(opened, "shore", ""), bee},
          childrenOf(opened, find(opened, "main", "")));
    }
  }

  @Test
  void anEditInOneSceneLeavesTheFilesOfTheOthersAlone() throws IOException {
    try (ProjectWorld opened = reset()) {
      opened.world().execute(new WorldCommand.Despawn(find(opened, "shore", "")));
      List<SceneFile> changed = opened.scenes().takeChanged();
      assertEquals(List.of("shore"), changed.stream().map(SceneFile::name).toList());
      assertTrue(changed.getFirst().entities().isEmpty());
      assertTrue(find(opened, "main", "a") != 0);
    }
  }

  @Test
  void handlesHeldForUndoAreFreeAgainAfterOpening() throws IOException {
    long ended;
    try (ProjectWorld opened = reset()) {
      World world = opened.world();
      ended = ((CommandResult.Done) world.execute(new WorldCommand.Spawn(Map.of()))).entity();
      world.execute(new WorldCommand.Hold(ended));
      assertTrue(world.store().isHeld(ended));
      opened.saver().save().join();
    }
    try (ProjectWorld opened = resume()) {
      World world = opened.world();
      assertFalse(world.store().isHeld(ended));
      long next = ((CommandResult.Done) world.execute(new WorldCommand.Spawn(Map.of()))).entity();
      assertEquals((int) ended, (int) next, "its place is used again");
      assertNotEquals(ended, next, "but not its handle");
    }
  }
}
