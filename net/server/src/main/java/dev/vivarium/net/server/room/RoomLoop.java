package dev.vivarium.net.server.room;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.EncodedFrame;
import dev.vivarium.net.protocol.replication.FrameEncoder;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.replication.Sight;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.transport.Departure;
import dev.vivarium.net.server.transport.Frame;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The room's own thread: takes what ticks leave, makes frames of it and hands it out. It falls
/// behind by leaving snapshots out, never by holding the world up.
final class RoomLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoomLoop.class);
  private static final long HOUSEKEEPING_MS = 250;

  private final Room room;
  private final ScheduledThreadPoolExecutor thread;
  private final Queue<TickDone> ticks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /// What the room's thread works with; written by it, read by connections.
  private volatile @Nullable ModulePieces pieces;

  private volatile @Nullable WorldEpoch epoch;

  // On the room's thread.

  private final FrameEncoder encoder = new FrameEncoder();
  private final List<Line> unwelcomed = new ArrayList<>();

  /// What is sent at the end of what is done now: a socket is written to once a tick, whatever the
  /// number of messages.
  private final Departure departure = new Departure();

  private final IdentityHashMap<byte[], Frame> framesOfTick = new IdentityHashMap<>();
  private int framesSent;
  private long frameBytesSent;
  private long tick;
  private long tickNanos;

  RoomLoop(Room room) {
    this.room = room;
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("room " + room.name()).factory());
    var _ =
        thread.scheduleWithFixedDelay(
            () -> guarded(this::keepHouse),
            HOUSEKEEPING_MS,
            HOUSEKEEPING_MS,
            TimeUnit.MILLISECONDS);
  }

  // Any thread.

  /// Runs something on the room's thread; nothing once the room is closed.
  void execute(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("event=room_closed room={}", room.name());
    }
  }

  private void guarded(Runnable task) {
    logged(task);
    logged(departure::leave);
  }

  /// What fails here must not end the room's housekeeping.
  private void logged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("event=room_failed room={}", room.name(), e);
    }
  }

  /// Hands over what a tick left. If the thread is too far behind it is lost.
  void offer(TickDone done) {
    if (waiting.incrementAndGet() > RoomLimits.TICKS_WAITING) {
      waiting.decrementAndGet();
      LOG.warn("event=room_behind room={} tick={}", room.name(), done.tick());
      return;
    }
    ticks.add(done);
    if (scheduled.compareAndSet(false, true)) {
      execute(this::takeTicks);
    }
  }

  /// The modules that clients may ask for; null before the world's first tick.
  @Nullable ModulePieces pieces() {
    return pieces;
  }

  /// What the world is made of, as clients have been told; null before its first tick.
  @Nullable WorldEpoch epoch() {
    return epoch;
  }

  // On the room's thread.

  private void takeTicks() {
    scheduled.set(false);
    TickDone newest = null;
    List<Message> leaving = new ArrayList<>();
    for (TickDone done = ticks.poll(); done != null; done = ticks.poll()) {
      waiting.decrementAndGet();
      if (isOther(done.epoch())) {
        hand(leaving);
        begin(done);
      }
      leaving.addAll(done.leaving());
      tell(done);
      tick = done.tick();
      tickNanos = done.tickNanos();
      newest = done;
    }
    if (newest != null) {
      welcomeAll();
      if (newest.snapshot() != null) {
        frames(newest.epoch(), newest.snapshot());
      }
      hand(leaving);
    }
  }

  @SuppressWarnings("ReferenceEquality") // The same until it changes.
  private boolean isOther(WorldEpoch other) {
    return other != epoch;
  }

  /// A reload has come: everybody goes on with the new schemas.
  private void begin(TickDone done) {
    WorldEpoch entered = done.epoch();
    boolean first = epoch == null;
    epoch = entered;
    pieces = new ModulePieces(entered);
    if (first) {
      return;
    }
    Frame frame = frame(new SchemaEpoch(done.tick(), entered.halves()));
    for (Line line : room.lines()) {
      if (line.epoch() != null) {
        line.add(frame);
        line.enter(entered);
      }
    }
  }

  private static Frame frame(RealtimeMessage message) {
    return new Frame.Binary(RealtimeCodec.encode(message));
  }

  private static void tell(TickDone done) {
    for (TickDone.Taken taken : done.inputs()) {
      Line line = taken.guest().line();
      if (line != null && line.isPlaying()) {
        line.add(frame(new InputDone(taken.sequence(), done.tick())));
      }
    }
  }

  Departure departure() {
    return departure;
  }

  // Coming.

  /// Welcomes somebody, now or as soon as the world runs.
  void welcome(Line line) {
    unwelcomed.add(line);
    welcomeAll();
  }

  private void welcomeAll() {
    WorldEpoch current = epoch;
    if (current != null && !unwelcomed.isEmpty()) {
      unwelcomed.forEach(line -> welcome(line, current));
      unwelcomed.clear();
    }
  }

  private void welcome(Line line, WorldEpoch current) {
    if (line.isCurrent()) {
      RealtimeGuest guest = line.guest();
      line.add(
          frame(
              new Welcome(
                  RealtimeMessage.VERSION,
                  guest.client(),
                  RoomLimits.authority(guest.client()),
                  room.presenter(),
                  tick,
                  tickNanos,
                  room.name(),
                  guest.resumeToken(),
                  current.halves())));
      line.enter(current);
    }
  }

  // State.

  private void frames(WorldEpoch current, Snapshot snapshot) {
    long begun = room.options().clock().nanos();
    Sight sight = new Sight(snapshot, current.components());
    framesOfTick.clear();
    framesSent = 0;
    frameBytesSent = 0;
    for (Line line : room.lines()) {
      if (line.isPlaying()) {
        show(line, sight, current, begun);
      }
    }
    room.metrics().framesSent(framesSent, frameBytesSent);
    room.metrics().encoded(room.options().clock().nanos() - begun);
  }

  private void show(Line line, Sight sight, WorldEpoch current, long nowNanos) {
    var view = line.view();
    boolean behind = view.isBehind() || line.queued() > room.options().replication().queuedMax();
    if (line.behindNanos(behind, nowNanos) > room.options().slowWait().toNanos()) {
      LOG.info("event=client_too_slow room={} client={}", room.name(), line.guest().client());
      letGo(line);
      return;
    }
    if (behind) {
      room.metrics().frameSkipped();
      return;
    }
    Optional<EncodedFrame> made = view.next(encoder, sight);
    if (made.isPresent()) {
      EncodedFrame encoded = made.get();
      Frame frame = framesOfTick.computeIfAbsent(encoded.bytes(), bytes -> frame(new State(bytes)));
      line.add(frame);
      line.guest().spent(current.plan(), encoded.componentBits());
      framesSent++;
      frameBytesSent += frame.bytes().length;
    } else {
      room.metrics().frameSkipped();
    }
  }

  private void letGo(Line line) {
    line.end(Notice.Kind.TOO_SLOW, "you did not keep up with what the world sent");
    room.lost(line);
  }

  // Messages.

  private void hand(List<Message> leaving) {
    WorldEpoch current = epoch;
    for (Message message : leaving) {
      int number = current == null ? -1 : current.channelNumber(message.channel().name());
      boolean anybodys = message.targetClient() == (message.targetClient() & Integer.MAX_VALUE);
      if (number >= 0 && anybodys) {
        Target target =
            message.targetClient() == 0
                ? new Target.Everyone()
                : new Target.Clients(List.of((int) message.targetClient()));
        send(
            new RemoteMessage(
                Objects.requireNonNull(current).number(),
                number,
                (int) message.senderClient(),
                target,
                message.payload()));
        room.sendToMatch(message);
      }
    }
    leaving.clear();
  }

  /// Sends a message to those it is for who are here by this protocol.
  void send(RemoteMessage message) {
    Frame frame = frame(message);
    switch (message.target()) {
      case Target.Server server -> throw new IllegalArgumentException("not for clients");
      case Target.Everyone everyone -> room.lines().forEach(line -> send(line, frame));
      case Target.Clients(List<Integer> ids) -> {
        for (int id : ids) {
          room.line(id).ifPresent(line -> send(line, frame));
        }
      }
    }
  }

  private void send(Line line, Frame frame) {
    if (!line.isPlaying()) {
      return;
    }
    if (line.queued() > RoomLimits.QUEUED_MESSAGES) {
      letGo(line);
    } else {
      line.add(frame);
    }
  }

  // Time.

  private void keepHouse() {
    long now = room.options().clock().nanos();
    room.letGoLost(now);
    long period = room.options().pingPeriod().toNanos();
    for (Line line : room.lines()) {
      if (line.epoch() != null && line.isPingDue(now, period)) {
        line.ping(now);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
