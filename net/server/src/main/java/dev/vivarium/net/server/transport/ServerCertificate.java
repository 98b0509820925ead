package dev.vivarium.net.server.transport;

import dev.vivarium.net.server.store.SecretFile;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A private key and its chain of certificates, the server's own first.
///
/// Without one given, a server makes a self-signed one on an elliptic curve (P-256) on its first
/// start and keeps it, so that clients can pin its fingerprint.
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
  private static final String KEPT = "server.pem";
  private static final String PUBLIC = "server.crt";
  private static final Duration LIFE = Duration.ofDays(3_650);

  /// Clocks of clients may be behind.
  private static final Duration BEFORE = Duration.ofDays(1);

  public ServerCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) throw new IllegalArgumentException("no certificate");
  }

  /// The self-signed certificate of a folder, made where it is missing: `server.pem` holds key and
  /// certificate and only its owner may read it; `server.crt` is the certificate for clients.
  ///
  /// @param names host names and addresses that the certificate is for, beside this machine's own
  /// @throws IOException if a file cannot be read or written or is damaged
  public static ServerCertificate keptIn(Path folder, List<String> names, Instant now)
      throws IOException {
    Path kept = folder.resolve(KEPT);
    if (!Files.exists(kept)) {
      SecretFile.write(kept, selfSigned(names, now).toPem().getBytes(StandardCharsets.UTF_8));
    }
    ServerCertificate certificate = read(kept, kept);
    Files.writeString(folder.resolve(PUBLIC), pem(List.of(certificate.own())));
    return certificate;
  }

  /// A certificate from PEM files; `key` may be the same file as `chain`.
  ///
  /// @throws IOException if a file cannot be read or holds no such thing
  public static ServerCertificate read(Path chain, Path key) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object part : parts(chain)) {
      if (part instanceof X509CertificateHolder holder) certificates.add(certificate(holder));
    }
    if (certificates.isEmpty()) throw new IOException(chain + " holds no certificate");
    for (Object part : parts(key)) {
      if (part instanceof PrivateKeyInfo info) {
        return new ServerCertificate(new JcaPEMKeyConverter().getPrivateKey(info), certificates);
      }
      if (part instanceof PEMKeyPair pair) {
        PrivateKey read = new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        return new ServerCertificate(read, certificates);
      }
    }
    throw new IOException(key + " holds no private key, or one under a passphrase");
  }

  private static List<Object> parts(Path file) throws IOException {
    List<Object> parts = new ArrayList<>();
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static X509Certificate certificate(X509CertificateHolder holder) throws IOException {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (GeneralSecurityException e) {
      throw new IOException("bad certificate: " + e.getMessage(), e);
    }
  }

  /// The server's own certificate.
  public X509Certificate own() {
    return chain.getFirst();
  }

  /// SHA-256 of the server's own certificate (DER), as 64 lower-case hexadecimal digits: what a
  /// client pins.
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(own().getEncoded());
      return HexFormat.of().formatHex(digest).toLowerCase(Locale.ROOT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A new key and a certificate signed with it, kept nowhere.
  public static ServerCertificate selfSigned(List<String> names, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=Vivarium server");
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(127, new SecureRandom()),
              Date.from(now.minus(BEFORE)),
              Date.from(now.plus(LIFE)),
              name,
              pair.getPublic());
      builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      // Node and browsers take a self-signed certificate as trusted only if it may sign itself.
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      X509Certificate certificate =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      return new ServerCertificate(pair.getPrivate(), List.of(certificate));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  private static GeneralNames alternatives(List<String> given) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    names.addAll(given);
    try {
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      // A machine without a name is reached by its addresses.
    }
    return new GeneralNames(
        names.stream().map(ServerCertificate::alternative).toArray(GeneralName[]::new));
  }

  private static GeneralName alternative(String name) {
    boolean address = name.contains(":") || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private String toPem() throws IOException {
    List<Object> parts = new ArrayList<>();
    parts.add(new JcaPKCS8Generator(key, null));
    parts.addAll(chain);
    return pem(parts);
  }

  private static String pem(List<?> parts) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object part : parts) writer.writeObject(part);
    }
    return text.toString();
  }

  /// A key is no text for logs.
  @Override
  public String toString() {
    return "ServerCertificate[" + fingerprint() + "]";
  }
}
