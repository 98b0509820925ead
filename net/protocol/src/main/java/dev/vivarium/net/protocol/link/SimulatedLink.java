package dev.vivarium.net.protocol.link;

import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One direction of a connection, in virtual time: the same seed, sends and times give the same
/// arrivals. Two of them make a connection. Belongs to one thread; times never go back.
///
/// @param <T> a message; those that arrive twice are the same object
public final class SimulatedLink<T> {
  /// Messages on their way; more are lost, as in a router whose queue is full.
  public static final int IN_FLIGHT = 1 << 16;

  private record Arrival<T>(long atNanos, long order, T message) implements Comparable<Arrival<T>> {
    @Override
    public int compareTo(Arrival<T> other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Random random;
  private final PriorityQueue<Arrival<T>> inFlight = new PriorityQueue<>();
  private LinkConditions conditions;
  private long sent;
  private long lastAtNanos = Long.MIN_VALUE;

  public SimulatedLink(long seed, LinkConditions conditions) {
    this.random = new Random(seed);
    this.conditions = conditions;
  }

  /// Changes what happens to messages from now on; those on their way arrive as they would have.
  public void conditions(LinkConditions newConditions) {
    this.conditions = newConditions;
  }

  public LinkConditions conditions() {
    return conditions;
  }

  public void send(T message, long nowNanos) {
    if (conditions.inOrder()) {
      long extraNanos = chance(conditions.loss()) ? 2 * conditions.delayNanos() : 0;
      lastAtNanos = Math.max(lastAtNanos, nowNanos + travelNanos() + extraNanos);
      add(lastAtNanos, message);
      return;
    }
    if (!chance(conditions.loss())) {
      add(nowNanos + travelNanos() + heldBackNanos(), message);
    }
    if (chance(conditions.duplication())) {
      add(nowNanos + travelNanos() + heldBackNanos(), message);
    }
  }

  /// The next message that has arrived, or null.
  public @Nullable T receive(long nowNanos) {
    Arrival<T> first = inFlight.peek();
    if (first == null || first.atNanos > nowNanos) {
      return null;
    }
    inFlight.remove();
    return first.message;
  }

  /// When the next message arrives; [Long#MAX_VALUE] if none is on its way.
  public long nextArrivalNanos() {
    Arrival<T> first = inFlight.peek();
    return first == null ? Long.MAX_VALUE : first.atNanos;
  }

  public int inFlight() {
    return inFlight.size();
  }

  private void add(long atNanos, T message) {
    if (inFlight.size() < IN_FLIGHT) {
      inFlight.add(new Arrival<>(atNanos, sent++, message));
    }
  }

  private long travelNanos() {
    return conditions.delayNanos() + drawn(conditions.jitterNanos());
  }

  private long heldBackNanos() {
    return chance(conditions.reordering())
        ? drawn(2 * (conditions.delayNanos() + conditions.jitterNanos()))
        : 0;
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private long drawn(long most) {
    return (long) (random.nextDouble() * (double) most);
  }
}
