package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.project.SystemSource;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/// What can be done with the selected entities. Belongs to the window's thread.
final class InspectorActs {
  private static final int CANDIDATES = 100;
  private static final int WATCHED_AT_ONCE_MAX = 10;

  private final Desk desk;

  InspectorActs(Desk desk) {
    this.desk = desk;
  }

  boolean hasSelection() {
    return desk.selection().first().isPresent();
  }

  /// Takes back the last step done to the world.
  void undo() {
    var _ = desk.commands().run("world.undo");
  }

  /// Whether the last step done to the world deleted what is selected.
  boolean lastStepDeleted() {
    return desk.selection().first().filter(desk.world().history()::lastDeleted).isPresent();
  }

  /// Runs `told` after each step that was done or taken back.
  void onSteps(Runnable told) {
    desk.world().history().positionProperty().subscribe((was, is) -> told.run());
  }

  private List<EntityHandle> selected() {
    return List.copyOf(desk.selection().selectedProperty().get());
  }

  /// Does the same to every selected entity, as one step.
  CompletableFuture<CommandResult> toAll(
      String titleOfMany, Function<EntityHandle, EntityEdit> edit) {
    List<EntityEdit> edits = new ArrayList<>(selected().stream().map(edit).toList());
    if (edits.isEmpty()) {
      return CompletableFuture.completedFuture(new CommandResult.Refused("Nothing is selected."));
    }
    return desk.world()
        .submit(
            edits.size() == 1
                ? edits.getFirst()
                : new WorldCommand.Edit(
                    titleOfMany.formatted("%,d entities".formatted(edits.size())), edits, 0));
  }

  private void selectMade(CommandResult result) {
    if (result instanceof CommandResult.Done done) {
      done.spawned().ifPresent(desk.selection()::select);
    }
  }

  void spawn(List<String> components) {
    var _ =
        desk.world().submit(new WorldCommand.Spawn("", components)).thenAccept(this::selectMade);
  }

  void delete() {
    var _ = toAll("Delete %s", WorldCommand.Despawn::new);
    desk.selection().clear();
  }

  void duplicate() {
    var _ = toAll("Duplicate %s", WorldCommand.Duplicate::new).thenAccept(this::selectMade);
  }

  void copy() {
    var _ =
        desk.session()
            .inspection()
            .copy(selected())
            .thenAcceptAsync(InspectorActs::toClipboard, desk.window());
  }

  static void toClipboard(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  void paste() {
    var _ =
        desk.world().submit(new WorldCommand.Paste(fromClipboard())).thenAccept(this::selectMade);
  }

  /// Writes the selected entities into the master scene, which stands first.
  void keep() {
    var _ =
        schema()
            .thenAcceptAsync(
                schema ->
                    schema.scenes().stream()
                        .findFirst()
                        .ifPresent(scene -> {
                          var _ = toAll("Keep %s", h -> new WorldCommand.Keep(h, scene, ""));
                        }),
                desk.window());
  }

  /// Opens the line in which a system such as `fish/swim` is declared, or its plugin's
  /// `plugin.json` where no source of the plugin declares it.
  void openSystem(String plugin, String system) {
    var _ =
        CompletableFuture.supplyAsync(
                () -> SystemSource.find(desk.project(), system), desk.background())
            .thenComposeAsync(
                place -> desk.links().openPlace(place.orElse("plugins/" + plugin + "/plugin.json")),
                desk.window());
  }

  /// Hangs entities on another, or on none, as one step.
  void hang(List<EntityHandle> entities, Optional<EntityHandle> parent) {
    List<EntityEdit> edits =
        entities.stream()
            .<EntityEdit>map(entity -> new WorldCommand.Reparent(entity, parent))
            .toList();
    if (edits.size() == 1) {
      desk.world().act(edits.getFirst());
    } else if (!edits.isEmpty()) {
      var on = parent.map(EntityHandle::label).orElse("nothing");
      desk.world()
          .act(
              new WorldCommand.Edit(
                  "Hang %,d entities on %s".formatted(edits.size(), on), edits, 0));
    }
  }

  void hangSelectedOn(EntityHandle parent) {
    hang(selected(), Optional.of(parent));
  }

  /// Pauses the world when the field of the selected entities changes, as long as the project keeps
  /// the watch; shows the list of such watches.
  void pauseOn(FieldViewModel field) {
    var name = field.schema().name();
    var made = CompletableFuture.<Object>completedFuture("");
    for (var entity : selected().stream().limit(WATCHED_AT_ONCE_MAX).toList()) {
      var spec = new Watches.Spec(Optional.of(entity), field.component(), name, "", "");
      made = made.thenCompose(before -> desk.session().watches().add(spec).thenApply(w -> w));
    }
    var _ =
        made.whenCompleteAsync(
            (watch, problem) -> {
              if (problem == null) {
                desk.links().showPanel("watches");
              } else {
                var cause = problem.getCause() == null ? problem : problem.getCause();
                field.refused("It cannot be watched: " + cause.getMessage());
              }
            },
            desk.window());
  }

  static String fromClipboard() {
    var text = Clipboard.getSystemClipboard().getString();
    return text == null ? "" : text;
  }

  /// Lets the user point at an entity on the map.
  void pickOnMap(String what, Consumer<EntityHandle> chosen) {
    desk.links().showPanel("map");
    desk.selection().pick(what, chosen);
  }

  void select(EntityHandle entity) {
    desk.selection().select(entity);
  }

  /// Lets one of the project's assets or none be chosen.
  SearchPicker<Long> assetPicker(String prompt, Consumer<Long> chosen) {
    return new SearchPicker<>(
        prompt,
        typed ->
            desk.session()
                .inspection()
                .assets()
                .thenApply(assets -> {
                  var found = new ArrayList<SearchPicker.Item<Long>>();
                  assets.stream()
                      .filter(a ->
                          a.path()
                              .toLowerCase(Locale.ROOT)
                              .contains(typed.toLowerCase(Locale.ROOT).strip()))
                      .limit(CANDIDATES)
                      .forEach(a -> found.add(new SearchPicker.Item<>(a.handle(), a.path(), "")));
                  found.add(new SearchPicker.Item<>(0L, "None", ""));
                  return found;
                }),
        desk.window(),
        chosen);
  }

  void unparent() {
    var _ = toAll("Take %s off their parents", h -> new WorldCommand.Reparent(h, Optional.empty()));
  }

  void removeComponent(String component) {
    var shortName = component.substring(component.indexOf('/') + 1);
    var _ =
        toAll(
            "Remove " + shortName + " from %s",
            h -> new WorldCommand.RemoveComponent(h, component));
  }

  private CompletableFuture<WorldSchema> schema() {
    return desk.session().inspection().schema();
  }

  void pickComponentToAdd(Node anchor) {
    componentPicker(
            "Add a component",
            name -> {
              var _ = toAll("Add to %s", h -> new WorldCommand.AddComponent(h, name));
            })
        .show(anchor);
  }

  void pickComponentToSpawnWith(Node anchor) {
    componentPicker(
            "Spawn an entity with",
            name ->
                spawn(
                    name.equals("vivarium/Transform")
                        ? List.of(name)
                        : List.of("vivarium/Transform", name)))
        .show(anchor);
  }

  private SearchPicker<String> componentPicker(String prompt, Consumer<String> chosen) {
    return new SearchPicker<>(
        prompt,
        typed ->
            schema()
                .thenApply(schema ->
                    schema.components().stream()
                        .filter(c -> c.storage() != WorldSchema.Storage.SINGLETON)
                        .filter(c ->
                            c.name()
                                .toLowerCase(Locale.ROOT)
                                .contains(typed.toLowerCase(Locale.ROOT).strip()))
                        .map(c -> new SearchPicker.Item<>(c.name(), c.shortName(), c.owner()))
                        .toList()),
        desk.window(),
        chosen);
  }

  void pickParent(Node anchor) {
    entityPicker(
            "Hang on",
            parent -> {
              var _ =
                  toAll(
                      "Hang %s on " + parent.map(EntityHandle::label).orElse("nothing"),
                      h -> new WorldCommand.Reparent(h, parent));
            })
        .show(anchor);
  }

  /// Lets one entity or none be chosen among those that match what is typed.
  SearchPicker<Optional<EntityHandle>> entityPicker(
      String prompt, Consumer<Optional<EntityHandle>> chosen) {
    return new SearchPicker<>(
        prompt,
        typed ->
            desk.session()
                .entities(new EntityQuery(typed, 0, CANDIDATES))
                .thenApply(page -> candidates(page.rows())),
        desk.window(),
        chosen);
  }

  private static List<SearchPicker.Item<Optional<EntityHandle>>> candidates(List<EntityRow> rows) {
    var found = new ArrayList<SearchPicker.Item<Optional<EntityHandle>>>();
    rows.forEach(row ->
        found.add(new SearchPicker.Item<>(Optional.of(row.handle()), row.label(), row.owner())));
    found.add(new SearchPicker.Item<>(Optional.empty(), "None", ""));
    return found;
  }
}
