package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSchema;
import dev.vivarium.workbench.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.stage.FileChooser;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The table of entities and the inspector of the selected one.
public final class EntitiesPart implements Part {
  private static final double VALUES_HZ = 10;
  private static final double WATCH_HZ = 30;
  private static final double TREE_HZ = 2;

  private final Desk desk;
  private final EntityTableViewModel table;
  private final EntityDetailsViewModel details;
  private final Obstacle noEntity = this::whyNoEntity;
  private final InspectorActs acts;
  private final Watchlist watchlist;
  private final Timeline sampling;
  private final WatchView watchView;
  private final StatisticsView statistics;
  private final EntityTreeView tree;
  private final EntityTableView tableView;
  private final EntityDetailsView detailsView;
  private final Poll<WorldSchema> schema;

  public EntitiesPart(Desk desk) {
    this.desk = desk;
    table = new EntityTableViewModel(desk.session(), desk.window());
    details =
        new EntityDetailsViewModel(
            desk.session(), desk.selection(), desk.world()::submit, desk.window());
    acts = new InspectorActs(desk);
    watchlist = new Watchlist(desk.session(), desk.window());
    addCommands();
    tableView =
        new EntityTableView(
            table,
            desk.selection(),
            desk.controls(),
            new SavedQueries(
                desk.project().root().resolve(".vivarium"), desk.window(), desk.background()),
            desk::dotStyle);
    detailsView = new EntityDetailsView(details, acts, watchlist, desk.controls(), desk::dotStyle);
    detailsView.markOthers(desk.selection());
    watchView =
        new WatchView(
            watchlist,
            () -> desk.world().statusProperty().get().rateHz(),
            () -> desk.links().showPanel("inspector"));
    sampling = new Timeline(new KeyFrame(Duration.seconds(1 / WATCH_HZ), e -> watchlist.refresh()));
    sampling.setCycleCount(Animation.INDEFINITE);
    watchlist
        .pins()
        .addListener((ListChangeListener.Change<? extends Watchlist.Pin> c) -> sampleWhilePinned());
    statistics = new StatisticsView(new StatisticsViewModel(desk.session(), desk.window()));
    tree =
        new EntityTreeView(
            new HierarchyViewModel(desk.session(), desk.window()),
            desk.selection(),
            acts::hang,
            desk::dotStyle);
    schema =
        new Poll<>(
            () -> desk.session().inspection().schema(),
            desk.window(),
            detailsView::showSchema,
            reason -> {});
    desk.world()
        .statusProperty()
        .map(s -> s.plugins().stream().map(p -> p.name() + p.hueDegrees()).toList())
        .subscribe(p -> redrawDots());
    desk.theme().subscribe(t -> redrawDots());
    // What undo brings back is there again, also while the inspector does not look.
    desk.world().history().positionProperty().subscribe((was, is) -> details.refresh());
  }

  /// What is pinned is sampled whether its graph can be seen or not, so that no time is missing.
  private void sampleWhilePinned() {
    if (watchlist.pins().isEmpty()) {
      sampling.stop();
    } else if (sampling.getStatus() != Animation.Status.RUNNING) {
      sampling.play();
    }
  }

  @Override
  public void dispose() {
    sampling.stop();
  }

  private void redrawDots() {
    tableView.refreshDots();
    detailsView.refreshDots();
    tree.refreshDots();
  }

  /// The window shows the client's world, or the server's again.
  public void showClient(boolean client) {
    watchlist.showClient(client);
    table.refresh();
    tree.refresh();
  }

  /// Shows what part of the systems' time goes to each entity, while that is sampled.
  public void showCosts(ObservableValue<Map<EntityHandle, Double>> costs) {
    tableView.showCosts(costs);
    costs.map(Map::isEmpty).subscribe(none -> tree.showCosts(!none));
  }

  /// How many samples there are of all that is pinned.
  public int pinnedSamples() {
    return watchlist.pins().stream().mapToInt(Watchlist.Pin::size).sum();
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
            .looking(VALUES_HZ, this::refreshInspector),
        Panel.of("hierarchy", "Hierarchy", "mdi2f-file-tree-outline", Place.LEFT, tree)
            .looking(TREE_HZ, tree::refresh),
        Panel.of("graphs", "Graphs", "mdi2c-chart-line", Place.RIGHT, watchView)
            .looking(WATCH_HZ, watchView::refresh),
        Panel.of("memory", "Memory", "mdi2m-memory", Place.BOTTOM, statistics)
            .looking(1, statistics::refresh));
  }

  private void refreshInspector() {
    details.refresh();
    schema.ask();
  }

  /// Nothing is selected, or what was is gone.
  private String whyNoEntity() {
    return !acts.hasSelection()
        ? "No entity is selected"
        : details.stateProperty().get() == EntityDetailsViewModel.State.GONE
            ? "The selected entity is gone"
            : "";
  }

  private void addCommands() {
    var commands = desk.commands();
    commands.add(
        "entity.spawn",
        "Spawn an entity",
        "Shortcut+Alt+E",
        "mdi2p-plus",
        () -> acts.spawn(List.of("vivarium/Transform")));
    commands.add(
        "entity.spawnWith",
        "Spawn an entity with a component…",
        "",
        "mdi2p-plus-box-outline",
        () -> acts.pickComponentToSpawnWith(tableView));
    commands.add(
        "entity.despawn",
        "Delete the selected entities",
        "Shortcut+Alt+BACK_SPACE",
        "mdi2d-delete-outline",
        noEntity,
        acts::delete);
    addSelectionCommands();
    commands.add(
        "entity.export",
        "Export the listed entities as CSV or JSON",
        "",
        "mdi2e-export",
        this::chooseAndExport);
    commands.add(
        "entity.search", "Search entities", "Shortcut+Shift+F", "mdi2m-magnify", this::search);
    commands.add(
        "entity.deselect",
        "Select nothing",
        "Shortcut+Shift+A",
        "mdi2s-select-off",
        () -> desk.selection().clear());
  }

  /// Graphs a field of the first selected entity; false where it is not shown.
  public boolean pin(String component, String field) {
    var found =
        details.components().stream()
            .filter(c -> c.name().equals(component))
            .flatMap(c -> c.fields().stream())
            .filter(f -> f.schema().name().equals(field))
            .findFirst();
    found.ifPresent(f -> watchlist.pin(details.handles().getFirst(), component, f.schema()));
    return found.isPresent();
  }

  public void hangSelectedOn(EntityHandle parent) {
    acts.hangSelectedOn(parent);
  }

  private void chooseAndExport() {
    var chooser = new FileChooser();
    chooser.setTitle("Export the listed entities");
    chooser.setInitialFileName("entities.csv");
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("CSV", "*.csv"),
            new FileChooser.ExtensionFilter("JSON, an object a line", "*.json", "*.jsonl"));
    var chosen = chooser.showSaveDialog(tableView.getScene().getWindow());
    if (chosen != null) {
      var _ = export(chosen.toPath());
    }
  }

  /// Writes the entities that the table lists; done once the file is there.
  public CompletableFuture<@Nullable Void> export(Path file) {
    var export = new EntityExport(desk.session(), table.query());
    var task = desk.tasks().begin("Exporting entities", export::cancel);
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                var count =
                    export.write(
                        file, c -> task.report(Tasks.UNKNOWN, "%,d entities".formatted(c)));
                return "%,d entities written to %s".formatted(count, file);
              } catch (CancellationException e) {
                return "The export was cancelled; nothing was written.";
              } catch (IOException e) {
                return "%s cannot be written: %s".formatted(file, e.getMessage());
              } finally {
                task.done();
              }
            },
            desk.background())
        .<@Nullable Void>thenApplyAsync(
            (String ended) -> {
              tableView.say(ended);
              return null;
            },
            desk.window());
  }

  private void addSelectionCommands() {
    var commands = desk.commands();
    commands.add(
        "entity.addComponent",
        "Add a component…",
        "Shortcut+Alt+A",
        "mdi2p-puzzle-plus-outline",
        noEntity,
        () -> acts.pickComponentToAdd(detailsView.anchor()));
    commands.add(
        "entity.duplicate",
        "Duplicate the selected entities",
        "Shortcut+Alt+D",
        "mdi2c-content-duplicate",
        noEntity,
        acts::duplicate);
    commands.add(
        "entity.copy",
        "Copy the selected entities as text",
        "Shortcut+Alt+C",
        "mdi2c-content-copy",
        noEntity,
        acts::copy);
    commands.add(
        "entity.paste", "Paste entities", "Shortcut+Alt+V", "mdi2c-content-paste", acts::paste);
    commands.add(
        "entity.parent",
        "Hang the selected entities on another…",
        "Shortcut+Alt+P",
        "mdi2f-file-tree-outline",
        noEntity,
        () -> acts.pickParent(detailsView.anchor()));
    commands.add(
        "entity.unparent",
        "Take the selected entities off their parents",
        "",
        "mdi2l-link-off",
        noEntity,
        acts::unparent);
    commands.add(
        "entity.keep",
        "Keep the selected entities in the scene",
        "Shortcut+Alt+M",
        "mdi2c-content-save-outline",
        noEntity,
        acts::keep);
  }

  private void search() {
    desk.links().showPanel("entities");
    tableView.focusFilter();
  }
}
