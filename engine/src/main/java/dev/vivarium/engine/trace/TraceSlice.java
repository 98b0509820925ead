package dev.vivarium.engine.trace;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.tick.StructuralChange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A part of a [TraceRing], copied in one go on the tick thread; entries are made of it by whoever
/// reads. Immutable, for any thread.
public final class TraceSlice {
  private final long first;
  private final @Nullable Object[] subjects;
  private final long[] ticks;
  private final int[] details;

  TraceSlice(long first, @Nullable Object[] subjects, long[] ticks, int[] details) {
    this.first = first;
    this.subjects = subjects;
    this.ticks = ticks;
    this.details = details;
  }

  /// Number of the first entry.
  public long first() {
    return first;
  }

  /// Number of the entry after the last.
  public long next() {
    return first + subjects.length;
  }

  public int size() {
    return subjects.length;
  }

  /// The entry at a place, from 0.
  public TraceEntry entry(int place) {
    Object subject = Objects.requireNonNull(subjects[place]);
    return subject instanceof Message message
        ? new TraceEntry.Sent(first + place, message, details[place])
        : new TraceEntry.Changed(
            first + place, ticks[place], (StructuralChange) subject, (short) details[place]);
  }
}
