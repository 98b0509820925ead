package dev.vivarium.workbench.remote;

import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The client's world beside a far one.
final class FarClient extends ForwardingSession {
  private final WorldSession calls;
  private final RemoteWorldSession live;

  FarClient(WorldSession calls, RemoteWorldSession live) {
    this.calls = calls;
    this.live = live;
  }

  @Override
  protected WorldSession target() {
    return calls;
  }

  /// While nothing can be asked, what the live world says of that.
  @Override
  public CompletableFuture<WorldStatus> status() {
    return live.link().isOpen() ? calls.status() : live.status();
  }

  @Override
  public HistorySource history() {
    return live.history();
  }

  @Override
  public WorldSession client() {
    return this;
  }

  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    return live.subscribe(listener);
  }

  /// It ends with the world whose client it is.
  @Override
  public void close() {}
}
