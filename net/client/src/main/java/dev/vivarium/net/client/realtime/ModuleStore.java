package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Sha256;
import java.util.Optional;

/// Keeps modules by their digest, so that each is fetched once. What it gives is right or nothing:
/// it checks digests itself. Thread-safe.
public interface ModuleStore {

  /// @return the module's bytes, not to be changed; empty if it is not kept, or damaged
  Optional<byte[]> find(Sha256 digest);

  /// Keeps a module if it can; a store that is full lets go of what was used longest ago.
  ///
  /// @param module its digest is `digest`; not to be changed any more
  void keep(Sha256 digest, byte[] module);
}
