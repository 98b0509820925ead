package dev.vivarium.net.client;

import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.InvalidControlException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What a session's token says of itself, the second of its three parts (RFC 7519). A client has no
/// key and checks no signature: the server does.
///
/// @param tid the session
/// @param uid the user
/// @param usn the user's name
/// @param vrs the session's variables
/// @param exp when it ends, in seconds since 1970
/// @param iat when it was made, in seconds since 1970
record TokenClaims(
    String tid, String uid, String usn, Map<String, String> vrs, long exp, long iat) {
  private static final int MAX_TOKEN_CHARS = 16_384;

  TokenClaims {
    vrs = Map.copyOf(vrs);
  }

  /// @throws InvalidTokenException if it is too long, has not three parts, or no end
  static TokenClaims of(String token) {
    if (token.length() > MAX_TOKEN_CHARS) {
      throw new InvalidTokenException("the token is too long", null);
    }
    List<String> parts = List.of(token.split("\\.", -1));
    if (parts.size() != 3 || parts.contains("")) {
      throw new InvalidTokenException("a token has three parts", null);
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(parts.get(1));
      TokenClaims claims = ControlJson.read(json, TokenClaims.class);
      if (claims.exp <= 0 || claims.exp > Instant.MAX.getEpochSecond()) {
        throw new InvalidTokenException("the token has no end", null);
      }
      return claims;
    } catch (InvalidControlException e) {
      throw new InvalidTokenException("the token's claims cannot be read", e);
    } catch (InvalidTokenException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidTokenException("the token is not base64", e);
    }
  }

  Instant end() {
    return Instant.ofEpochSecond(exp);
  }
}
