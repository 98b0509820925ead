package dev.vivarium.engine.bus;

import dev.vivarium.engine.schema.Projection;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One subscriber's inbox for one channel. Messages wait here until the subscriber runs. Owned by
/// the tick thread.
public final class Subscription {
  /// A subscriber that has not run for long loses the newest beyond this.
  static final int WAITING_MAX = 65_536;

  /// What a subscriber is told of.
  public enum Hearing {
    ALL,

    /// All; and it hears again in a tick that is run again.
    PREDICTED,

    /// As predicted, on a client, by a system of the server: what the server sends to clients is
    /// not for it, what this client sends to the server is.
    PREDICTED_OF_SERVER
  }

  private final String subscriber;
  private final Channel channel;
  private final Projection projection;
  private final Hearing hearing;
  private List<Message> waiting = new ArrayList<>();
  private long droppedTotal;

  Subscription(String subscriber, Channel channel, Projection projection, Hearing hearing) {
    this.subscriber = subscriber;
    this.channel = channel;
    this.projection = projection;
    this.hearing = hearing;
  }

  public String subscriber() {
    return subscriber;
  }

  public Channel channel() {
    return channel;
  }

  public Hearing hearing() {
    return hearing;
  }

  /// Messages waiting, oldest first; a live view.
  public List<Message> waiting() {
    return waiting;
  }

  public long droppedTotal() {
    return droppedTotal;
  }

  /// The payload as the subscriber declared it.
  public byte[] project(Message message) {
    byte[] payload = message.payload();
    return projection.identity()
        ? payload
        : projection.payloadToConsumer(MemorySegment.ofArray(payload), 0, payload.length);
  }

  /// Adds a message, unless too many wait.
  public void offer(Message message) {
    if (waiting.size() >= WAITING_MAX) {
      droppedTotal++;
      return;
    }
    waiting.add(message);
  }

  /// Hands the waiting messages over; the inbox is empty afterwards.
  public List<Message> take() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Message> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /// Puts messages back that were taken and not handled; they are the next to be taken.
  public void putBack(List<Message> taken) {
    waiting.addAll(0, taken);
  }

  void replaceWaiting(List<Message> messages) {
    waiting = new ArrayList<>(messages);
  }
}
