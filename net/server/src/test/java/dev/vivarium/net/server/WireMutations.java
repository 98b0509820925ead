package dev.vivarium.net.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What clients rightly say, made worse by a seed. One thread.
final class WireMutations {
  private static final int CHANGES_MAX = 4;
  private static final byte[] EXTREMES = {0, 1, 0x20, 0x22, 0x7f, (byte) 0x80, (byte) 0xff};

  /// What readers stumble over.
  private static final List<String> WORDS =
      List.of(
          "\"",
          "{",
          "}",
          "[",
          "[[[[[[[[[[[[[[[[",
          "null",
          "-1",
          "1e999",
          "9223372036854775808",
          "\\u0000",
          "\\ud800",
          "\r\n",
          "\r\n\r\n",
          "%00",
          "%",
          "../",
          ": ",
          "\"cid\":",
          "Content-Length: 18446744073709551616\r\n",
          "Transfer-Encoding: chunked\r\n",
          "\u00fc",
          "'; --");

  private static final String LETTERS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final Random random;
  private final List<byte[]> corpus;

  WireMutations(long seed, List<byte[]> corpus) {
    random = new Random(seed);
    this.corpus = corpus;
  }

  Random random() {
    return random;
  }

  /// One of the corpus, changed in one to four ways.
  byte[] next() {
    byte[] bytes = any().clone();
    if (random.nextBoolean()) return other(bytes);
    for (int i = random.nextInt(CHANGES_MAX) + 1; i > 0; i--) bytes = change(bytes);
    return bytes;
  }

  byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  /// Still of the same form, mostly: digits and letters stand for others.
  private byte[] other(byte[] bytes) {
    for (int i = random.nextInt(CHANGES_MAX) + 1; i > 0; i--) {
      int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      while (at < bytes.length && !Character.isLetterOrDigit(bytes[at])) at++;
      if (at < bytes.length) bytes[at] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    if (bytes.length == 0) return new byte[] {(byte) random.nextInt()};
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(9)) {
      case 0 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
      case 1 -> with(bytes, at, (byte) random.nextInt());
      case 2 -> with(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> spliced(bytes, at, bytes, Math.min(bytes.length, at + 1 + random.nextInt(12)));
      case 5 -> spliced(bytes, at, bytes, random.nextInt(at + 1));
      case 6 -> {
        byte[] other = any();
        yield spliced(bytes, at, other, random.nextInt(other.length + 1));
      }
      default -> inserted(bytes, at, WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8));
    };
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] word) {
    byte[] begun = spliced(bytes, at, word, 0);
    return spliced(begun, begun.length, bytes, at);
  }

  /// The first's beginning and the second's end.
  private static byte[] spliced(byte[] first, int end, byte[] second, int from) {
    byte[] joined = Arrays.copyOf(first, end + second.length - from);
    System.arraycopy(second, from, joined, end, second.length - from);
    return joined;
  }
}
