package dev.vivarium.net.server.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A complete request. `segments` are the path's parts, decoded one by one, so that a slash within
/// one stays within it; `query` holds decoded names and values; `body` is owned by the call.
public record HttpCall(
    String method,
    List<String> segments,
    Map<String, List<String>> query,
    Optional<String> authorization,
    byte[] body,
    InetSocketAddress remote) {
  public HttpCall {
    segments = List.copyOf(segments);
    query = Map.copyOf(query);
  }

  /// The first value of a query parameter; empty where there is none or it is empty.
  public String parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? "" : values.getFirst();
  }

  /// Every value of a query parameter.
  public List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  public String path() {
    return "/" + String.join("/", segments);
  }

  /// The address that limits are counted by.
  public String address() {
    return remote.getAddress() == null ? "" : remote.getAddress().getHostAddress();
  }

  /// Parameters and headers hold secrets and are left out.
  @Override
  public String toString() {
    return method + " " + path();
  }
}
