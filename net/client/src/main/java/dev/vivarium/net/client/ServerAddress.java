package dev.vivarium.net.client;

import java.net.URI;
import java.util.Locale;

/// Where a server listens. TLS unless asked otherwise.
///
/// @param host a name or an address; IPv6 without brackets
/// @param port 1 to 65535
/// @param isTls https and wss, else http and ws
public record ServerAddress(String host, int port, boolean isTls) {
  public static final int DEFAULT_PORT = 7350;

  /// This machine, the usual port, TLS.
  public static final ServerAddress LOCAL = new ServerAddress("127.0.0.1", DEFAULT_PORT, true);

  public ServerAddress {
    if (host.isBlank() || host.length() > 255) {
      throw new IllegalArgumentException("a host has 1 to 255 characters");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
  }

  /// Reads `host`, `host:port` or an `http` or `https` address without a path.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public static ServerAddress parse(String text) {
    String full = text.contains("://") ? text : "https://" + text;
    URI uri = URI.create(full.strip());
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isRoot = uri.getPath().isEmpty() || uri.getPath().equals("/");
    String host = uri.getHost();
    if (host == null || !isRoot || uri.getQuery() != null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("not the address of a server: " + text);
    }
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("neither http nor https: " + text);
    }
    return of(uri, host);
  }

  /// The server that an `http`, `https`, `ws` or `wss` address is on.
  ///
  /// @throws IllegalArgumentException if it has no host
  static ServerAddress of(URI uri) {
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("an address without a host");
    }
    return of(uri, host);
  }

  private static ServerAddress of(URI uri, String host) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    boolean isTls = scheme.equals("https") || scheme.equals("wss");
    return new ServerAddress(host.replaceAll("[\\[\\]]", ""), port, isTls);
  }

  /// @param pathAndQuery from the first slash, already encoded
  public URI http(String pathAndQuery) {
    return URI.create((isTls ? "https://" : "http://") + authority() + pathAndQuery);
  }

  /// @param pathAndQuery from the first slash, already encoded
  public URI webSocket(String pathAndQuery) {
    return URI.create((isTls ? "wss://" : "ws://") + authority() + pathAndQuery);
  }

  private String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return (isTls ? "https://" : "http://") + authority();
  }
}
