package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.Sha256;
import java.util.Map;
import java.util.Set;

/// The modules of a world's client halves; each has the digest it is found by. Empty for clients
/// that want none.
public final class ClientModules {
  private final Map<Sha256, byte[]> byDigest;

  ClientModules(Map<Sha256, byte[]> byDigest) {
    this.byDigest = Map.copyOf(byDigest);
  }

  public Set<Sha256> digests() {
    return byDigest.keySet();
  }

  /// @return not to be changed
  /// @throws IllegalArgumentException if it is not of these
  public byte[] module(Sha256 digest) {
    byte[] module = byDigest.get(digest);
    if (module == null) {
      throw new IllegalArgumentException("no module " + digest.hex());
    }
    return module;
  }
}
