package dev.vivarium.net.server.room;

import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Somebody with a place by the realtime protocol. It keeps its place for a while when its
/// connection is lost.
final class RealtimeGuest extends Guest {
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();

  /// Of epochs that are over. Guarded by itself.
  private final Map<String, Long> bitsBefore = new HashMap<>();

  /// Counted by the room's thread, read by any.
  private volatile Spent spent = new Spent(new SnapshotPlan(0, List.of()), new AtomicLongArray(0));

  /// What frames of one epoch consisted of.
  private record Spent(SnapshotPlan plan, AtomicLongArray bits) {
    void addTo(Map<String, Long> sums) {
      for (int i = 0; i < bits.length(); i++) {
        if (bits.get(i) > 0) {
          sums.merge(plan.components().get(i).name(), bits.get(i), Long::sum);
        }
      }
    }
  }

  /// Written under the room's lock.
  private volatile @Nullable Line line;

  private volatile long lostNanos;
  private volatile boolean present;
  private volatile long pingNanos;
  private String resumeToken = "";

  // On the world's thread.

  private long writesTick = -1;
  private int writes;

  RealtimeGuest(int client, UUID userId, String username, Role role) {
    super(client, userId, username, role);
  }

  /// Its connection, if it has one now.
  @Nullable Line line() {
    return line;
  }

  /// Under the room's lock.
  void connected(Line now, String token) {
    line = now;
    resumeToken = token;
  }

  /// Under the room's lock.
  void lost(long nowNanos) {
    line = null;
    lostNanos = nowNanos;
  }

  boolean isLostFor(long nanos, long nowNanos) {
    return line == null && nowNanos - lostNanos >= nanos;
  }

  /// Under the room's lock.
  String resumeToken() {
    return resumeToken;
  }

  @Override
  void inform(String text) {
    Line now = line;
    if (now != null) {
      now.send(new Notice(Notice.Kind.INFORMATION, text));
    }
  }

  @Override
  boolean isPresent() {
    return present;
  }

  /// It has what it needs to take part.
  void arrived() {
    present = true;
  }

  long pingNanos() {
    return pingNanos;
  }

  void pingNanos(long measured) {
    pingNanos = measured;
  }

  long bytesIn() {
    return bytesIn.get();
  }

  void received(int bytes) {
    bytesIn.addAndGet(bytes);
  }

  long bytesOut() {
    return bytesOut.get();
  }

  void sent(int bytes) {
    bytesOut.addAndGet(bytes);
  }

  /// What each of a plan's components took of a frame. On the room's thread.
  @SuppressWarnings("ReferenceEquality") // The same for all frames of an epoch.
  void spent(SnapshotPlan plan, long[] componentBits) {
    Spent now = spent;
    if (now.plan != plan) {
      now = begin(plan);
    }
    for (int i = 0; i < componentBits.length; i++) {
      // A flag alone says that nothing happened.
      if (componentBits[i] > 1) {
        now.bits.lazySet(i, now.bits.get(i) + componentBits[i]);
      }
    }
  }

  private Spent begin(SnapshotPlan plan) {
    synchronized (bitsBefore) {
      spent.addTo(bitsBefore);
      spent = new Spent(plan, new AtomicLongArray(plan.components().size()));
      return spent;
    }
  }

  Map<String, Long> bytesByComponent() {
    Map<String, Long> bytes = new HashMap<>();
    synchronized (bitsBefore) {
      bytes.putAll(bitsBefore);
      spent.addTo(bytes);
    }
    bytes.replaceAll((name, bits) -> Math.ceilDiv(bits, Byte.SIZE));
    return bytes;
  }

  // On the world's thread.

  /// Whether one more write is allowed in this tick; if so it is counted.
  boolean mayWrite(long tick, int most) {
    if (tick != writesTick) {
      writesTick = tick;
      writes = 0;
    }
    return writes++ < most;
  }
}
