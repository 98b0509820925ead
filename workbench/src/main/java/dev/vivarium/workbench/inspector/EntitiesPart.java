package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;

/// The table of entities and the inspector of the selected one.
public final class EntitiesPart implements Part {
  private static final double VALUES_HZ = 10;

  private final Desk desk;
  private final EntityTableViewModel table;
  private final EntityDetailsViewModel details;
  private final EntityTableView tableView;
  private final EntityDetailsView detailsView;

  public EntitiesPart(Desk desk) {
    this.desk = desk;
    table = new EntityTableViewModel(desk.session(), desk.window());
    details =
        new EntityDetailsViewModel(
            desk.session(), desk.selection(), desk.world()::submit, desk.window());
    addCommands();
    tableView = new EntityTableView(table, desk.selection(), desk.controls(), desk::dotStyle);
    detailsView = new EntityDetailsView(details, desk::dotStyle);
    desk.world()
        .statusProperty()
        .map(s -> s.plugins().stream().map(p -> p.name() + p.hueDegrees()).toList())
        .subscribe(p -> redrawDots());
    desk.theme().subscribe(t -> redrawDots());
  }

  private void redrawDots() {
    tableView.refreshDots();
    detailsView.refreshDots();
  }

  public EntityTableViewModel table() {
    return table;
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("entities", "Entities", "mdi2c-cube-outline", Place.BOTTOM, tableView)
            .looking(VALUES_HZ, table::refresh),
        Panel.of("inspector", "Inspector", "mdi2m-magnify-scan", Place.RIGHT, detailsView)
            .looking(VALUES_HZ, details::refresh));
  }

  private void addCommands() {
    var commands = desk.commands();
    commands.add("entity.spawn", "Spawn an entity", "Shortcut+Alt+N", "mdi2p-plus", this::spawn);
    commands.add(
        "entity.despawn",
        "Despawn the selected entities",
        "Shortcut+Alt+BACK_SPACE",
        "mdi2d-delete-outline",
        this::hasSelection,
        this::despawn);
    commands.add(
        "entity.search", "Search entities", "Shortcut+Shift+F", "mdi2m-magnify", this::search);
    commands.add(
        "entity.deselect",
        "Select nothing",
        "Shortcut+Shift+A",
        "mdi2s-select-off",
        () -> desk.selection().clear());
  }

  private boolean hasSelection() {
    return desk.selection().first().isPresent();
  }

  private void search() {
    desk.links().showPanel("entities");
    tableView.focusFilter();
  }

  private void spawn() {
    var _ =
        desk.world()
            .submit(new WorldCommand.Spawn("", List.of("vivarium/Transform")))
            .thenAccept(result -> {
              if (result instanceof CommandResult.Done done) {
                done.spawned().ifPresent(desk.selection()::select);
              }
            });
  }

  private void despawn() {
    desk.selection()
        .selectedProperty()
        .get()
        .forEach(h -> desk.world().act(new WorldCommand.Despawn(h)));
    desk.selection().clear();
  }
}
