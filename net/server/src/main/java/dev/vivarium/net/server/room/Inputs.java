package dev.vivarium.net.server.room;

import dev.vivarium.engine.world.World;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.server.replication.ClientWrites;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.replication.WorldReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What clients write to the entities that are their own, from its coming in until it is in the
/// world. Inputs are commands, carried out before the next tick begins.
final class Inputs {
  private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

  private final Room room;
  private final Queue<FromLine> waiting = new ConcurrentLinkedQueue<>();

  /// Whether the world has been asked to take what waits.
  private final AtomicBoolean asked = new AtomicBoolean();

  // On the world's thread.

  private final WorldReader reader;
  private final List<TickDone.Taken> taken = new ArrayList<>();

  private record FromLine(Line line, Input input, AtomicInteger waiting) {}

  Inputs(Room room, WorldReader reader) {
    this.room = room;
    this.reader = reader;
  }

  // On the connection's thread.

  void take(World world, Line line, Input input) {
    WorldEpoch epoch = room.loop().epoch();
    if (epoch == null || input.epoch() != epoch.number()) {
      return;
    }
    AtomicInteger ofLine = line.inputsWaiting();
    if (ofLine.incrementAndGet() > RoomLimits.INPUTS_PER_CLIENT) {
      ofLine.decrementAndGet();
      line.refuse("inputs", "too many inputs in one tick");
      return;
    }
    waiting.add(new FromLine(line, input, ofLine));
    askFor(world);
  }

  private void askFor(World world) {
    if (asked.compareAndSet(false, true)) {
      var _ =
          world
              .ask(now -> {
                apply(now);
                return now.tick();
              })
              .exceptionally(e -> {
                asked.set(false);
                LOG.warn("event=inputs_lost room={}", room.name(), e);
                return 0L;
              });
    }
  }

  // On the world's thread.

  /// There is another world. Whatever the one before was asked, it answers no more.
  void begin() {
    asked.set(false);
  }

  private void apply(World world) {
    asked.set(false);
    for (int i = 0; i < RoomLimits.INPUTS_PER_TICK; i++) {
      FromLine next = waiting.poll();
      if (next == null) {
        return;
      }
      next.waiting().decrementAndGet();
      apply(world, next.line(), next.input());
    }
    askFor(world);
  }

  private void apply(World world, Line line, Input input) {
    RealtimeGuest guest = line.guest();
    WorldEpoch epoch = reader.epoch(world);
    if (input.epoch() != epoch.number() || !line.isCurrent() || !line.isNext(input.sequence())) {
      return;
    }
    for (Input.Write write : input.writes()) {
      Optional<String> refusal = refusal(world, guest, epoch, write);
      if (refusal.isPresent()) {
        room.metrics().writeRefused();
        String why = refusal.get();
        line.refuse("write " + why, "input was not taken: " + why);
      }
    }
    taken.add(new TickDone.Taken(guest, input.sequence()));
  }

  private Optional<String> refusal(
      World world, RealtimeGuest guest, WorldEpoch epoch, Input.Write write) {
    if (!guest.role().mayAct()) {
      return Optional.of(Guest.ONLY_WATCHES);
    }
    int most = room.options().writesPerTick();
    if (!guest.mayWrite(world.tick(), most)) {
      return Optional.of("more than %d writes in one tick".formatted(most));
    }
    return ClientWrites.apply(world, epoch.components(), guest.client(), write);
  }

  /// The inputs that the world has taken since this was asked last.
  List<TickDone.Taken> drainTaken() {
    List<TickDone.Taken> drained = List.copyOf(taken);
    taken.clear();
    return drained;
  }
}
