package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Gives the session token for a connection, a fresh one each time it is asked.
@FunctionalInterface
public interface TokenSource {

  /// May be completed on any thread; the client looks at it in its ticks.
  CompletableFuture<String> token();

  /// The token of a session, which is refreshed when it ends soon.
  static TokenSource of(Client client, Session session, ClientClock clock) {
    return () ->
        session.isExpired(clock.now().plus(Session.REFRESH_BEFORE_END))
                && !session.isRefreshExpired(clock.now())
            ? client.sessionRefresh(session, Map.of()).thenApply(Session::token)
            : CompletableFuture.completedFuture(session.token());
  }

  /// A token that stays.
  static TokenSource of(String token) {
    return () -> CompletableFuture.completedFuture(token);
  }
}
