package dev.vivarium.workbench.world;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// The world's clock, the answer to the last save and what waits for the user. Belongs to the
/// window's thread.
public final class WorldViewModel {
  /// The speeds to choose from; infinite is as fast as possible.
  public static final List<Double> SPEEDS =
      List.of(0.1, 0.25, 0.5, 1.0, 2.0, 5.0, Double.POSITIVE_INFINITY);

  private static final WorldStatus LOADING =
      new WorldStatus("", RunState.LOADING, "", 0, 60, 1, 0, 0, 0, List.of());

  private final WorldSession session;
  private final Executor window;
  private final Poll<WorldStatus> poll;
  private final ReadOnlyObjectWrapper<WorldStatus> status = new ReadOnlyObjectWrapper<>(LOADING);
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper building = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
  private final ObjectProperty<Optional<ReloadReport>> lastReload =
      new SimpleObjectProperty<>(Optional.empty());
  private final ObjectProperty<List<Decision>> decisions = new SimpleObjectProperty<>(List.of());
  private final WorldHistory history = new WorldHistory(this::submit);
  private int reloads;

  public WorldViewModel(WorldSession session, Executor window) {
    this.session = session;
    this.window = window;
    this.poll = new Poll<>(session::status, window, this::arrived, connection::set);
  }

  public ReadOnlyObjectProperty<WorldStatus> statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// Why the last act was refused; empty once one was done.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  /// The plugin that is being compiled; empty for none.
  public ReadOnlyStringProperty buildingProperty() {
    return building.getReadOnlyProperty();
  }

  /// Why the world does not answer; empty while it does.
  public ReadOnlyStringProperty connectionProperty() {
    return connection.getReadOnlyProperty();
  }

  public ObjectProperty<Optional<ReloadReport>> lastReloadProperty() {
    return lastReload;
  }

  public ObjectProperty<List<Decision>> decisionsProperty() {
    return decisions;
  }

  /// The steps done to the world and the way back.
  public WorldHistory history() {
    return history;
  }

  /// How many answers to saves have come so far.
  public int reloads() {
    return reloads;
  }

  /// Looks at the clock again.
  public void refresh() {
    poll.ask();
  }

  /// Asks for what the events since the start cannot tell: the last reload and open decisions.
  public void loadHistory() {
    var _ =
        session
            .reloads(1)
            .thenAcceptAsync(
                list -> list.stream().findFirst().ifPresent(r -> lastReload.set(Optional.of(r))),
                window);
    var _ = session.decisions().thenAcceptAsync(decisions::set, window);
  }

  public void arrived(WorldStatus now) {
    connection.set("");
    status.set(now);
  }

  public void buildStarted(String plugin) {
    building.set(plugin);
  }

  public void reloaded(ReloadReport report) {
    reloads++;
    building.set("");
    var answered = lastReload.get().filter(last -> completes(report, last));
    lastReload.set(Optional.of(answered.map(ReloadReport::nowOptimised).orElse(report)));
  }

  /// Whether a report is of the optimised build that follows a save by itself.
  private static boolean completes(ReloadReport report, ReloadReport last) {
    return report.gear() == Gear.OPTIMISED
        && report.outcome() == ReloadReport.Outcome.SWAPPED
        && last.gear() == Gear.QUICK
        && last.outcome() == ReloadReport.Outcome.SWAPPED
        && last.plugin().equals(report.plugin());
  }

  public void closed(String reason) {
    connection.set(reason);
  }

  public boolean running() {
    return status.get().state() == RunState.RUNNING;
  }

  public void togglePause() {
    act(running() ? new WorldCommand.Pause() : new WorldCommand.Resume());
  }

  public void step() {
    act(new WorldCommand.Step(1));
  }

  /// The next faster or slower speed of [#SPEEDS].
  public void changeSpeed(int places) {
    var nearest = 0;
    for (var i = 0; i < SPEEDS.size(); i++) {
      if (SPEEDS.get(i) <= status.get().speed()) {
        nearest = i;
      }
    }
    setSpeed(SPEEDS.get(Math.clamp(nearest + places, 0, SPEEDS.size() - 1)));
  }

  public void setSpeed(double speed) {
    act(new WorldCommand.SetSpeed(speed));
  }

  /// Does an act whose outcome is only shown.
  public void act(WorldCommand command) {
    var _ = submit(command);
  }

  /// Does an act; a refusal is shown in [#noticeProperty()].
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    return session
        .submit(command)
        .exceptionally(problem -> new CommandResult.Refused(String.valueOf(problem.getMessage())))
        .thenApplyAsync(result -> answered(command, result), window);
  }

  private CommandResult answered(WorldCommand command, CommandResult result) {
    switch (result) {
      case CommandResult.Done done -> done(command, done);
      case CommandResult.Refused refused -> notice.set(refused.reason());
    }
    refresh();
    return result;
  }

  private void done(WorldCommand command, CommandResult.Done done) {
    notice.set("");
    if (command instanceof WorldCommand.ResetWorld) {
      history.clear();
    } else if (!(command instanceof WorldCommand.Revert)) {
      done.edit().ifPresent(edit -> history.done(edit, deleted(command)));
    }
  }

  private static Set<EntityHandle> deleted(WorldCommand command) {
    var edits =
        switch (command) {
          case WorldCommand.Edit edit -> edit.edits();
          case WorldCommand.EntityEdit one -> List.of(one);
          default -> List.<WorldCommand.EntityEdit>of();
        };
    return edits.stream()
        .filter(WorldCommand.Despawn.class::isInstance)
        .map(WorldCommand.Despawn.class::cast)
        .map(WorldCommand.Despawn::entity)
        .collect(Collectors.toSet());
  }

  /// An act was done that this model did not submit, such as a script's.
  public void doneElsewhere(WorldCommand command, CommandResult.Done done) {
    if (command instanceof WorldCommand.Revert(long step)) {
      done.edit().ifPresent(way -> history.reverted(step, way));
    } else {
      done(command, done);
    }
    refresh();
  }

  public Optional<PluginStatus> plugin(String name) {
    return status.get().plugins().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /// The hue of a plugin in degrees, or -1 for none.
  public double hue(String plugin) {
    return plugin(plugin).map(PluginStatus::hueDegrees).orElse(-1.0);
  }
}
