package dev.vivarium.net.server;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerTrust;

/// Who takes part in a measurement.
public final class BenchSignIn {
  private BenchSignIn() {}

  public static String token(VivariumServer server, String name) {
    try (TestClient client = new TestClient(server)) {
      return client.signIn(name).token();
    }
  }

  public static ServerTrust trust(VivariumServer server) {
    return new ServerTrust.Pinned(Fingerprint.parse(server.fingerprint().orElseThrow()));
  }
}
