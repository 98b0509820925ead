package dev.vivarium.workbench.remote;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.WorldSession;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A far world's past: calls, but for looking at a tick, which is a world of its own.
final class FarHistory implements HistorySource {
  private final HistorySource calls;
  private final FarConnection connection;

  FarHistory(HistorySource calls, FarConnection connection) {
    this.calls = calls;
    this.connection = connection;
  }

  @Override
  public CompletableFuture<HistoryStatus> status() {
    return connection.link().isOpen()
        ? calls
            .status()
            .thenApply(now -> {
              connection.pastSeen(now);
              return now;
            })
        : CompletableFuture.completedFuture(connection.pastSeen());
  }

  @Override
  public CompletableFuture<CommandResult> keepNewest(int seconds) {
    return calls.keepNewest(seconds);
  }

  @Override
  public CompletableFuture<CommandResult> record(boolean on) {
    return calls.record(on);
  }

  @Override
  public Visit at(long tick) {
    int number = connection.nextVisit();
    WorldSession world = new FarCalls(connection, number).session();
    CompletableFuture<WorldSession> there =
        connection.visit(number, tick).thenApply(v -> new FarPast(world, connection));
    return new FarVisit(number, there);
  }

  private final class FarVisit implements Visit {
    private final int number;
    private final CompletableFuture<WorldSession> world;
    private volatile double progress;
    private volatile boolean asking;

    FarVisit(int number, CompletableFuture<WorldSession> world) {
      this.number = number;
      this.world = world;
    }

    @Override
    public CompletableFuture<WorldSession> world() {
      return world;
    }

    /// As last heard; asks how far it is by now.
    @Override
    public double progress() {
      if (world.isDone()) {
        return 1;
      }
      if (!asking) {
        asking = true;
        var _ =
            connection
                .progress(number)
                .whenComplete((share, problem) -> {
                  asking = false;
                  if (problem == null) {
                    progress = share;
                  }
                });
      }
      return progress;
    }

    @Override
    public void cancel() {
      connection.leave(number);
    }
  }

  @Override
  public CompletableFuture<TickComparison> compare(long from, long to) {
    return calls.compare(from, to);
  }

  @Override
  public CompletableFuture<CommandResult> runOn(long tick, Sources sources) {
    return calls.runOn(tick, sources);
  }

  @Override
  public CompletableFuture<List<RecordingFile>> recordings() {
    return calls.recordings();
  }

  @Override
  public CompletableFuture<CommandResult> save(String name) {
    return calls.save(name);
  }

  @Override
  public CompletableFuture<CommandResult> open(String name) {
    return calls.open(name);
  }

  @Override
  public CompletableFuture<CommandResult> delete(String name) {
    return calls.delete(name);
  }

  @Override
  public CompletableFuture<CommandResult> copy(String name, Path to) {
    return calls.copy(name, to);
  }
}
