package dev.vivarium.workbench.viewport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.TestWorldSession;
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
}
