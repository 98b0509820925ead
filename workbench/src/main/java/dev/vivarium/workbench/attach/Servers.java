package dev.vivarium.workbench.attach;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The servers that this user can reach. Methods that throw an [IOException] block: call them off
/// the window's thread; its message is shown as it stands.
public interface Servers {
  /// How somebody wants to come in.
  ///
  /// @param world empty where the server has but one
  /// @param key what clients of that server show
  /// @param name how others see who signs in by this machine
  /// @param email empty to sign in by this machine
  record Entry(
      ServerAddress server, String world, String key, String name, String email, String password) {
    /// Without the password.
    @Override
    public String toString() {
      return "Entry[" + server + "]";
    }
  }

  /// What was entered last at a server; passwords and keys are not kept.
  record Remembered(String address, String world, String name, String email) {}

  /// Whether a server's certificate can be trusted.
  sealed interface Certificate {
    /// It is the one that was trusted before, or there is none, for the server speaks without TLS.
    record Known() implements Certificate {}

    /// Nobody has said yet whether it is the right one.
    record Unknown(Fingerprint seen) implements Certificate {}

    /// Another one was trusted before.
    record Changed(Fingerprint trusted, Fingerprint seen) implements Certificate {}
  }

  /// Those entered last, the latest first.
  List<Remembered> remembered();

  /// Looks at a server's certificate.
  ///
  /// @throws IOException if it cannot be reached
  Certificate look(ServerAddress server) throws IOException;

  /// Trusts this certificate of a server from now on, and no other.
  void trust(ServerAddress server, Fingerprint fingerprint) throws IOException;

  /// Signs in and joins a world; remembers what was entered. Fails with a message to show.
  CompletableFuture<RemoteWorldSession> enter(Entry entry);

  /// Reads `host`, `host:port` or an address with `http` or `https`.
  static Optional<ServerAddress> address(String text) {
    try {
      return Optional.of(ServerAddress.parse(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
