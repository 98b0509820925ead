package dev.vivarium.workbench.remote;

import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldSession;
import java.util.function.Consumer;

/// A far world as it was at a tick: nothing happens in it.
final class FarPast extends ForwardingSession {
  private final WorldSession calls;
  private final FarConnection connection;

  FarPast(WorldSession calls, FarConnection connection) {
    this.calls = calls;
    this.connection = connection;
  }

  @Override
  protected WorldSession target() {
    return calls;
  }

  @Override
  public HistorySource history() {
    return new FarHistory(calls.history(), connection);
  }

  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    return () -> {};
  }
}
