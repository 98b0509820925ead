package dev.vivarium.net.protocol.realtime;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest, as 64 lower-case hexadecimal digits.
public record Sha256(String hex) {
  static final int BYTES = 32;

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  public Sha256 {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException("a digest has 64 hexadecimal digits");
    }
  }

  /// @param bytes 32 of them
  public static Sha256 of(byte[] bytes) {
    return new Sha256(HexFormat.of().formatHex(bytes));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  void write(MessageWriter out) {
    out.raw(bytes());
  }

  static Sha256 read(MessageReader in) {
    return of(in.raw("digest", BYTES));
  }
}
