package dev.vivarium.net.client;

import java.io.IOException;
import java.util.Optional;

/// Which certificate belongs to which address. May be asked from any thread.
public interface PinStore {

  /// Keeps the fingerprint unless the address has one.
  ///
  /// @param address `host:port`
  /// @return the one that is kept now, which may be another
  /// @throws IOException if that is not known; the connection is refused then
  Fingerprint keepFirst(String address, Fingerprint seen) throws IOException;

  /// @param address `host:port`
  /// @throws IOException if the pins cannot be read
  Optional<Fingerprint> find(String address) throws IOException;

  /// Forgets an address, so that its next certificate is the first.
  ///
  /// @param address `host:port`
  /// @throws IOException if the pins cannot be read or written; they are as before
  void forget(String address) throws IOException;
}
