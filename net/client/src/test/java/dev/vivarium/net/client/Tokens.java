package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vivarium.net.protocol.control.SessionTokens;
import java.time.Instant;
import java.util.Base64;

/// Tokens of a user as a server would make them, but for the signature, which no client reads.
final class Tokens {
  private Tokens() {}

  static String ending(Instant end) {
    return of(
        "{\"tid\":\"t1\",\"uid\":\"u-1\",\"usn\":\"alice\",\"vrs\":{\"a\":\"b\"},\"exp\":"
            + end.getEpochSecond()
            + ",\"iat\":1}");
  }

  static String of(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"HS256\"}".getBytes(UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(UTF_8))
        + ".c2ln";
  }

  static SessionTokens pair(Instant end, Instant refreshEnd) {
    return new SessionTokens(false, ending(end), ending(refreshEnd));
  }

  static Session session() {
    return Session.of(
        pair(HandClock.START.plusSeconds(7_200), HandClock.START.plusSeconds(86_400)));
  }
}
