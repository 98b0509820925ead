package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldLink;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.replication.WorldReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What passes between the world and the room at a tick's end: in go who is connected and what they
/// sent, out comes what the tick leaves for them. Belongs to the world's thread but for what says
/// otherwise.
final class WorldExchange implements WorldLink {
  private static final Logger LOG = LoggerFactory.getLogger(WorldExchange.class);
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Room room;
  private final Roster roster;
  private final Inbox inbox;
  private final Inputs inputs;
  private final ConnectionNews connections;
  private final WorldReader reader;
  private boolean replicates = true;

  /// Whether the world has been asked to show itself between two ticks.
  private final AtomicBoolean stateAsked = new AtomicBoolean();

  /// Written by the world's thread, read by connections.
  private volatile @Nullable World world;

  private volatile long tick;
  private volatile int tickRate;

  WorldExchange(
      Room room, Roster roster, Inbox inbox, Inputs inputs, WorldReader reader, int tickRate) {
    this.room = room;
    this.roster = roster;
    this.inbox = inbox;
    this.inputs = inputs;
    this.reader = reader;
    this.tickRate = tickRate;
    connections = new ConnectionNews(roster);
  }

  // Any thread.

  /// The newest tick.
  long tick() {
    return tick;
  }

  int tickRate() {
    return tickRate;
  }

  /// Takes an input in, once there is a world.
  void take(Line line, Input input) {
    World current = world;
    if (current != null) {
      inputs.take(current, line, input);
    }
  }

  /// Has the world shown as it is, even if it stands still.
  void askForState() {
    World current = world;
    if (current != null && stateAsked.compareAndSet(false, true)) {
      var _ =
          current
              .ask(asked -> {
                stateAsked.set(false);
                offerStanding(asked);
                return asked.tick();
              })
              .exceptionally(e -> {
                stateAsked.set(false);
                return 0L;
              });
    }
  }

  // On the world's thread.

  @Override
  public void linked(World current) {
    follow(current);
    tick = lastTick(current);
    tickRate = current.time().rateHz();
    offerStanding(current);
  }

  @Override
  public void exchange(World current, List<Message> leaving) {
    try {
      exchanged(current, leaving);
    } catch (RuntimeException e) {
      LOG.error("event=exchange_failed room={} tick={}", room.name(), current.tick(), e);
    }
  }

  /// Takes note of which world it is. Whatever the one before was asked, it answers no more.
  @SuppressWarnings("ReferenceEquality") // The very world.
  private void follow(World current) {
    if (world != current) {
      world = current;
      inputs.begin();
      stateAsked.set(false);
      connections.begin();
    }
  }

  private void exchanged(World current, List<Message> leaving) {
    follow(current);
    tickRate = current.time().rateHz();
    tick = current.tick();
    connections.tell(current);
    inbox.handOver(current);
    if (roster.size() == 0 && leaving.isEmpty() && room.loop().epoch() != null) {
      var _ = inputs.drainTaken();
      return;
    }
    WorldEpoch epoch = reader.epoch(current);
    Snapshot snapshot = roster.anybodyWatches() ? snapshot(current, tick) : null;
    offer(epoch, snapshot, leaving, inputs.drainTaken());
  }

  private @Nullable Snapshot snapshot(World current, long tick) {
    try {
      Snapshot snapshot = reader.read(current, tick);
      replicates = true;
      return snapshot;
    } catch (IllegalArgumentException e) {
      if (replicates) {
        LOG.error("event=not_replicated room={} reason={}", room.name(), e.getMessage());
      }
      replicates = false;
      return null;
    }
  }

  /// What is there between two ticks: for those who come while the world stands still.
  private void offerStanding(World current) {
    try {
      WorldEpoch epoch = reader.epoch(current);
      Snapshot snapshot = roster.anybodyWatches() ? snapshot(current, lastTick(current)) : null;
      offer(epoch, snapshot, List.of(), List.of());
    } catch (IllegalArgumentException e) {
      LOG.error("event=not_replicated room={} reason={}", room.name(), e.getMessage());
    }
  }

  private static long lastTick(World current) {
    return Math.max(0, current.tick() - 1);
  }

  private void offer(
      WorldEpoch epoch,
      @Nullable Snapshot snapshot,
      List<Message> leaving,
      List<TickDone.Taken> taken) {
    long tickNanos = NANOS_PER_SECOND / tickRate;
    room.loop().offer(new TickDone(epoch, tick, tickNanos, snapshot, leaving, taken));
  }
}
