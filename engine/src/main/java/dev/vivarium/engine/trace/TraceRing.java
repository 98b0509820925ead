package dev.vivarium.engine.trace;

import dev.vivarium.engine.bus.BusTap;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.tick.DeferredChanges;
import dev.vivarium.engine.tick.StructuralChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest entries, as many as fit. Written by the tick thread; [#since] may be called there
/// only. Entries are made when somebody reads, so that tracing costs a few stores a message.
public final class TraceRing implements BusTap, DeferredChanges.Tap {
  public static final int DEFAULT_ENTRIES = 16_384;

  private final @Nullable Object[] subjects;
  private final long[] ticks;
  private final int[] details;
  private boolean enabled = true;
  private long count;
  private long tick;

  /// @param entries a power of two
  public TraceRing(int entries) {
    if (Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException("entries must be a power of two");
    }
    subjects = new Object[entries];
    ticks = new long[entries];
    details = new int[entries];
  }

  public void beginTick(long number) {
    tick = number;
  }

  /// Turns the tracer off or on again; what it holds stays.
  public void enable(boolean on) {
    enabled = on;
  }

  /// Number of the next entry.
  public long next() {
    return count;
  }

  @Override
  public void sent(Message message, int receivers) {
    put(message, receivers);
  }

  @Override
  public void applied(StructuralChange change, int writer) {
    put(change, writer);
  }

  private void put(Object subject, int detail) {
    if (!enabled) {
      return;
    }
    int at = (int) (count & (subjects.length - 1));
    subjects[at] = subject;
    ticks[at] = tick;
    details[at] = detail;
    count++;
  }

  /// Entries from this number on, oldest first; those that were overwritten are left out.
  ///
  /// @param most at most so many
  public List<TraceEntry> since(long number, int most) {
    long from = Math.max(number, count - subjects.length);
    List<TraceEntry> entries = new ArrayList<>();
    for (long i = Math.max(0, from); i < count && entries.size() < most; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  /// The entries from this number on that are still there, copied: a few microseconds for all of
  /// them.
  public TraceSlice slice(long number) {
    long first = Math.clamp(number, Math.max(0, count - subjects.length), count);
    int size = (int) (count - first);
    @Nullable Object[] copy = new Object[size];
    long[] when = new long[size];
    int[] what = new int[size];
    int at = (int) (first & (subjects.length - 1));
    int head = Math.min(size, subjects.length - at);
    System.arraycopy(subjects, at, copy, 0, head);
    System.arraycopy(ticks, at, when, 0, head);
    System.arraycopy(details, at, what, 0, head);
    System.arraycopy(subjects, 0, copy, head, size - head);
    System.arraycopy(ticks, 0, when, head, size - head);
    System.arraycopy(details, 0, what, head, size - head);
    return new TraceSlice(first, copy, when, what);
  }

  private TraceEntry entry(long number) {
    int at = (int) (number & (subjects.length - 1));
    Object subject = subjects[at];
    return subject instanceof Message message
        ? new TraceEntry.Sent(number, message, details[at])
        : new TraceEntry.Changed(
            number,
            ticks[at],
            (StructuralChange) java.util.Objects.requireNonNull(subject),
            (short) details[at]);
  }
}
