package dev.vivarium.net.server.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which request is answered by what. A pattern is a path whose parts in braces stand for anything.
final class Routes<H> {
  private static final String ANY = "{}";

  /// What Nakama has and this server does not.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "event", "friend", "group", "iap", "leaderboard", "notification", "tournament", "user");

  private static final Set<String> ELSEWHERE_IN_ACCOUNT = Set.of("authenticate", "link", "unlink");

  /// @param name `METHOD /pattern`
  record Route<H>(String name, String method, List<String> pattern, H handler) {}

  /// A route with what stands in its braces.
  record Found<H>(Route<H> route, List<String> arguments) {}

  private final List<Route<H>> routes = new ArrayList<>();

  void add(String method, String path, H handler) {
    List<String> pattern =
        List.of(path.split("/", -1)).stream().filter(part -> !part.isEmpty()).toList();
    routes.add(new Route<>(method + " " + path, method, pattern, handler));
  }

  Optional<Found<H>> find(String method, List<String> segments) {
    for (Route<H> route : routes) {
      if (route.method().equals(method) && matches(route.pattern(), segments)) {
        return Optional.of(new Found<>(route, arguments(route.pattern(), segments)));
      }
    }
    return Optional.empty();
  }

  /// True where Nakama would answer: this server says that it does not do that.
  boolean isElsewhere(List<String> segments) {
    if (segments.size() < 2 || !segments.getFirst().equals("v2")) return false;
    if (ELSEWHERE.contains(segments.get(1))) return true;
    if (segments.get(1).equals("account")
        && (segments.size() == 2 || ELSEWHERE_IN_ACCOUNT.contains(segments.get(2)))) {
      return true;
    }
    return routes.stream().anyMatch(route -> matches(route.pattern(), segments));
  }

  private static boolean matches(List<String> pattern, List<String> segments) {
    if (pattern.size() != segments.size()) return false;
    for (int i = 0; i < pattern.size(); i++) {
      if (!pattern.get(i).equals(ANY) && !pattern.get(i).equals(segments.get(i))) return false;
    }
    return true;
  }

  private static List<String> arguments(List<String> pattern, List<String> segments) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < pattern.size(); i++) {
      if (pattern.get(i).equals(ANY)) arguments.add(segments.get(i));
    }
    return arguments;
  }
}
