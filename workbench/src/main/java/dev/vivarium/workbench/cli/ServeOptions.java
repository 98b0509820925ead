package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;

/// What `vivarium serve` was asked to do. Paths are as given, relative to the current folder.
///
/// @param project a folder with a `world.json`
/// @param host address to listen on
/// @param port 0 takes a free one
/// @param serverKey what clients show to sign in; empty: the key that everybody knows
/// @param httpKey what other servers show to call functions; empty: they cannot
/// @param certificate empty: one of the server's own making
/// @param plain without TLS
/// @param fresh begin from the scenes, not from the saved state
/// @param trust trust the project from now on
/// @param events where to write what happens, as it happens
public record ServeOptions(
    Path project,
    String host,
    int port,
    Optional<String> serverKey,
    Optional<String> httpKey,
    Optional<Certificate> certificate,
    boolean plain,
    boolean fresh,
    boolean trust,
    Optional<EventTarget> events) {

  /// @param chain the certificate and those above it, PEM
  /// @param key its private key, PKCS 8 as PEM
  public record Certificate(Path chain, Path key) {}
}
