package dev.vivarium.workbench.viewport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapViewModelTest {
  private final TestWorldSession world = new TestWorldSession(300, Runnable::run);
  private final EntitySelection selection = new EntitySelection();
  private final MapViewModel map = new MapViewModel(world, selection, world::submit, Runnable::run);

  @BeforeEach
  void open() {
    map.resized(400, 300);
    map.refresh();
  }

  @Test
  void showsEveryEntityAtFirst() {
    for (var i = 0; i < map.frameProperty().get().count(); i++) {
      assertTrue(map.screenX(i) >= 0 && map.screenX(i) <= 400);
      assertTrue(map.screenY(i) >= 0 && map.screenY(i) <= 300);
    }
  }

  @Test
  void selectsWhatIsClicked() {
    map.zoom(map.screenX(42), map.screenY(42), 100);
    map.click(map.screenX(42), map.screenY(42), false);
    assertEquals(Set.of(new EntityHandle(1L << 32 | 43)), selection.selectedProperty().get());
  }

  @Test
  void selectsNothingWhereNothingIs() {
    selection.select(new EntityHandle(1));
    map.click(-1_000, -1_000, false);
    assertEquals(Set.of(), selection.selectedProperty().get());
  }

  @Test
  void selectsARectangle() {
    map.selectRectangle(0, 0, 400, 300);
    assertEquals(map.frameProperty().get().count(), selection.selectedProperty().get().size());
  }

  @Test
  void keepsThePlaceUnderThePointerWhileZooming() {
    var camera = new MapCamera(3, 4, 20);
    var zoomed = camera.zoomedAt(100, 50, 400, 300, 1.5);
    assertEquals(camera.worldX(100, 400), zoomed.worldX(100, 400), 1e-9);
    assertEquals(camera.worldY(50, 300), zoomed.worldY(50, 300), 1e-9);
  }

  @Test
  void keepsAllInViewUntilTheUserPans() {
    map.resized(200, 150);
    assertTrue(map.screenX(0) <= 200);
    map.pan(1_000, 0);
    var before = map.cameraProperty().get();
    map.resized(400, 300);
    assertEquals(before, map.cameraProperty().get());
  }

  @Test
  void widensToWhatMovesAndKeepsTheWidth() {
    var here = MapBounds.NONE.with(at(0, 0), MapPlane.TOP);
    var both = here.with(at(3, 5), MapPlane.TOP);
    assertEquals(new MapBounds(0, 0, 3, 5), both);
    assertEquals(both, both.with(at(1, 1), MapPlane.TOP));
    assertEquals(both, both.with(at(Float.NaN, 9), MapPlane.TOP));
    assertTrue(MapBounds.NONE.with(MapFrame.empty(), MapPlane.TOP).isEmpty());
  }

  private static MapFrame at(float x, float z) {
    return new MapFrame(1, 1, new float[] {x, 0, z}, new long[1], new short[1], List.of("one"));
  }

  @Test
  void keepsPointsFromUnderTheLegendAndTheScale() {
    var camera = MapCamera.fitting(-5, -5, 5, 5, 400, 300);
    assertTrue(camera.screenY(-5, 300) >= 36);
    assertTrue(camera.screenY(5, 300) <= 300 - 30);
    var flat = MapCamera.fitting(-5, 0, 5, 0, 400, 300);
    assertTrue(flat.screenX(-5, 400) >= 12 && flat.screenX(5, 400) <= 400 - 12);
  }

  @Test
  void drawsAHundredThousandPointsIntoPixels() {
    var random = new Random(3);
    var count = 100_000;
    var positions = new float[count * 3];
    for (var i = 0; i < positions.length; i++) {
      positions[i] = random.nextFloat() * 100;
    }
    positions[0] = Float.NaN;
    var frame =
        new MapFrame(1, count, positions, new long[count], new short[count], List.of("fish"));
    var pixels = new int[400 * 300];
    new MapRaster()
        .draw(
            MapPicture.byOwner(frame),
            MapPlane.TOP,
            new MapCamera(50, 50, 3),
            pixels,
            400,
            300,
            new int[] {0xffff8800},
            1);
    assertTrue(Arrays.stream(pixels).filter(p -> p != 0).count() > 50_000);
  }

  private MapViewModel other(WorldSession session) {
    var made = new MapViewModel(session, selection, session::submit, Runnable::run);
    made.resized(400, 300);
    return made;
  }

  @Test
  void movesTheSelectedEntitiesWithThePointerAsOneGesture() {
    selection.select(new EntityHandle(1L << 32 | 43));
    map.showSelected();
    var x = map.screenX(42);
    var y = map.screenY(42);
    assertTrue(map.grab(x, y));
    var from = map.frameProperty().get().x(42);
    map.dragTo(x + 10, y);
    map.dragTo(x + 20, y);
    map.letGo();
    var step = assertInstanceOf(WorldCommand.Edit.class, world.commands().getLast());
    var move = assertInstanceOf(WorldCommand.MoveTo.class, step.edits().getFirst());
    assertEquals(from + 20 / map.cameraProperty().get().pixelsPerMetre(), move.x(), 1e-4);
    assertTrue(step.gesture() < 0);
    assertEquals(2, world.commands().size());
    map.dragTo(x + 40, y);
    assertEquals(2, world.commands().size(), "nothing is held any more");
  }

  @Test
  void takesHoldOfNothingThatIsNotSelected() {
    selection.clear();
    assertFalse(map.grab(map.screenX(42), map.screenY(42)));
  }

  @Test
  void sendsOnlyTheNewestPlaceWhileTheWorldHasNotAnswered() {
    var clock = new VirtualClock();
    var slow = other(SlowSessions.delayed(world, clock, 100));
    slow.refresh();
    clock.advance(100);
    selection.select(new EntityHandle(1L << 32 | 43));
    assertTrue(slow.grab(slow.screenX(42), slow.screenY(42)));
    for (var i = 1; i <= 20; i++) {
      slow.dragTo(slow.screenX(42) + i, slow.screenY(42));
    }
    clock.advance(100);
    assertEquals(2, world.commands().size());
  }

  @Test
  void givesUpADragThatTheWorldRefuses() {
    selection.select(new EntityHandle(1L << 32 | 43));
    world.refuse("This is the past; nothing can be changed in it.");
    assertTrue(map.grab(map.screenX(42), map.screenY(42)));
    map.dragTo(300, 200);
    map.dragTo(310, 200);
    assertEquals(1, world.commands().size());
  }

  @Test
  void tellsEntitiesApartByComponentAndArchetype() {
    map.groupingProperty().set(new EntityGrouping.Component("fish/Hunger"));
    map.refresh();
    var picture = map.pictureProperty().get();
    assertEquals(300, picture.counts()[picture.groups().indexOf("with Hunger")]);
    assertEquals(160, picture.counts()[picture.groups().indexOf("without")]);
    map.groupingProperty().set(new EntityGrouping.Archetype());
    map.refresh();
    assertEquals(3, Arrays.stream(map.pictureProperty().get().counts()).filter(c -> c > 0).count());
    map.groupingProperty().set(new EntityGrouping.Owner());
    map.refresh();
    assertEquals(new EntityGrouping.Owner(), map.pictureProperty().get().by());
  }

  @Test
  void givesThePickedEntityToWhoWaitsAndKeepsTheSelection() {
    var picked = new ArrayList<EntityHandle>();
    selection.select(new EntityHandle(1L << 32 | 1));
    selection.pick("the leader", picked::add);
    map.zoom(map.screenX(42), map.screenY(42), 100);
    map.click(-500, -500, false);
    assertTrue(selection.pickingProperty().get().isPresent(), "a miss keeps waiting");
    map.click(map.screenX(42), map.screenY(42), false);
    assertEquals(List.of(new EntityHandle(1L << 32 | 43)), picked);
    assertEquals(Set.of(new EntityHandle(1L << 32 | 1)), selection.selectedProperty().get());
    assertTrue(selection.pickingProperty().get().isEmpty());
  }

  @Test
  void namesAllInViewOnceThereIsRoom() {
    assertEquals(List.of(), map.labels());
    map.zoom(map.screenX(0), map.screenY(0), 500);
    assertFalse(map.labels().isEmpty());
    for (var i = 0; i < 31; i++) {
      map.refresh();
    }
    assertTrue(
        map.labels().stream().anyMatch(label -> label.text().equals("Fish #1")),
        map.labels().toString());
    assertEquals("Fish #1 · fish", map.textAt(map.screenX(0), map.screenY(0)).orElseThrow());
  }

  @Test
  void framesWhatIsSelected() {
    selection.selectAll(List.of(new EntityHandle(1L << 32 | 1), new EntityHandle(1L << 32 | 2)));
    map.showSelected();
    for (var i : map.selectedPoints()) {
      assertTrue(map.screenX(i) > 0 && map.screenX(i) < 400);
      assertTrue(map.screenY(i) > 0 && map.screenY(i) < 300);
    }
    assertTrue(map.cameraProperty().get().pixelsPerMetre() > 1);
  }

  @Test
  void fitsAnewWhenTheLastEntityWent() {
    var lonely = new TestWorldSession(0, Runnable::run);
    var far = (CommandResult.Done) lonely.submit(new WorldCommand.Spawn("", List.of())).join();
    var one = new MapViewModel(lonely, selection, lonely::submit, Runnable::run);
    one.resized(400, 300);
    var before = one.cameraProperty().get();
    one.refresh();
    assertNotEquals(before, one.cameraProperty().get());
    var _ = lonely.submit(new WorldCommand.Despawn(far.spawned().orElseThrow()));
    one.refresh();
    assertEquals(before, one.cameraProperty().get());
  }

  @Test
  void saysWhichPluginsLeaveTheMapEmpty() {
    assertTrue(
        MapViewModel.emptyText(world.status().join().plugins()).startsWith("Entities with a"));
    world.setPlugin("fish", PluginState.FAILED);
    assertEquals(
        "No entity has a place: fish does not run.",
        MapViewModel.emptyText(world.status().join().plugins()));
    world.setPlugin("tide", PluginState.FAILED);
    assertTrue(MapViewModel.emptyText(world.status().join().plugins()).endsWith("do not run."));
  }

  @Test
  void saysWhyThereIsNoMap() {
    var refused = other(SlowSessions.refusing(world, "the link is down"));
    refused.refresh();
    assertEquals("the link is down", refused.failureProperty().get());
  }
}
