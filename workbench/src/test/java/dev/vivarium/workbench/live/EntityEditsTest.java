package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.world.ProjectWorld;
import dev.vivarium.engine.world.Scenes;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Edits of a real world without plugins and their way back.
class EntityEditsTest {
  private static final String TRANSFORM = "vivarium/Transform";
  private static final List<String> COMPONENTS =
      List.of(TRANSFORM, "vivarium/Velocity", "vivarium/Light", "vivarium/Saved");

  @TempDir private Path root;
  private ProjectWorld opened;
  private World world;
  private Scenes scenes;
  private final EntityEdits edits = new EntityEdits();

  @BeforeEach
  void openWorld() throws IOException {
    write("world.json", "{'format': 1, 'seed': 5, 'scenes': ['main']}");
    write(
        "scenes/main.json",
        """
        {'format': 1, 'name': 'main', 'entities': [
          {'id': 'a', 'name': 'Rock', 'kept': true,
           'components': {'vivarium/Transform': {'position': [1, 2, 3]}}},
          {'id': 'b', 'name': 'Bee', 'parent': 'a'},
          {'id': 'c', 'components': {'vivarium/Light': {}}}]}
        """);
    opened =
        ProjectWorld.open(
            root,
            ProjectStore.at(root).load().project(),
            List.of(),
            WorldOptions.DEFAULT,
            ProjectWorld.Opening.RESET);
    world = opened.world();
    scenes = opened.scenes();
  }

  @AfterEach
  void closeWorld() {
    opened.close();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text.replace('\'', '"'));
  }

  private CommandResult.Done done(EntityEdit edit) {
    return assertInstanceOf(CommandResult.Done.class, edits.perform(world, scenes, edit));
  }

  private CommandResult.Done reverted(long id) {
    CommandResult result = edits.revert(world, scenes, id);
    return assertInstanceOf(CommandResult.Done.class, result, result.toString());
  }

  private static long id(CommandResult.Done done) {
    return done.edit().orElseThrow().id();
  }

  private EntityHandle authored(String name) {
    return alive().stream()
        .filter(e -> EditTitles.name(world, e).startsWith(name + " "))
        .findFirst()
        .orElseThrow();
  }

  private List<EntityHandle> alive() {
    return world.store().tables().stream()
        .flatMap(t -> Arrays.stream(t.entities(), 0, t.rows()).mapToObj(EntityHandle::new))
        .sorted((a, b) -> Long.compare(a.bits(), b.bits()))
        .toList();
  }

  /// All entities with owners, global ids, values, and what the scenes say of them. Where rows lie
  /// in their tables is history and not part of it.
  private Map<Long, String> contents() {
    EntityStore store = world.store();
    Map<Long, String> all = new TreeMap<>();
    for (EntityHandle entity : alive()) {
      Map<String, String> values = new TreeMap<>();
      for (ComponentType type : Doing.types(store, entity.bits())) {
        byte[] value = Objects.requireNonNull(store.get(entity.bits(), type));
        values.put(type.name().toString(), SchemaCodec.decode(type.layout(), value, 0).toString());
      }
      all.put(
          entity.bits(),
          store.owner(entity.bits())
              + " "
              + store.serial(entity.bits())
              + " "
              + values
              + scenes.written(entity.bits()));
    }
    return all;
  }

  private EntityEdit randomEdit(Random random) {
    List<EntityHandle> alive = alive();
    if (alive.size() < 6) {
      return new WorldCommand.Spawn("Born", COMPONENTS);
    }
    EntityHandle one = alive.get(random.nextInt(alive.size()));
    EntityHandle other = alive.get(random.nextInt(alive.size()));
    String component = COMPONENTS.get(random.nextInt(COMPONENTS.size()));
    return switch (random.nextInt(14)) {
      case 0, 1, 2 ->
          new WorldCommand.SetField(
              one, TRANSFORM, "position", "[%d,0,0.5]".formatted(random.nextInt(9)));
      case 3 -> new WorldCommand.AddComponent(one, component);
      case 4 -> new WorldCommand.RemoveComponent(one, component);
      case 5 -> new WorldCommand.Spawn("Born", List.of(component));
      case 6 -> new WorldCommand.Despawn(one);
      case 7 -> new WorldCommand.Reparent(one, Optional.of(other));
      case 8 -> new WorldCommand.Reparent(one, Optional.empty());
      case 9 -> new WorldCommand.Duplicate(one);
      case 10 -> new WorldCommand.MoveTo(one, random.nextInt(9), 1, random.nextInt(9));
      case 11 -> new WorldCommand.SetComponent(one, TRANSFORM, "{\"scale\": [2, 2, 2]}");
      case 12 -> new WorldCommand.Paste(EntityText.copy(world, List.of(one)));
      default -> new WorldCommand.Keep(one, "main", "");
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void undoingAllEditsBringsAllBackAndRedoingThemAllTheirEffects(long seed) {
    Random random = new Random(seed);
    Map<Long, String> before = contents();
    List<Long> done = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Map<Long, String> untouched = contents();
      switch (edits.perform(world, scenes, randomEdit(random))) {
        case CommandResult.Done d -> done.add(id(d));
        case CommandResult.Refused refused -> assertEquals(untouched, contents());
      }
      if (i % 7 == 0) {
        world.tickOnce();
      }
    }
    assertTrue(done.size() > 50, "most edits are done");
    Map<Long, String> after = contents();
    List<Long> undone = done.reversed().stream().map(step -> id(reverted(step))).toList();
    assertEquals(before, contents());
    List<Long> redone = undone.reversed().stream().map(step -> id(reverted(step))).toList();
    assertEquals(after, contents());
    redone.reversed().forEach(this::reverted);
    assertEquals(before, contents());
  }

  @Test
  void namesAStepAfterWhatItDid() {
    var set = done(new WorldCommand.SetField(authored("Rock"), TRANSFORM, "position", "[4,5,6]"));
    assertEquals(
        "Set Transform.position of " + EditTitles.name(world, authored("Rock")) + " to 4, 5, 6",
        set.edit().orElseThrow().title());
  }

  @Test
  void bringsADeletedEntityBackWithItsChildrenAndItsPlaceInTheScene() {
    EntityHandle rock = authored("Rock");
    EntityHandle bee = authored("Bee");
    var written = scenes.written(bee.bits());
    assertTrue(written.isPresent());
    var deleted = done(new WorldCommand.Despawn(rock));
    assertFalse(world.store().isAlive(bee.bits()));
    done(new WorldCommand.Spawn("Other", List.of()));
    var back = reverted(id(deleted));
    assertEquals(Optional.of(rock), back.spawned());
    assertEquals(rock, authored("Rock"));
    assertEquals(written, scenes.written(bee.bits()));
  }

  @Test
  void undoOfAnAuthoredValuePutsBackWhatTheSceneSaidAndNotWhatTheWorldHad() {
    EntityHandle rock = authored("Rock");
    var set = done(new WorldCommand.SetField(rock, TRANSFORM, "scale", "[2,2,2]"));
    assertTrue(scenes.written(rock.bits()).toString().contains("scale"));
    reverted(id(set));
    assertFalse(scenes.written(rock.bits()).toString().contains("scale"));
  }

  @Test
  void refusesToUndoOnWhatIsGoneAndSaysWhy() {
    EntityHandle rock = authored("Rock");
    var set = done(new WorldCommand.SetField(rock, TRANSFORM, "position", "[4,5,6]"));
    world.execute(new dev.vivarium.engine.world.WorldCommand.Despawn(rock.bits()));
    var refused =
        assertInstanceOf(CommandResult.Refused.class, edits.revert(world, scenes, id(set)));
    assertTrue(refused.reason().contains(rock.label() + " is gone"), refused.reason());
  }

  @Test
  void doesAllEditsOfAStepOrNone() {
    Map<Long, String> before = contents();
    EntityHandle rock = authored("Rock");
    var result =
        edits.perform(
            world,
            scenes,
            new WorldCommand.Edit(
                "Two",
                List.of(
                    new WorldCommand.SetField(rock, TRANSFORM, "position", "[9,9,9]"),
                    new WorldCommand.SetField(rock, TRANSFORM, "nonsense", "1")),
                0));
    assertInstanceOf(CommandResult.Refused.class, result);
    assertEquals(before, contents());
  }

  @Test
  void joinsTheStepsOfOneDrag() {
    Map<Long, String> before = contents();
    EntityHandle rock = authored("Rock");
    long last = 0;
    for (int x = 0; x < 50; x++) {
      var step =
          new WorldCommand.Edit(
              "Drag",
              List.of(
                  new WorldCommand.SetField(rock, TRANSFORM, "position", "[%d,0,0]".formatted(x))),
              77);
      last = id(assertInstanceOf(CommandResult.Done.class, edits.perform(world, scenes, step)));
    }
    reverted(last);
    assertEquals(before, contents());
  }

  @Test
  void takesBackManyKindsOfChangesOfOneGestureInOneStep() {
    Map<Long, String> before = contents();
    EntityHandle rock = authored("Rock");
    EntityHandle bee = authored("Bee");
    var changes =
        List.of(
            new WorldCommand.SetField(rock, TRANSFORM, "position", "[1,0,0]"),
            new WorldCommand.RemoveComponent(rock, TRANSFORM),
            new WorldCommand.AddComponent(rock, TRANSFORM),
            new WorldCommand.SetField(rock, TRANSFORM, "position", "[2,0,0]"),
            new WorldCommand.RemoveComponent(rock, TRANSFORM),
            new WorldCommand.Despawn(bee));
    long last = 0;
    for (WorldCommand.EntityEdit change : changes) {
      var step = new WorldCommand.Edit("Script", List.of(change), 78);
      last = id(assertInstanceOf(CommandResult.Done.class, edits.perform(world, scenes, step)));
    }
    long back = id(reverted(last));
    assertEquals(before, contents());
    reverted(id(reverted(back)));
    assertEquals(before, contents());
  }

  @Test
  void goesOnWithAFurtherStepWhereAGestureHoldsTooMuch() {
    List<WorldCommand.EntityEdit> spawns = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      spawns.add(new WorldCommand.Spawn("", List.of()));
    }
    Set<Long> steps = new HashSet<>();
    for (int i = 0; i <= EntityEdits.CHANGES_OF_STEP_MAX / 1_000; i++) {
      var step = new WorldCommand.Edit("Many", spawns, 79);
      steps.add(id(assertInstanceOf(CommandResult.Done.class, edits.perform(world, scenes, step))));
    }
    assertEquals(2, steps.size());
  }

  @Test
  void putsAnEntityAtAPlaceOfTheWorldWhateverItHangsOn() {
    EntityHandle rock = authored("Rock");
    EntityHandle bee = authored("Bee");
    done(new WorldCommand.SetComponent(bee, TRANSFORM, "{}"));
    done(
        new WorldCommand.SetComponent(
            rock,
            TRANSFORM,
            "{\"position\": [1, 2, 3], \"rotation\": [0, 0.7071068, 0, 0.7071068], \"scale\": [2, 4, 8]}"));
    var moved = done(new WorldCommand.MoveTo(bee, 7, -5, 11));
    var frame = PositionReading.take(world, null).frame();
    int point = 0;
    while (frame.handleBits(point) != bee.bits()) {
      point++;
    }
    assertEquals(7, frame.x(point), 1e-4);
    assertEquals(-5, frame.y(point), 1e-4);
    assertEquals(11, frame.z(point), 1e-4);
    assertTrue(moved.edit().orElseThrow().title().startsWith("Move Bee"));
  }

  @Test
  void refusesToMoveWhatHasNoPlace() {
    var light = done(new WorldCommand.Spawn("Idea", List.of("vivarium/Light")));
    assertInstanceOf(
        CommandResult.Refused.class,
        edits.perform(
            world, scenes, new WorldCommand.MoveTo(light.spawned().orElseThrow(), 1, 2, 3)));
  }

  @Test
  void pastesACopiedTreeWithEntityFieldsNamingTheCopies() {
    EntityHandle rock = authored("Rock");
    String text = EntityText.copy(world, List.of(rock));
    var pasted = done(new WorldCommand.Paste(text));
    long copy = pasted.spawned().orElseThrow().bits();
    long[] children = world.store().children(copy);
    assertEquals(1, children.length);
    assertTrue(EditTitles.name(world, new EntityHandle(children[0])).startsWith("Bee "));
    assertFalse(
        world
            .store()
            .has(
                copy, world.store().type(SchemaName.parse(Vocabulary.AUTHORED.name().toString()))));
  }

  @Test
  void refusesAClipboardThatHoldsNoEntities() {
    assertInstanceOf(
        CommandResult.Refused.class,
        edits.perform(world, scenes, new WorldCommand.Paste("just words")));
  }
}
