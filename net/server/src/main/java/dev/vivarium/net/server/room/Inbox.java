package dev.vivarium.net.server.room;

import dev.vivarium.engine.world.Arrival;
import dev.vivarium.engine.world.World;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Messages of a room's people, by either protocol, that the world has not taken in yet. Any thread
/// adds; the world's thread takes. Bounded by what each guest may have waiting.
final class Inbox {
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  private record Waiting(Guest from, Consumer<World> handOver) {}

  /// @param from who has counted it, with [Guest#enqueue]
  /// @param handOver on the world's thread, at the end of a tick's stages
  void add(Guest from, Consumer<World> handOver) {
    waiting.add(new Waiting(from, handOver));
  }

  /// On the world's thread.
  void handOver(World world) {
    for (int i = 0; i < RoomLimits.TAKEN_PER_TICK; i++) {
      Waiting next = waiting.poll();
      if (next == null) {
        return;
      }
      next.from().dequeued();
      next.handOver().accept(world);
    }
  }

  /// What became of a message, in words for who sent it.
  static String text(Arrival arrival) {
    return switch (arrival) {
      case TAKEN -> "taken";
      case UNKNOWN_CHANNEL -> "the world has no such channel";
      case LOCAL_CHANNEL -> "the channel is local to the world";
      case MALFORMED -> "the payload is not as the channel's schema says";
      case OVER_LIMIT -> "the channel takes no more messages in this tick";
    };
  }
}
