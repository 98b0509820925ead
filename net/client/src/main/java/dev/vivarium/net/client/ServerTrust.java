package dev.vivarium.net.client;

import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// How a server's certificate is judged.
public sealed interface ServerTrust {

  /// By the authorities that this machine trusts, and by the server's name.
  record Authorities() implements ServerTrust {}

  /// It must be this very certificate. Name and dates do not matter: who has the key is the server.
  record Pinned(Fingerprint fingerprint) implements ServerTrust {}

  /// The first certificate seen at an address is pinned; any other is refused from then on.
  record FirstUse(PinStore pins) implements ServerTrust {}

  /// For connections to one address.
  default SSLContext context(ServerAddress address) {
    TrustManager manager =
        switch (this) {
          case Authorities _ -> null;
          case Pinned pinned -> new PinningTrustManager(seen -> pinned.fingerprint());
          case FirstUse first ->
              new PinningTrustManager(seen -> first.pins().keepFirst(pinName(address), seen));
        };
    return context(manager);
  }

  private static String pinName(ServerAddress address) {
    return address.host().toLowerCase(Locale.ROOT) + ":" + address.port();
  }

  private static SSLContext context(@Nullable TrustManager manager) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, manager == null ? null : new TrustManager[] {manager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS does not start", e);
    }
  }
}
