package dev.vivarium.net.client;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts one certificate. That it is "extended" keeps the platform from adding a check of names,
/// which a certificate of the server's own making would not pass.
final class PinningTrustManager extends X509ExtendedTrustManager {

  /// Which certificate is expected, told the one that was seen.
  @FunctionalInterface
  interface Expectation {
    Fingerprint expected(Fingerprint seen) throws IOException;
  }

  private final Expectation expectation;

  PinningTrustManager(Expectation expectation) {
    this.expectation = expectation;
  }

  private void check(X509Certificate @Nullable [] chain) throws CertificateException {
    if (chain == null || chain.length == 0) {
      throw new CertificateException("the server has no certificate");
    }
    Fingerprint seen = Fingerprint.of(chain[0]);
    Fingerprint expected;
    try {
      expected = expectation.expected(seen);
    } catch (IOException e) {
      throw new CertificateException("the pinned certificates cannot be read", e);
    }
    if (!expected.equals(seen)) {
      throw new CertificateException(
          "the server's certificate is "
              + seen.sha256()
              + ", the pinned one is "
              + expected.sha256());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("judges servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("judges servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("judges servers only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
