package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// What the map shows and which of it is selected. Belongs to the window's thread.
///
/// Until the user pans or zooms, the map shows every place where an entity has been seen since it
/// was last fitted: it widens as they move, and what comes back finds it as it was.
public final class MapViewModel {
  private static final double CLICK_RADIUS_PX = 10;

  private final EntitySelection selection;
  private final Poll<MapFrame> poll;
  private final ReadOnlyObjectWrapper<MapFrame> frame =
      new ReadOnlyObjectWrapper<>(MapFrame.empty());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ObjectProperty<MapCamera> camera =
      new SimpleObjectProperty<>(new MapCamera(0, 0, 20));
  private final ObjectProperty<MapPlane> plane = new SimpleObjectProperty<>(MapPlane.TOP);
  private double width = 1;
  private double height = 1;
  private MapBounds seen = MapBounds.NONE;
  private boolean keepFitted = true;

  public MapViewModel(WorldSession session, EntitySelection selection, Executor window) {
    this.selection = selection;
    this.poll = new Poll<>(session::positions, window, this::arrived, failure::set);
  }

  public ReadOnlyObjectProperty<MapFrame> frameProperty() {
    return frame.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  ObjectProperty<MapCamera> cameraProperty() {
    return camera;
  }

  public ObjectProperty<MapPlane> planeProperty() {
    return plane;
  }

  EntitySelection selection() {
    return selection;
  }

  /// Fetches where everything is.
  public void refresh() {
    poll.ask();
  }

  private void arrived(MapFrame now) {
    failure.set("");
    if (now.tick() < frame.get().tick()) {
      seen = MapBounds.NONE;
    }
    frame.set(now);
    if (keepFitted) {
      widen();
    }
  }

  private void widen() {
    var wider = seen.with(frame.get(), plane.get());
    if (!wider.equals(seen)) {
      seen = wider;
      camera.set(fittingCamera());
    }
  }

  void resized(double newWidth, double newHeight) {
    width = newWidth;
    height = newHeight;
    if (keepFitted) {
      camera.set(fittingCamera());
    }
  }

  /// Shows every entity.
  public void fit() {
    keepFitted = true;
    seen = MapBounds.NONE.with(frame.get(), plane.get());
    camera.set(fittingCamera());
  }

  private MapCamera fittingCamera() {
    return seen.isEmpty()
        ? new MapCamera(0, 0, 20)
        : MapCamera.fitting(seen.minX(), seen.minY(), seen.maxX(), seen.maxY(), width, height);
  }

  /// Looks from the other side.
  public void togglePlane() {
    plane.set(plane.get().other());
    fit();
  }

  void pan(double dx, double dy) {
    keepFitted = false;
    camera.set(camera.get().pannedBy(dx, dy));
  }

  void zoom(double x, double y, double factor) {
    keepFitted = false;
    camera.set(camera.get().zoomedAt(x, y, width, height, factor));
  }

  /// Zooms about the middle of the map.
  public void zoom(double factor) {
    zoom(width / 2, height / 2, factor);
  }

  /// Moves the selected entity to the middle.
  public void showSelected() {
    keepFitted = false;
    selection
        .first()
        .map(h -> pointOf(h.bits()))
        .ifPresent(point ->
            point.ifPresent(i ->
                camera.set(
                    camera
                        .get()
                        .centredAt(
                            plane.get().right(frame.get(), i), plane.get().down(frame.get(), i)))));
  }

  private OptionalInt pointOf(long bits) {
    for (var i = 0; i < frame.get().count(); i++) {
      if (frame.get().handleBits(i) == bits) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /// Selects the entity nearest to a pixel, or nothing if none is near.
  void click(double pixelX, double pixelY, boolean add) {
    var nearest = nearest(pixelX, pixelY);
    if (nearest.isEmpty()) {
      if (!add) {
        selection.clear();
      }
      return;
    }
    var handle = new EntityHandle(frame.get().handleBits(nearest.getAsInt()));
    if (add) {
      var all = new ArrayList<>(selection.selectedProperty().get());
      if (!all.remove(handle)) {
        all.add(handle);
      }
      selection.selectAll(all);
    } else {
      selection.select(handle);
    }
  }

  /// The number and the owner of the entity nearest to a pixel.
  Optional<String> textAt(double pixelX, double pixelY) {
    var point = nearest(pixelX, pixelY);
    if (point.isEmpty()) {
      return Optional.empty();
    }
    var now = frame.get();
    var label = new EntityHandle(now.handleBits(point.getAsInt())).label();
    var owner = now.ownerNames().get(now.owner(point.getAsInt()));
    return Optional.of(label + " " + (owner.isEmpty() ? "scene" : owner));
  }

  private OptionalInt nearest(double pixelX, double pixelY) {
    var points = frame.get();
    var best = -1;
    var bestSquare = CLICK_RADIUS_PX * CLICK_RADIUS_PX;
    for (var i = 0; i < points.count(); i++) {
      var dx = screenX(i) - pixelX;
      var dy = screenY(i) - pixelY;
      var square = dx * dx + dy * dy;
      if (square <= bestSquare) {
        bestSquare = square;
        best = i;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  double screenX(int point) {
    return camera.get().screenX(plane.get().right(frame.get(), point), width);
  }

  double screenY(int point) {
    return camera.get().screenY(plane.get().down(frame.get(), point), height);
  }

  /// Selects every entity in a rectangle of pixels.
  void selectRectangle(double left, double top, double right, double bottom) {
    var inside = new ArrayList<EntityHandle>();
    for (var i = 0; i < frame.get().count(); i++) {
      var x = screenX(i);
      var y = screenY(i);
      if (x >= left && x <= right && y >= top && y <= bottom) {
        inside.add(new EntityHandle(frame.get().handleBits(i)));
      }
    }
    selection.selectAll(inside);
  }

  /// The points that are selected.
  List<Integer> selectedPoints() {
    var points = new ArrayList<Integer>();
    if (!selection.selectedProperty().get().isEmpty()) {
      for (var i = 0; i < frame.get().count(); i++) {
        if (selection.contains(new EntityHandle(frame.get().handleBits(i)))) {
          points.add(i);
        }
      }
    }
    return points;
  }

  /// Metres between two lines of the grid: 1, 2 or 5 times a power of ten, at least 48 pixels
  /// apart.
  double gridStep() {
    var least = 48 / camera.get().pixelsPerMetre();
    var power = Math.pow(10, Math.floor(Math.log10(least)));
    for (var times : new double[] {1, 2, 5, 10}) {
      if (power * times >= least) {
        return power * times;
      }
    }
    return power * 10;
  }
}
