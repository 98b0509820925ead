package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// Who asks. Never shows its secrets in text.
public sealed interface Authorization {

  /// The application, before there is a session; the password of the key is empty.
  record ServerKey(String key) implements Authorization {
    @Override
    public String toString() {
      return "ServerKey";
    }
  }

  /// A user's session.
  record Bearer(String token) implements Authorization {
    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /// Nobody, or a key in the query.
  record None() implements Authorization {}

  /// The `Authorization` header's value, empty for none.
  default String header() {
    return switch (this) {
      case ServerKey basic ->
          "Basic " + Base64.getEncoder().encodeToString((basic.key() + ":").getBytes(UTF_8));
      case Bearer bearer -> "Bearer " + bearer.token();
      case None _ -> "";
    };
  }
}
