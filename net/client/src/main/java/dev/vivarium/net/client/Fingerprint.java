package dev.vivarium.net.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/// The SHA-256 of a certificate as it is sent (DER).
///
/// @param sha256 64 lower-case hexadecimal digits
public record Fingerprint(String sha256) {
  public Fingerprint {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
    }
  }

  /// Reads digits in either case, with or without colons.
  ///
  /// @throws IllegalArgumentException if there are not 64
  public static Fingerprint parse(String text) {
    return new Fingerprint(text.strip().replace(":", "").toLowerCase(Locale.ROOT));
  }

  /// @throws CertificateEncodingException if the certificate has no DER form
  public static Fingerprint of(X509Certificate certificate) throws CertificateEncodingException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new Fingerprint(HexFormat.of().formatHex(digest.digest(certificate.getEncoded())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
