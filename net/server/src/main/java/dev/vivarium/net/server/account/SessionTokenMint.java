package dev.vivarium.net.server.account;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.vivarium.net.protocol.control.SessionTokens;
import dev.vivarium.net.server.store.RevocationRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Makes and reads session tokens: JSON web tokens, signed by HMAC-SHA-256, with the claims `tid`
/// (token id), `uid`, `usn`, `vrs`, `exp` and `iat`. A refresh token is signed with another key, so
/// that neither passes for the other. Logging out revokes by id, for as long as the token would
/// have lived.
///
/// Any thread; [#revoke] writes to the store and blocks.
public final class SessionTokenMint {
  /// A token travels in the address of the socket, so it stays well below an address's limit.
  static final int TOKEN_CHARS_MAX = 6_144;

  /// Revocations after which those that have expired are looked for.
  private static final int FORGET_EVERY = 256;

  private static final String NO_ONE = "";

  private final Algorithm sessionKey;
  private final Algorithm refreshKey;
  private final JWTVerifier sessionVerifier;
  private final JWTVerifier refreshVerifier;
  private final Duration sessionLife;
  private final Duration refreshLife;
  private final InstantSource time;
  private final RevocationRepository revocations;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  public SessionTokenMint(
      SigningKeys keys,
      Duration sessionLife,
      Duration refreshLife,
      InstantSource time,
      RevocationRepository revocations) {
    sessionKey = Algorithm.HMAC256(keys.session());
    refreshKey = Algorithm.HMAC256(keys.refresh());
    Clock clock = new SourceClock(time);
    sessionVerifier = verifier(sessionKey, clock);
    refreshVerifier = verifier(refreshKey, clock);
    this.sessionLife = sessionLife;
    this.refreshLife = refreshLife;
    this.time = time;
    this.revocations = revocations;
    revoked.addAll(revocations.unexpired(time.instant().getEpochSecond()));
  }

  private static JWTVerifier verifier(Algorithm key, Clock clock) {
    var verification = (JWTVerifier.BaseVerification) JWT.require(key).withClaimPresence("tid");
    verification.withClaimPresence("uid").withClaimPresence("exp");
    return verification.build(clock);
  }

  /// New tokens for a user; both get the same id, so that logging out with one ends both.
  public SessionTokens mint(
      UUID userId, String username, Map<String, String> vars, boolean created) {
    String tokenId = UUID.randomUUID().toString();
    return new SessionTokens(
        created,
        sign(sessionKey, tokenId, userId, username, vars, sessionLife),
        sign(refreshKey, tokenId, userId, username, vars, refreshLife));
  }

  private String sign(
      Algorithm key,
      String tokenId,
      UUID userId,
      String username,
      Map<String, String> vars,
      Duration life) {
    Instant now = time.instant();
    var token =
        JWT.create()
            .withClaim("tid", tokenId)
            .withClaim("uid", userId.toString())
            .withClaim("usn", username)
            .withIssuedAt(now)
            .withExpiresAt(now.plus(life));
    if (!vars.isEmpty()) token.withClaim("vrs", new LinkedHashMap<>(vars));
    String signed = token.sign(key);
    if (signed.length() > TOKEN_CHARS_MAX) {
      throw RequestRefused.badInput("Session variables are too large for a token.");
    }
    return signed;
  }

  /// Whom a session token speaks for; empty where it is forged, expired, revoked or none.
  public Optional<Principal> verifySession(String token) {
    return verify(sessionVerifier, token);
  }

  /// Whom a refresh token speaks for; empty where it is forged, expired, revoked or none.
  public Optional<Principal> verifyRefresh(String token) {
    return verify(refreshVerifier, token);
  }

  private Optional<Principal> verify(JWTVerifier verifier, String token) {
    if (token.isEmpty() || token.length() > TOKEN_CHARS_MAX) return Optional.empty();
    try {
      Principal principal = read(verifier.verify(token));
      return revoked.contains(principal.tokenId()) ? Optional.empty() : Optional.of(principal);
    } catch (RuntimeException e) {
      // The library reads a token before it checks who signed it, and what a forged one says can
      // throw anything in it: far dates, a header that is null.
      return Optional.empty();
    }
  }

  private static Principal read(DecodedJWT token) {
    Map<String, String> vars = new LinkedHashMap<>();
    Map<String, Object> claimed = token.getClaim("vrs").asMap();
    if (claimed != null) claimed.forEach((name, value) -> vars.put(name, String.valueOf(value)));
    String username = token.getClaim("usn").asString();
    return new Principal(
        UUID.fromString(token.getClaim("uid").asString()),
        username == null ? NO_ONE : username,
        vars,
        token.getClaim("tid").asString(),
        token.getExpiresAtAsInstant().getEpochSecond());
  }

  /// Nothing signed under this id is taken from now on.
  public void revoke(Principal principal) {
    long refreshEndS = time.instant().plus(refreshLife).getEpochSecond();
    revocations.revoke(principal.tokenId(), Math.max(principal.expiresS(), refreshEndS));
    // Only now: what is forgotten below is what the store no longer has.
    revoked.add(principal.tokenId());
    if (revoked.size() % FORGET_EVERY == 0) forgetExpired();
  }

  private void forgetExpired() {
    revoked.retainAll(revocations.unexpired(time.instant().getEpochSecond()));
  }

  private static final class SourceClock extends Clock {
    private final InstantSource time;

    SourceClock(InstantSource time) {
      this.time = time;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return time.instant();
    }
  }
}
