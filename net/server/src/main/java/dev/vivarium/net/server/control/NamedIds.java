package dev.vivarium.net.server.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Ids as texts, and ids out of names.
final class NamedIds {
  /// The name space of domain names, RFC 9562, section 6.6.
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  private static final Pattern FORM =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

  private NamedIds() {}

  /// Empty where the text is no id; the lenient forms of [UUID#fromString] are none.
  static Optional<UUID> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /// The name's id of version 5.
  static UUID inDns(String name) {
    ByteBuffer input = ByteBuffer.allocate(16 + 4 * name.length());
    input.putLong(DNS.getMostSignificantBits()).putLong(DNS.getLeastSignificantBits());
    input.put(name.getBytes(StandardCharsets.UTF_8)).flip();
    ByteBuffer hash = ByteBuffer.wrap(sha1(input));
    long most = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long least = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  private static byte[] sha1(ByteBuffer input) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(input);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
