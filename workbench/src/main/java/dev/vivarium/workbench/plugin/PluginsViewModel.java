package dev.vivarium.workbench.plugin;

import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.PluginReadings.Details;
import dev.vivarium.workbench.session.PluginReadings.Migration;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The plugins of a world and what is known of the selected one. Belongs to the window's thread.
public final class PluginsViewModel {
  private final WorldSession session;
  private final WorldViewModel world;
  private final Executor window;
  private final Poll<Optional<Details>> poll;
  private final ObservableList<PluginStatus> plugins = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper selected = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Details> details = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<Migration>> migrations =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper waits = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper failed = new ReadOnlyIntegerWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

  public PluginsViewModel(WorldSession session, WorldViewModel world, Executor window) {
    this.session = session;
    this.world = world;
    this.window = window;
    poll =
        new Poll<>(
            () -> session.plugins().details(selected.get()), window, this::arrived, failure::set);
    world.statusProperty().subscribe(status -> list(status.plugins()));
    world.decisionsProperty().subscribe(this::preview);
  }

  public ObservableList<PluginStatus> plugins() {
    return plugins;
  }

  /// Name of the selected plugin; empty for none.
  public ReadOnlyStringProperty selectedProperty() {
    return selected.getReadOnlyProperty();
  }

  /// Null until they have come, and for a plugin that the world does not have.
  public ReadOnlyObjectProperty<@Nullable Details> detailsProperty() {
    return details.getReadOnlyProperty();
  }

  /// How many have failed; they are listed, and their tab counts them.
  public ReadOnlyIntegerProperty failedProperty() {
    return failed.getReadOnlyProperty();
  }

  /// Why the selected plugin waits for another; empty if it does not.
  public ReadOnlyStringProperty waitsProperty() {
    return waits.getReadOnlyProperty();
  }

  /// What waits for the user, of all plugins.
  public ReadOnlyObjectProperty<List<Migration>> migrationsProperty() {
    return migrations.getReadOnlyProperty();
  }

  /// Why the details are not there; empty if they are.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  private void list(List<PluginStatus> now) {
    failed.set((int) now.stream().filter(p -> p.state() == PluginState.FAILED).count());
    if (names(plugins).equals(names(now))) {
      for (var i = 0; i < now.size(); i++) {
        if (!plugins.get(i).equals(now.get(i))) {
          plugins.set(i, now.get(i));
        }
      }
    } else {
      var kept = selected.get();
      plugins.setAll(now);
      if (names(now).contains(kept)) {
        // A table takes what now stands in the selected row for what is selected.
        select(kept);
      }
    }
    if (!names(now).contains(selected.get())) {
      select(now.isEmpty() ? "" : now.getFirst().name());
    }
    showWaits();
  }

  private void showWaits() {
    waits.set(
        status()
            .filter(p -> p.state() == PluginState.WAITING)
            .map(p ->
                "It %s. It runs as soon as a plugin that declares it runs.".formatted(p.detail()))
            .orElse(""));
  }

  private static List<String> names(List<PluginStatus> plugins) {
    return plugins.stream().map(PluginStatus::name).toList();
  }

  public void select(String plugin) {
    if (!plugin.equals(selected.get())) {
      selected.set(plugin);
      showWaits();
      details.set(null);
      failure.set("");
      if (!plugin.isEmpty()) {
        poll.askAnew();
      }
    }
  }

  /// The state of the selected plugin.
  public Optional<PluginStatus> status() {
    return world.plugin(selected.get());
  }

  public void refresh() {
    if (!selected.get().isEmpty()) {
      poll.ask();
    }
  }

  private void arrived(Optional<Details> found) {
    failure.set("");
    if (found.isEmpty()) {
      details.set(null);
    } else if (found.get().plugin().equals(selected.get()) && !found.get().equals(details.get())) {
      details.set(found.get());
    }
  }

  private void preview(List<Decision> decisions) {
    var all = CompletableFuture.completedFuture(List.<Migration>of());
    for (var decision : decisions) {
      all =
          all.thenCombine(
              session.plugins().migration(decision.id()),
              (list, one) -> java.util.stream.Stream.concat(list.stream(), one.stream()).toList());
    }
    var _ =
        all.whenCompleteAsync(
            (found, trouble) -> {
              migrations.set(found == null ? List.of() : found);
              if (trouble != null) {
                failure.set(reason(trouble));
              }
            },
            window);
  }

  private static String reason(Throwable trouble) {
    var cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return String.valueOf(cause.getMessage());
  }

  /// Does something with the selected plugin.
  public void act(Function<String, WorldCommand> command) {
    if (!selected.get().isEmpty()) {
      world.act(command.apply(selected.get()));
    }
  }

  public void decide(Migration migration, Decision.Choice choice) {
    world.act(new WorldCommand.Decide(migration.decision(), choice));
  }
}
