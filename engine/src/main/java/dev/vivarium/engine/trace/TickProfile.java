package dev.vivarium.engine.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long each part of the newest ticks took, as many as fit. Times are what a clock said; they
/// are no part of the world's state. Owned by the tick thread; what [#since] gives may go anywhere.
public final class TickProfile {
  private static final int TICKS = 8_192;
  private static final int SPANS = 1 << 17;

  private final Map<Key, Integer> keys = new HashMap<>();
  private final List<Key> keyList = new ArrayList<>();
  private final long[] ticks = new long[TICKS];
  private final long[] totals = new long[TICKS];
  private final long[] firstSpans = new long[TICKS];
  private final int[] spanKeys = new int[SPANS];
  private final int[] spanNanos = new int[SPANS];
  private long count;
  private long spans;

  /// What a part of a tick is.
  public enum Part {
    /// A system's own code, and taking up what it asked for.
    SYSTEM,
    /// Laying out and copying a system's rows into its plugin's memory.
    COPY_IN,
    /// Comparing them afterwards and taking back what changed.
    COPY_OUT,
    /// Structural changes at a stage's end.
    CHANGES,
    /// Messages to their inboxes at a stage's end.
    DELIVERY,
    /// Plugins collecting their garbage.
    COLLECT,
    /// The world of the plugins' client halves.
    CLIENT,
    /// Commands and questions from outside.
    INBOX,
    /// Images for savers, recorders and whoever else looks at the end of a tick.
    AFTER
  }

  /// @param name a system's id, or a stage's title, or empty
  public record Key(Part part, String name) {}

  /// One tick.
  ///
  /// @param keys places in [Frames#keys()], in the order in which the parts ran
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
  public record Frame(long tick, long totalNanos, int[] keys, int[] nanos) {}

  /// @param keys by their place
  public record Frames(List<Key> keys, List<Frame> frames) {
    public Frames {
      keys = List.copyOf(keys);
      frames = List.copyOf(frames);
    }
  }

  /// The place of a part, the same for good.
  public int key(Part part, String name) {
    return keys.computeIfAbsent(
        new Key(part, name),
        key -> {
          keyList.add(key);
          return keyList.size() - 1;
        });
  }

  public void begin(long tick) {
    int at = (int) (count % TICKS);
    ticks[at] = tick;
    firstSpans[at] = spans;
  }

  public void add(int key, long nanos) {
    int at = (int) (spans++ & (SPANS - 1));
    spanKeys[at] = key;
    spanNanos[at] = (int) Math.min(Integer.MAX_VALUE, nanos);
  }

  public void end(long nanos) {
    totals[(int) (count++ % TICKS)] = nanos;
  }

  /// The ticks after this one that are still kept, oldest first; at most so many of the newest.
  public Frames since(long tick, int most) {
    List<Frame> frames = new ArrayList<>();
    long from = Math.max(0, count - Math.min(most, TICKS));
    for (long i = count - 1; i >= from && ticks[(int) (i % TICKS)] > tick; i--) {
      int at = (int) (i % TICKS);
      if (firstSpans[at] < spans - SPANS) {
        break;
      }
      long end = i + 1 < count ? firstSpans[(int) ((i + 1) % TICKS)] : lastSpan();
      frames.add(frame(at, end));
    }
    return new Frames(keyList, frames.reversed());
  }

  /// Between ticks all spans are of the newest one that ended; during one, those since it began are
  /// not.
  private long lastSpan() {
    long next = firstSpans[(int) (count % TICKS)];
    return next > firstSpans[(int) ((count - 1) % TICKS)] ? next : spans;
  }

  private Frame frame(int at, long endSpan) {
    int length = (int) (endSpan - firstSpans[at]);
    int[] frameKeys = new int[length];
    int[] nanos = new int[length];
    for (int i = 0; i < length; i++) {
      int span = (int) ((firstSpans[at] + i) & (SPANS - 1));
      frameKeys[i] = spanKeys[span];
      nanos[i] = spanNanos[span];
    }
    return new Frame(ticks[at], totals[at], frameKeys, Arrays.copyOf(nanos, length));
  }
}
