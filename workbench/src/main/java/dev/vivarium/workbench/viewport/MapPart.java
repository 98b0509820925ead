package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import java.util.List;

/// The map of the world.
public final class MapPart implements Part {
  private static final double MAP_HZ = 30;
  private static final double ZOOM_STEP = 1.4;

  private final MapViewModel model;
  private final MapView view;

  public MapPart(Desk desk) {
    model = new MapViewModel(desk.session(), desk.selection(), desk.world()::submit, desk.window());
    addCommands(desk);
    view =
        new MapView(
            model,
            desk.controls(),
            desk.theme(),
            desk.world()::hue,
            desk.world().statusProperty(),
            () -> desk.links().showPanel("problems"));
  }

  public MapViewModel model() {
    return model;
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("map", "Map", "mdi2m-map-outline", Place.RIGHT, view)
            .looking(MAP_HZ, model::refresh));
  }

  private void addCommands(Desk desk) {
    var commands = desk.commands();
    commands.add(
        "map.fit",
        "Show all on the map",
        "Shortcut+Shift+0",
        "mdi2f-fit-to-page-outline",
        model::fit);
    commands.add(
        "map.zoomIn",
        "Zoom the map in",
        "Shortcut+EQUALS",
        "mdi2m-magnify-plus-outline",
        () -> model.zoom(ZOOM_STEP));
    commands.add(
        "map.zoomOut",
        "Zoom the map out",
        "Shortcut+MINUS",
        "mdi2m-magnify-minus-outline",
        () -> model.zoom(1 / ZOOM_STEP));
    commands.add(
        "map.plane",
        "See the map from above or the front",
        "",
        "mdi2a-axis-arrow",
        model::togglePlane);
    commands.add(
        "map.selected",
        "Show the selected entities on the map",
        "Shortcut+Shift+G",
        "mdi2c-crosshairs-gps",
        Obstacle.unless(() -> desk.selection().first().isPresent(), "No entity is selected"),
        model::showSelected);
  }
}
