package dev.vivarium.workbench.cli;

import dev.vivarium.net.server.room.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `vivarium serve` was asked to do. Paths are as given, relative to the current folder.
///
/// @param projects folders with a `world.json` each, at least one
/// @param host address to listen on
/// @param port 0 takes a free one
/// @param serverKey what clients show to sign in; empty: the key that everybody knows
/// @param httpKey what other servers show to call functions; empty: they cannot
/// @param defaultRole of everybody who was given none
/// @param admins user names or e-mail addresses of those who may do everything
/// @param certificate empty: one of the server's own making
/// @param perAddress connections of one address at once
/// @param plain without TLS
/// @param fresh begin from the scenes, not from the saved state
/// @param trust trust the project from now on
/// @param events where to write what happens, as it happens
public record ServeOptions(
    List<Path> projects,
    String host,
    int port,
    Optional<String> serverKey,
    Optional<String> httpKey,
    Role defaultRole,
    Set<String> admins,
    Optional<Certificate> certificate,
    int perAddress,
    boolean plain,
    boolean fresh,
    boolean trust,
    Optional<EventTarget> events) {
  public ServeOptions {
    projects = List.copyOf(projects);
    admins = Set.copyOf(admins);
  }

  /// @param chain the certificate and those above it, PEM
  /// @param key its private key, PKCS 8 as PEM
  public record Certificate(Path chain, Path key) {}
}
