package dev.vivarium.net.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Bytes made worse, by a seed.
public final class Mutations {
  private static final int MOST = 6;
  private static final byte[] EXTREMES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

  private final Random random;
  private final List<byte[]> corpus;

  public Mutations(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = corpus;
  }

  /// One of the corpus, changed in one to six ways.
  public byte[] next() {
    byte[] bytes = any().clone();
    for (int i = random.nextInt(MOST) + 1; i > 0; i--) {
      bytes = bytes.length == 0 ? new byte[] {(byte) random.nextInt()} : mutate(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] mutate(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt();
      case 3 -> bytes[at] = EXTREMES[random.nextInt(EXTREMES.length)];
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        return join(bytes, at, new byte[random.nextInt(9) + 1], 0);
      }
      case 6 -> {
        byte[] other = any();
        return join(bytes, at, other, random.nextInt(other.length + 1));
      }
      default -> {
        int end = Math.min(bytes.length, at + random.nextInt(12));
        Arrays.fill(bytes, at, end, EXTREMES[random.nextInt(EXTREMES.length)]);
      }
    }
    return bytes;
  }

  private static byte[] join(byte[] first, int end, byte[] second, int from) {
    byte[] joined = Arrays.copyOf(first, end + second.length - from);
    System.arraycopy(second, from, joined, end, second.length - from);
    return joined;
  }
}
