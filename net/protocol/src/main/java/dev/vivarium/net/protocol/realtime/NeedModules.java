package dev.vivarium.net.protocol.realtime;

import java.util.List;

/// Asks for modules that the client has not kept from earlier.
public record NeedModules(List<Sha256> digests) implements FromClient {
  public static final int DIGESTS = WorldHalves.HALVES;

  public NeedModules {
    digests = List.copyOf(digests);
    Limited.list("digests", digests, DIGESTS);
  }

  void write(MessageWriter out) {
    out.varint(digests.size());
    digests.forEach(digest -> digest.write(out));
  }

  static NeedModules read(MessageReader in) {
    return new NeedModules(in.list("digests", DIGESTS, Sha256.BYTES, Sha256::read));
  }
}
