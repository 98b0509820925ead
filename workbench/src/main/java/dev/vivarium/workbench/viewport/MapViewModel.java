package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityGroups;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSchema;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Point2D;
import org.jspecify.annotations.Nullable;

/// What the map shows and which of it is selected. Belongs to the window's thread.
///
/// Until the user pans or zooms, the map shows every place where an entity has been seen since it
/// was last fitted: it widens as they move, and what comes back finds it as it was.
public final class MapViewModel {
  private static final double CLICK_RADIUS_PX = 10;

  /// Names, groups and components are asked for twice a second, places thirty times.
  private static final int LOOKS_A_SLOW_ONE = 15;

  /// Metres around what is framed, so that a single entity has its surroundings with it.
  private static final double AROUND_M = 3;

  /// So many plugins that do not run are called by their names.
  private static final int NAMED_MAX = 3;

  private final EntitySelection selection;
  private final WorldSession session;
  private final Poll<MapPicture> poll;
  private final Poll<EntityGroups> groupPoll;
  private final Poll<WorldSchema> schemaPoll;
  private final MapNames names;
  private final MapDrag drag;
  private final ReadOnlyObjectWrapper<MapPicture> picture =
      new ReadOnlyObjectWrapper<>(MapPicture.EMPTY);
  private final ReadOnlyObjectWrapper<WorldSchema> schema =
      new ReadOnlyObjectWrapper<>(WorldSchema.EMPTY);
  private final ObjectProperty<EntityGrouping> grouping =
      new SimpleObjectProperty<>(new EntityGrouping.Owner());
  private final ReadOnlyIntegerWrapper namesArrived = new ReadOnlyIntegerWrapper();
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

  /// What the session thread colours the next frame by; written by the window's thread.
  private volatile Shades shades = new Shades(new EntityGrouping.Owner(), EntityGroups.none());

  private int looks;
  private long slowTick;
  private double grabX;
  private double grabY;

  private record Shades(EntityGrouping by, EntityGroups groups) {}

  /// `submit` sends a command to the world and shows a refusal.
  public MapViewModel(
      WorldSession session,
      EntitySelection selection,
      Function<WorldCommand, CompletableFuture<CommandResult>> submit,
      Executor window) {
    this.session = session;
    this.selection = selection;
    this.poll = new Poll<>(this::ask, window, this::arrived, failure::set);
    this.groupPoll =
        new Poll<>(
            () -> session.inspection().groups(grouping.get()),
            window,
            groups -> shades = new Shades(grouping.get(), groups),
            reason -> {});
    this.schemaPoll =
        new Poll<>(() -> session.inspection().schema(), window, schema::set, reason -> {});
    this.names = new MapNames(session, window, () -> namesArrived.set(namesArrived.get() + 1));
    this.drag = new MapDrag(submit, window);
    grouping.subscribe((was, is) -> groupAnew());
  }

  private CompletableFuture<MapPicture> ask() {
    return session
        .positions()
        .thenApply(now -> {
          var by = shades;
          return by.by() instanceof EntityGrouping.Owner
              ? MapPicture.byOwner(now)
              : MapPicture.of(now, by.by(), by.groups());
        });
  }

  private void groupAnew() {
    if (grouping.get() instanceof EntityGrouping.Owner) {
      shades = new Shades(grouping.get(), EntityGroups.none());
    } else {
      groupPoll.askAnew();
    }
  }

  /// By what the colours tell entities apart.
  public ObjectProperty<EntityGrouping> groupingProperty() {
    return grouping;
  }

  ReadOnlyObjectProperty<MapPicture> pictureProperty() {
    return picture.getReadOnlyProperty();
  }

  /// What components there are to colour by.
  ReadOnlyObjectProperty<WorldSchema> schemaProperty() {
    return schema.getReadOnlyProperty();
  }

  /// Counts up as names arrive, so that labels are drawn again.
  ReadOnlyIntegerProperty namesProperty() {
    return namesArrived.getReadOnlyProperty();
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
    var tick = frame.get().tick();
    if (looks++ % LOOKS_A_SLOW_ONE == 0 || Math.abs(tick - slowTick) >= LOOKS_A_SLOW_ONE * 2) {
      slowTick = tick;
      schemaPoll.ask();
      names.refresh();
      if (!(grouping.get() instanceof EntityGrouping.Owner)) {
        groupPoll.ask();
      }
    }
  }

  private void arrived(MapPicture shaded) {
    var now = shaded.frame();
    failure.set("");
    if (now.tick() < frame.get().tick()) {
      seen = MapBounds.NONE;
    }
    var emptied = now.count() == 0 && frame.get().count() > 0;
    picture.set(shaded);
    frame.set(now);
    if (keepFitted && emptied) {
      fit(); // or what comes next would be looked for where the last one went
    } else if (keepFitted) {
      widen();
    }
  }

  /// Why there is nothing on the map, as far as the plugins tell.
  static String emptyText(List<PluginStatus> plugins) {
    var failed =
        plugins.stream()
            .filter(p -> p.state() == PluginState.FAILED)
            .map(PluginStatus::name)
            .toList();
    if (failed.isEmpty()) {
      return "Entities with a Transform would be seen here from above.";
    }
    var shown = failed.size() > NAMED_MAX ? failed.size() + " plugins" : joined(failed);
    return "No entity has a place: "
        + shown
        + (failed.size() == 1 ? " does not run." : " do not run.");
  }

  private static String joined(List<String> names) {
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
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

  /// Shows the selected entities as large as they fit.
  public void showSelected() {
    keepFitted = false;
    var around = MapBounds.NONE;
    for (var point : selectedPoints()) {
      around =
          around.with(plane.get().right(frame.get(), point), plane.get().down(frame.get(), point));
    }
    if (!around.isEmpty()) {
      camera.set(
          MapCamera.fitting(
              around.minX() - AROUND_M,
              around.minY() - AROUND_M,
              around.maxX() + AROUND_M,
              around.maxY() + AROUND_M,
              width,
              height));
    }
  }

  /// Selects the entity nearest to a pixel, or nothing if none is near.
  void click(double pixelX, double pixelY, boolean add) {
    var nearest = nearest(pixelX, pixelY);
    if (nearest.isEmpty()) {
      if (!add && selection.pickingProperty().get().isEmpty()) {
        selection.clear();
      }
      return;
    }
    var handle = new EntityHandle(frame.get().handleBits(nearest.getAsInt()));
    if (selection.answerPicking(handle)) {
      return;
    }
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

  /// The name of the entity nearest to a pixel and its group.
  Optional<String> textAt(double pixelX, double pixelY) {
    var point = nearest(pixelX, pixelY);
    if (point.isEmpty()) {
      return Optional.empty();
    }
    var now = picture.get();
    var name = names.of(new EntityHandle(frame.get().handleBits(point.getAsInt())));
    var group = now.groups().get(now.groupOf()[point.getAsInt()]);
    return Optional.of(name + " · " + (group.isEmpty() ? MapPicture.NO_PLUGIN : group));
  }

  /// A point with the text to stand beside it.
  record Label(double x, double y, String text) {}

  /// The names of all in view where there is room for them, else none.
  List<Label> labels() {
    var labels = new ArrayList<Label>();
    for (var i = 0; i < frame.get().count(); i++) {
      var x = screenX(i);
      var y = screenY(i);
      if (x >= 0 && y >= 0 && x < width && y < height) {
        if (labels.size() == MapNames.AT_ONCE_MAX) {
          return List.of();
        }
        labels.add(new Label(x, y, ""));
      }
    }
    return named(labels);
  }

  private List<Label> named(List<Label> places) {
    var named = new ArrayList<Label>();
    for (var i = 0; i < frame.get().count() && !places.isEmpty(); i++) {
      var x = screenX(i);
      var y = screenY(i);
      if (x >= 0 && y >= 0 && x < width && y < height) {
        named.add(new Label(x, y, names.of(new EntityHandle(frame.get().handleBits(i)))));
      }
    }
    return named;
  }

  /// Takes hold of the selected entities if a pixel lies on one of them; false if it does not.
  boolean grab(double pixelX, double pixelY) {
    var points = selectedPoints();
    var onOne =
        points.stream()
            .anyMatch(i -> Math.hypot(screenX(i) - pixelX, screenY(i) - pixelY) <= CLICK_RADIUS_PX);
    if (!onOne || points.size() > MapDrag.ENTITIES_MAX) {
      return false;
    }
    var now = frame.get();
    var starts = new LinkedHashMap<EntityHandle, MapDrag.Start>();
    for (var i : points) {
      starts.put(
          new EntityHandle(now.handleBits(i)), new MapDrag.Start(now.x(i), now.y(i), now.z(i)));
    }
    grabX = pixelX;
    grabY = pixelY;
    drag.begin(starts);
    return true;
  }

  /// Moves what is held with the pointer.
  void dragTo(double pixelX, double pixelY) {
    var right = (pixelX - grabX) / camera.get().pixelsPerMetre();
    var down = (pixelY - grabY) / camera.get().pixelsPerMetre();
    if (plane.get() == MapPlane.TOP) {
      drag.move(right, 0, down);
    } else {
      drag.move(right, -down, 0);
    }
  }

  void letGo() {
    drag.end();
  }

  /// Where in the map an entity is shown, in pixels; null if it is nowhere.
  public @Nullable Point2D placeOf(EntityHandle entity) {
    for (var i = 0; i < frame.get().count(); i++) {
      if (frame.get().handleBits(i) == entity.bits()) {
        return new Point2D(screenX(i), screenY(i));
      }
    }
    return null;
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

  /// The points that others have selected.
  List<Integer> markedPoints() {
    var points = new ArrayList<Integer>();
    var marked = selection.marksProperty().get();
    if (!marked.isEmpty()) {
      for (var i = 0; i < frame.get().count(); i++) {
        if (marked.containsKey(new EntityHandle(frame.get().handleBits(i)))) {
          points.add(i);
        }
      }
    }
    return points;
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
