package dev.vivarium.workbench.remote.host;

import dev.vivarium.workbench.remote.SessionWire;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldSession;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The earlier ticks that one client looks at, by the numbers that it gave them.
final class HostedVisits {
  private final WorldSession live;
  private final Map<Integer, HistorySource.Visit> visits = new ConcurrentHashMap<>();

  HostedVisits(WorldSession live) {
    this.live = live;
  }

  /// Completes once the world is there.
  CompletableFuture<WorldSession> begin(int number, long tick) {
    if (visits.size() >= SessionWire.VISITS_MAX) {
      throw new SessionException(
          "At most " + SessionWire.VISITS_MAX + " earlier ticks can be looked at at once.");
    }
    if (number <= 0 || visits.containsKey(number)) {
      throw new SessionException("That number is taken.");
    }
    HistorySource.Visit visit = live.history().at(tick);
    visits.put(number, visit);
    return visit.world();
  }

  double progress(int number) {
    return visit(number).progress();
  }

  WorldSession world(int number) {
    CompletableFuture<WorldSession> world = visit(number).world();
    if (!world.isDone() || world.isCompletedExceptionally()) {
      throw new SessionException("That tick is not there yet.");
    }
    return world.join();
  }

  private HistorySource.Visit visit(int number) {
    HistorySource.Visit visit = visits.get(number);
    if (visit == null) {
      throw new SessionException("That tick is no longer looked at.");
    }
    return visit;
  }

  void leave(int number) {
    HistorySource.Visit visit = visits.remove(number);
    if (visit != null) {
      visit.cancel();
      var _ = visit.world().thenAccept(WorldSession::close);
    }
  }

  void close() {
    visits.keySet().forEach(this::leave);
  }
}
