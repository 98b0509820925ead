package dev.vivarium.workbench.remote;

import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.RequestFailure;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.Session;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Signs a user in at a server and keeps its session fresh. Any thread.
public final class SignIn implements Tokens {
  private static final int UNAUTHENTICATED = 401;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;

  /// As whom.
  public sealed interface As {}

  /// By an id that this machine made up; an account is made at the first time.
  ///
  /// @param username of a new account; empty leaves it to the server
  public record Device(String id, String username) implements As {
    /// Without the id, which is as good as a password.
    @Override
    public String toString() {
      return "Device[" + username + "]";
    }
  }

  /// By address and password; no account is made.
  public record Email(String address, String password) implements As {
    @Override
    public String toString() {
      return "Email[" + address + "]";
    }
  }

  private final ServerAddress server;
  private final As as;
  private final DefaultClient client;
  private @Nullable CompletableFuture<Session> session;

  /// @param key what clients of that server show
  public SignIn(ServerAddress server, ServerTrust trust, String key, As as) {
    this.server = server;
    this.as = as;
    client = new DefaultClient(new RestHttpAdapter(server, trust), key, ClientClock.SYSTEM);
  }

  /// Who is signed in; signs in if nobody is. Fails with a [SignInException].
  public synchronized CompletableFuture<Session> session() {
    CompletableFuture<Session> known = session;
    if (known == null || known.isCompletedExceptionally()) {
      known = authenticate().exceptionallyCompose(this::failed);
      session = known;
    }
    return known;
  }

  private CompletableFuture<Session> authenticate() {
    return switch (as) {
      case Device device ->
          client.authenticateDevice(device.id(), true, device.username(), Map.of());
      case Email email ->
          client.authenticateEmail(email.address(), email.password(), false, "", Map.of());
    };
  }

  @Override
  public CompletableFuture<String> next(boolean refused) {
    if (refused) {
      forget();
    }
    return session()
        .thenCompose(now ->
            now.isExpired(ClientClock.SYSTEM.now())
                ? client.sessionRefresh(now, Map.of()).exceptionallyCompose(e -> again())
                : CompletableFuture.completedFuture(now))
        .thenApply(Session::token);
  }

  private synchronized void forget() {
    session = null;
  }

  private CompletableFuture<Session> again() {
    forget();
    return session();
  }

  private CompletableFuture<Session> failed(Throwable problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    for (Throwable deep = cause; deep != null; deep = deep.getCause()) {
      if (deep instanceof CertificateException wrong) {
        return CompletableFuture.failedFuture(
            new SignInException(
                "The certificate of %s is not trusted: %s.".formatted(server, wrong.getMessage()),
                true));
      }
    }
    return CompletableFuture.failedFuture(
        switch (cause) {
          case RequestFailure.ClientError refused ->
              new SignInException(words(refused), refused.status() != TOO_MANY);
          case RequestFailure.ConnectionError _ ->
              new SignInException(server + " cannot be reached.", false);
          default -> new SignInException("Signing in failed: " + cause.getMessage(), false);
        });
  }

  private String words(RequestFailure.ClientError refused) {
    return switch (refused.status()) {
      case UNAUTHENTICATED ->
          "Signing in was refused: wrong password, or the server has another server key.";
      case NOT_FOUND -> "There is no such account on " + server + ".";
      default -> "Signing in was refused: " + refused.getMessage() + ".";
    };
  }
}
