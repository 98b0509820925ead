package dev.vivarium.net.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.net.server.store.Database;
import dev.vivarium.net.server.store.SqliteRevocationRepository;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens are read before their signature can be checked, so what they say may be anything.
class SessionTokenMintTest {
  private static Optional<Principal> verified(String token) {
    try (Database database = Database.inMemory(InstantSource.system())) {
      Duration life = Duration.ofHours(1);
      return new SessionTokenMint(
              SigningKeys.random(),
              life,
              life,
              InstantSource.system(),
              new SqliteRevocationRepository(database))
          .verifySession(token);
    }
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"exp\":9223372036854775807}",
        "{\"exp\":1e999}",
        "{\"exp\":\"x\"}",
        "{\"exp\":1,\"iat\":-9223372036854775808}",
        "{\"uid\":5,\"tid\":[],\"vrs\":7,\"exp\":99999999999}",
        "[]",
        "null",
        "",
        "{\"aud\":{\"a\":1}}"
      })
  void whateverAForgedTokenSaysItIsNone(String payload) {
    for (String header : new String[] {"{\"alg\":\"HS256\"}", "{\"alg\":\"none\"}", "{}", "null"}) {
      assertEquals(Optional.empty(), verified(part(header) + "." + part(payload) + ".AAAA"));
    }
  }

  @Test
  void whatHasNoThreePartsIsNone() {
    for (String token :
        new String[] {"", ".", "..", "...", "a.b", "a.b.c.d", "\u0000.\u0000.\u0000"}) {
      assertEquals(Optional.empty(), verified(token));
    }
  }
}
