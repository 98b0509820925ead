package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.VersionHistory;
import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Does what a session is asked to do with a live world. May be called from any thread.
final class WorldActs {
  private final LiveWorld live;
  private final EntityEdits edits;
  private final DecisionDesk decisions;

  WorldActs(LiveWorld live, EntityEdits edits, DecisionDesk decisions) {
    this.live = live;
    this.edits = edits;
    this.decisions = decisions;
  }

  CompletableFuture<CommandResult> perform(WorldCommand command) {
    try {
      return switch (command) {
        case WorldCommand.Pause pause -> clock(live.loop()::pause);
        case WorldCommand.Resume resume -> clock(live.loop()::resume);
        case WorldCommand.Step step -> step(step.ticks());
        case WorldCommand.SetSpeed set -> setSpeed(set.speed());
        case WorldCommand.SetRate set -> setRate(set.rateHz());
        case WorldCommand.EntityEdit edit -> live.ask(w -> edits.perform(w, live.scenes(), edit));
        case WorldCommand.Edit edit -> live.ask(w -> edits.perform(w, live.scenes(), edit));
        case WorldCommand.Revert revert ->
            live.ask(w -> edits.revert(w, live.scenes(), revert.edit()));
        case WorldCommand.ResetWorld reset -> live.restart().thenCompose(v -> done());
        case WorldCommand.StopPlugin stop ->
            submit(new dev.vivarium.engine.world.WorldCommand.StopPlugin(stop.plugin()));
        case WorldCommand.StartPlugin start -> start(start.plugin());
        case WorldCommand.RebuildPlugin rebuild -> rebuild(rebuild.plugin());
        case WorldCommand.RestoreVersion restore -> restore(restore);
        case WorldCommand.Decide decide -> decide(decide);
        case WorldCommand.SendMessage send -> MessageActs.send(live, send);
      };
    } catch (InvalidSchemaException e) {
      return refused(String.valueOf(e.getMessage()));
    }
  }

  private static CompletableFuture<CommandResult> refused(String reason) {
    return CompletableFuture.completedFuture(new CommandResult.Refused(reason));
  }

  private CompletableFuture<CommandResult> done() {
    return live.ask(w -> new CommandResult.Done(w.tick(), Optional.empty()));
  }

  private CompletableFuture<CommandResult> clock(Runnable act) {
    act.run();
    return done();
  }

  private CompletableFuture<CommandResult> submit(dev.vivarium.engine.world.WorldCommand command) {
    return live.submit(command).thenApply(WorldActs::result);
  }

  static CommandResult result(dev.vivarium.engine.world.CommandResult result) {
    return switch (result) {
      case dev.vivarium.engine.world.CommandResult.Done done ->
          new CommandResult.Done(done.tick(), Optional.empty());
      case dev.vivarium.engine.world.CommandResult.Refused refused ->
          new CommandResult.Refused(refused.reason());
    };
  }

  private CompletableFuture<CommandResult> step(int ticks) {
    live.loop().pause();
    return live.ask(World::tick)
        .thenCompose(before -> {
          for (int i = 0; i < ticks; i++) {
            live.loop().step();
          }
          return reached(before + ticks);
        });
  }

  /// Answers once the world's clock stands there; asks once a tick.
  private CompletableFuture<CommandResult> reached(long tick) {
    return live.ask(World::tick)
        .thenComposeAsync(now ->
            now >= tick || !live.loop().isPaused()
                ? CompletableFuture.completedFuture(new CommandResult.Done(now, Optional.empty()))
                : reached(tick));
  }

  private CompletableFuture<CommandResult> setSpeed(double speed) {
    if (!Double.isInfinite(speed) && speed > LiveWorld.SPEED_MAX) {
      return refused(
          "A speed is at most %.0f, or as fast as possible.".formatted(LiveWorld.SPEED_MAX));
    }
    return clock(() -> live.setSpeed(speed));
  }

  private CompletableFuture<CommandResult> setRate(double rateHz) {
    if (rateHz != Math.rint(rateHz) || rateHz < 1 || rateHz > WorldOptions.RATE_HZ_MAX) {
      return refused("A rate is a whole number of 1 to %d Hz.".formatted(WorldOptions.RATE_HZ_MAX));
    }
    return live.ask(w -> {
      w.setRateHz((int) rateHz);
      return new CommandResult.Done(w.tick(), Optional.empty());
    });
  }

  private CompletableFuture<CommandResult> start(String plugin) {
    return live.ask(w -> w.plugins().module(plugin).isPresent())
        .thenCompose(known -> {
          if (known) {
            return submit(new dev.vivarium.engine.world.WorldCommand.StartPlugin(plugin));
          }
          if (live.plugin(plugin).isEmpty()) {
            return refused("There is no plugin '%s'.".formatted(plugin));
          }
          live.rebuild(plugin);
          return done();
        });
  }

  private CompletableFuture<CommandResult> rebuild(String plugin) {
    if (live.plugin(plugin).isEmpty()) {
      return refused("There is no plugin '%s'.".formatted(plugin));
    }
    live.rebuild(plugin);
    return done();
  }

  private CompletableFuture<CommandResult> restore(WorldCommand.RestoreVersion restore) {
    return live.versions(restore.plugin())
        .thenCompose(versions -> {
          Optional<VersionHistory.Version> wanted =
              versions.stream().filter(v -> v.version().equals(restore.version())).findFirst();
          return wanted.isEmpty()
              ? refused(
                  "%s has no version %s to go back to."
                      .formatted(restore.plugin(), restore.version()))
              : live.putBack(wanted.get()).thenApply(WorldActs::result);
        });
  }

  private CompletableFuture<CommandResult> decide(WorldCommand.Decide decide) {
    if (!decisions.has(decide.decision())) {
      return refused("That has been decided, or a newer save has made it pointless.");
    }
    return switch (decide.choice()) {
      case KEEP_OLD_VERSION -> clock(() -> decisions.keepOld(decide.decision()));
      case RESET_COMPONENT -> reset(decide.decision());
    };
  }

  private CompletableFuture<CommandResult> reset(long decision) {
    Optional<DecisionDesk.Decided> ready = decisions.reset(decision);
    return ready.isEmpty()
        ? done()
        : live.reset(ready.get().request(), ready.get().reset()).thenApply(WorldActs::result);
  }

  private static CommandResult result(ReloadOutcome outcome) {
    return switch (outcome) {
      case ReloadOutcome.Reloaded(var report) ->
          new CommandResult.Done(report.tick(), Optional.empty());
      case ReloadOutcome.Refused(var plugin, var reason) -> new CommandResult.Refused(reason);
      case ReloadOutcome.FailedInShadow(var plugin, var failure) ->
          new CommandResult.Refused(failure.describe());
      case ReloadOutcome.DecisionNeeded(var request, var changes) ->
          new CommandResult.Refused(
              describe(
                  changes.stream().map(c -> c.name() + " " + c.migration().describe()).toList()));
    };
  }

  private static String describe(List<String> changes) {
    return changes.stream()
        .collect(Collectors.joining("; ", "a component changed beyond what a rule covers: ", ""));
  }
}
