package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.ControlLimits;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.transport.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Query parameters. Empty ones are as good as absent: clients send them.
final class Parameters {
  private Parameters() {}

  static Optional<Boolean> flag(HttpCall call, String name) {
    String text = call.parameter(name);
    return switch (text) {
      case "" -> Optional.empty();
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> throw refused("Invalid " + name + " - must be true or false.");
    };
  }

  static Optional<Integer> number(HttpCall call, String name) {
    String text = call.parameter(name);
    if (text.isEmpty()) return Optional.empty();
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw refused("Invalid " + name + " - must be a number.");
    }
  }

  static int limit(HttpCall call, int absent) {
    int limit = number(call, "limit").orElse(absent);
    if (limit < 1 || limit > ControlLimits.MAX_PAGE) {
      throw refused("Invalid limit - limit must be between 1 and 100.");
    }
    return limit;
  }

  static MatchFilter matches(HttpCall call) {
    int minSize = number(call, "min_size").orElse(0);
    Optional<Integer> maxSize = number(call, "max_size");
    if (minSize < 0) throw refused("Minimum size must be 0 or above.");
    if (maxSize.isPresent() && maxSize.get() < minSize) {
      throw refused(
          "Maximum size must be greater than or equal to minimum size when both are specified.");
    }
    String query = call.parameter("query");
    Optional<LabelQuery> read =
        query.isBlank() || query.strip().equals("*")
            ? Optional.empty()
            : Optional.of(LabelQuery.parse(query).orElseThrow(() -> refused("Invalid query.")));
    return new MatchFilter(
        flag(call, "authoritative"), call.parameter("label"), minSize, maxSize, read);
  }

  /// What a function is called with: the parameter, else the body, which is a JSON string unless
  /// the caller says that it is not.
  static String payload(HttpCall call, boolean unwrapped) throws InvalidControlException {
    if (call.method().equals("GET")) return call.parameter("payload");
    if (unwrapped) return new String(call.body(), StandardCharsets.UTF_8);
    return ControlJson.readString(call.body());
  }

  private static RequestRefused refused(String words) {
    return new RequestRefused(ApiCode.INVALID_ARGUMENT, words);
  }
}
