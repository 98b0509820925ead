package dev.vivarium.net.client;

import dev.vivarium.net.client.RequestFailure.ReplyError;
import dev.vivarium.net.protocol.control.SessionTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A user who has signed in. [Client] gives it new tokens before they end; whoever stores it reads
/// both tokens again after that. Thread-safe.
public final class Session {
  /// A token that ends sooner is refreshed before a request.
  public static final Duration REFRESH_BEFORE_END = Duration.ofMinutes(5);

  /// Both tokens change at once.
  private record Tokens(
      String token, TokenClaims claims, String refreshToken, @Nullable TokenClaims refreshClaims) {

    static Tokens of(String token, String refreshToken) {
      return new Tokens(
          token,
          TokenClaims.of(token),
          refreshToken,
          refreshToken.isEmpty() ? null : TokenClaims.of(refreshToken));
    }
  }

  private final boolean isCreated;
  private final AtomicReference<Tokens> tokens;
  private final AtomicReference<@Nullable CompletableFuture<Session>> refreshing =
      new AtomicReference<>();

  private Session(boolean isCreated, Tokens tokens) {
    this.isCreated = isCreated;
    this.tokens = new AtomicReference<>(tokens);
  }

  /// @throws InvalidTokenException if they are no tokens
  public static Session of(SessionTokens tokens) {
    return new Session(tokens.created(), Tokens.of(tokens.token(), tokens.refreshToken()));
  }

  /// From tokens that were stored.
  ///
  /// @param refreshToken may be empty; the session ends with its token then
  /// @throws InvalidTokenException if they are no tokens
  public static Session restore(String token, String refreshToken) {
    return new Session(false, Tokens.of(token, refreshToken));
  }

  public String token() {
    return tokens.get().token();
  }

  /// Empty if there is none.
  public String refreshToken() {
    return tokens.get().refreshToken();
  }

  /// Whether signing in made the account.
  public boolean isCreated() {
    return isCreated;
  }

  public String userId() {
    return tokens.get().claims().uid();
  }

  public String username() {
    return tokens.get().claims().usn();
  }

  public Map<String, String> vars() {
    return tokens.get().claims().vrs();
  }

  /// When the token ends.
  public Instant expiresAt() {
    return tokens.get().claims().end();
  }

  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt());
  }

  /// Whether it cannot be refreshed any more.
  public boolean isRefreshExpired(Instant now) {
    TokenClaims claims = tokens.get().refreshClaims();
    return claims == null || !now.isBefore(claims.end());
  }

  boolean needsRefresh(Instant now) {
    return isExpired(now.plus(REFRESH_BEFORE_END)) && !isRefreshExpired(now);
  }

  /// Takes new tokens of the same user.
  ///
  /// @throws InvalidTokenException if they are no tokens or another's
  void replace(SessionTokens fresh) {
    String refreshToken = fresh.refreshToken().isEmpty() ? refreshToken() : fresh.refreshToken();
    Tokens next = Tokens.of(fresh.token(), refreshToken);
    if (!next.claims().uid().equals(userId())) {
      throw new InvalidTokenException("the new token is another user's", null);
    }
    tokens.set(next);
  }

  /// Refreshes, or waits for the refresh that is under way: many requests, one refresh.
  CompletableFuture<Session> refreshOnce(Supplier<CompletableFuture<SessionTokens>> refresh) {
    CompletableFuture<Session> mine = new CompletableFuture<>();
    CompletableFuture<Session> running = refreshing.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    return CompletableFuture.completedFuture(refresh)
        .thenCompose(Supplier::get)
        .thenCompose(this::replaced)
        .whenComplete((session, failure) -> {
          refreshing.set(null);
          if (failure == null) {
            mine.complete(session);
          } else {
            mine.completeExceptionally(failure);
          }
        });
  }

  private CompletableFuture<Session> replaced(SessionTokens fresh) {
    try {
      replace(fresh);
      return CompletableFuture.completedFuture(this);
    } catch (InvalidTokenException e) {
      return CompletableFuture.failedFuture(new ReplyError("no session came back", e));
    }
  }

  /// Without the tokens, for logs.
  @Override
  public String toString() {
    return "Session[" + username() + "]";
  }
}
