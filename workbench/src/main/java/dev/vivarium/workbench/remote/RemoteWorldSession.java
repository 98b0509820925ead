package dev.vivarium.workbench.remote;

import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.workbench.session.ForwardingSession;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A world on a far server. It connects by itself, and again by itself whenever the connection is
/// lost; meanwhile questions fail at once, and only the status is answered, with what is being
/// tried.
public final class RemoteWorldSession extends ForwardingSession {
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final FarConnection connection;
  private final WorldSession live;
  private final WorldSession client;
  private volatile WorldStatus last;

  /// Begins to connect.
  ///
  /// @param world a name; empty where the server has but one
  public static RemoteWorldSession open(
      ServerAddress server, ServerTrust trust, Tokens tokens, String world) {
    return new RemoteWorldSession(
        new WebSocketDialer(server, trust),
        tokens,
        server.host() + ":" + server.port(),
        world,
        SessionThread.start(),
        RandomGenerator.getDefault());
  }

  /// The same over any link.
  ///
  /// @param server as the user calls it
  /// @param thread closed with the session
  /// @param jitter spreads the tries of many who lost their connection at the same moment
  public RemoteWorldSession(
      SessionLink.Dialer dialer,
      Tokens tokens,
      String server,
      String world,
      SessionThread thread,
      RandomGenerator jitter) {
    last = new WorldStatus(world, RunState.LOADING, "", 0, 60, 1, 0, 0, 0, List.of());
    connection =
        new FarConnection(dialer, tokens, server, world, thread, jitter, this::tell, this::linked);
    live = new FarCalls(connection, ClientSays.LIVE).session();
    client = new FarClient(new FarCalls(connection, ClientSays.CLIENT).session(), this);
    connection.start();
  }

  /// How the world is reached now.
  public FarLink link() {
    return connection.link();
  }

  /// Calls `listener` on the session's thread with each change of [#link].
  public Subscription onLink(Consumer<FarLink> listener) {
    return connection.onLink(listener);
  }

  /// Completes with the first greeting; fails with why there will be none. While the server cannot
  /// be reached it does neither.
  public CompletableFuture<FarLink> opened() {
    return connection.opened();
  }

  /// Tries now rather than when the next try is due.
  public void tryNow() {
    connection.tryNow();
  }

  @Override
  protected WorldSession target() {
    return live;
  }

  @Override
  public CompletableFuture<WorldStatus> status() {
    FarLink now = link();
    return switch (now.state()) {
      case CONNECTING -> CompletableFuture.completedFuture(connecting(now));
      case OPEN, OVER ->
          live.status()
              .thenApply(status -> {
                last = status;
                return status;
              });
    };
  }

  /// The world as it was last seen, which nobody can see now.
  private WorldStatus connecting(FarLink now) {
    WorldStatus seen = last;
    return new WorldStatus(
        seen.world(),
        RunState.LOADING,
        "connecting to " + now.server(),
        seen.tick(),
        seen.rateHz(),
        seen.speed(),
        seen.tickMicrosP50(),
        seen.tickMicrosP99(),
        seen.entities(),
        seen.plugins());
  }

  @Override
  public HistorySource history() {
    return new FarHistory(live.history(), connection);
  }

  @Override
  public WorldSession client() {
    return client;
  }

  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(SessionEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private void linked(FarLink before, FarLink now) {
    switch (now.state()) {
      case OPEN -> {
        if (!before.isOpen()) {
          catchUp();
        }
      }
      case CONNECTING -> tell(new SessionEvent.StatusChanged(connecting(now)));
      case OVER -> tell(new SessionEvent.Closed(now.trouble()));
    }
  }

  /// Tells what may have happened while nobody looked.
  private void catchUp() {
    var _ = status().thenAccept(now -> tell(new SessionEvent.StatusChanged(now)));
    var _ = live.diagnostics().thenAccept(now -> tell(new SessionEvent.DiagnosticsChanged(now)));
    var _ = live.decisions().thenAccept(now -> tell(new SessionEvent.DecisionsChanged(now)));
  }

  @Override
  public void close() {
    connection.close();
  }
}
