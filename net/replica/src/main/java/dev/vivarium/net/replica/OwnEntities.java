package dev.vivarium.net.replica;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.Prediction;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The entities that this client owns, in which its world is ahead of the server's: what its
/// plugins write to them is sent, and stands until the server has taken it; what predicted systems
/// make of them is compared with what the server says, and made again from there where it differs.
///
/// Each tick that predicts is marked by an input, so that the server's answer says which of its
/// ticks is which of these. Belongs to the thread that ticks the world.
final class OwnEntities {
  /// Ticks that can be run again; a server further behind is taken at its word.
  static final int TICKS = 128;

  /// Entities of a client that are predicted; others are as the server says.
  static final int ENTITIES = 256;

  private static final int DONE = 1_024;

  /// By how much inputs may come early or late without anything being put right.
  private static final int SLACK_TICKS = 2;

  /// A server's world hears messages a tick after it takes the input that was sent behind them.
  private static final int HEARD_AFTER_TICKS = 1;

  /// A component of an entity, by the server's handle.
  private record Cell(long server, int component) {}

  /// A tick of this world.
  ///
  /// @param firstSequence of the inputs that were sent after it
  /// @param sequence of the last of them
  /// @param state values after it, by entity and component; replaced when it is run again
  private record OwnTick(
      long tick,
      long firstSequence,
      long sequence,
      List<Prediction.Heard> heard,
      Map<Long, List<byte @Nullable []>> state) {}

  private final World world;
  private final EntityStore store;
  private final StateMirror mirror;
  private final Prediction prediction;
  private final Outbox outbox;
  private final ArrayDeque<OwnTick> ticks = new ArrayDeque<>();
  private final Map<Cell, byte[]> unsent = new LinkedHashMap<>();

  /// Sequence of the input that holds the newest write.
  private final Map<Cell, Long> unconfirmed = new HashMap<>();

  private final ArrayDeque<InputDone> done = new ArrayDeque<>();
  private final List<Long> echoed = new ArrayList<>();

  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private long lastSequence;
  private long confirmedSequence;

  /// Number, in this world, of the newest message of this client's that the server has taken.
  private long confirmedMessage = -1;

  /// Number of the server's tick whose state is like that of a tick of this world, less the number
  /// of the latter.
  private long behind;

  /// The same, as the newest answer has it.
  private long newestBehind;

  /// Whether any answer has come, so that these two are known.
  private boolean isAnswered;

  private long corrections;

  /// A message that this client sent, and heard itself.
  ///
  /// @param message its number in this world
  /// @param sequence of the input after it
  private record Sent(long message, long sequence) {}

  OwnEntities(World world, StateMirror mirror, Prediction prediction, Outbox outbox) {
    this.world = world;
    this.store = world.store();
    this.mirror = mirror;
    this.prediction = prediction;
    this.outbox = outbox;
  }

  /// How often the server's state differed from what was predicted.
  long corrections() {
    return corrections;
  }

  /// Forgets what is under way: another connection or epoch, whose answers do not speak of it.
  void reset() {
    ticks.clear();
    unsent.clear();
    unconfirmed.clear();
    done.clear();
    echoed.clear();
    sent.clear();
    lastSequence = 0;
    confirmedSequence = 0;
    isAnswered = false;
  }

  /// Notes a message that went to the server, by its number in this world.
  void echoed(long sequence) {
    echoed.add(sequence);
  }

  void inputDone(InputDone answer) {
    done.addLast(answer);
    if (done.size() > DONE) {
      done.removeFirst();
    }
  }

  // A tick of this world.

  /// A tick has run: sends what was written in it.
  void ticked(long tick) {
    List<Prediction.Heard> heard = prediction.takeHeard();
    if (prediction.entities().isEmpty()) {
      ticks.clear();
      echoed.clear();
      return;
    }
    collectWrites(tick);
    boolean predicts = prediction.isNeeded();
    if (unsent.isEmpty() && !predicts) {
      return;
    }
    long first = send();
    if (predicts) {
      ticks.addLast(new OwnTick(tick, first, lastSequence, heard, capture()));
      if (ticks.size() > TICKS) {
        ticks.removeFirst();
      }
    }
  }

  private void collectWrites(long tick) {
    for (long local : prediction.entities()) {
      long server = mirror.entities().toServer(local);
      for (int i = 0; i < mirror.components(); i++) {
        ComponentType type = mirror.type(i);
        if (type != null && server != 0 && isWritten(local, type, tick)) {
          unsent.put(new Cell(server, i), Objects.requireNonNull(store.get(local, type)));
        }
      }
    }
  }

  private boolean isWritten(long local, ComponentType type, long tick) {
    Column column = column(local, type);
    int row = column == null ? -1 : row(local, type);
    return row >= 0
        && Objects.requireNonNull(column).writtenTick(row) == (int) tick
        && world.plugins().isWrittenHere(column.writtenBy(row));
  }

  private @Nullable Column column(long local, ComponentType type) {
    if (!store.has(local, type)) {
      return null;
    }
    return type.isSparse() ? type.sparseSet().values() : store.tableOf(local).column(type);
  }

  private int row(long local, ComponentType type) {
    return type.isSparse() ? type.sparseSet().row(local) : store.rowOf(local);
  }

  /// Sends what was written, or that nothing was.
  ///
  /// @return sequence of the first input, 0 if none was taken
  private long send() {
    Snapshot seen = mirror.newest();
    long seenTick = seen == null ? 0 : seen.tick();
    long first = 0;
    do {
      List<Cell> cells = unsent.keySet().stream().limit(Input.WRITES).toList();
      long sequence = outbox.input(seenTick, cells.stream().map(this::write).toList());
      if (sequence == 0) {
        return first;
      }
      first = first == 0 ? sequence : first;
      lastSequence = sequence;
      for (Cell cell : cells) {
        unsent.remove(cell);
        unconfirmed.put(cell, sequence);
      }
    } while (!unsent.isEmpty());
    for (long message : echoed) {
      sent.addLast(new Sent(message, lastSequence));
    }
    echoed.clear();
    return first;
  }

  private Input.Write write(Cell cell) {
    byte[] value = Objects.requireNonNull(unsent.get(cell));
    return new Input.Write(
        cell.server(), cell.component(), mirror.forServer(cell.component(), value));
  }

  private Map<Long, List<byte @Nullable []>> capture() {
    Map<Long, List<byte @Nullable []>> state = new HashMap<>();
    for (long local : prediction.entities()) {
      List<byte @Nullable []> values = new ArrayList<>();
      for (int i = 0; i < mirror.components(); i++) {
        ComponentType type = mirror.type(i);
        values.add(type == null ? null : store.get(local, type));
      }
      state.put(mirror.entities().toServer(local), values);
    }
    return state;
  }

  // A snapshot of the server's.

  /// Says which entities are this client's; those that no longer are become what the server says.
  ///
  /// @param places in the snapshot, which the mirror holds by now
  void own(@Nullable Snapshot before, Snapshot next, BitSet places) {
    Set<Long> former = Set.copyOf(prediction.entities());
    prediction.entities().clear();
    places.stream().forEach(i -> prediction.entities().add(mirror.entities().local(i)));
    for (long local : former) {
      long server = mirror.entities().toServer(local);
      if (server != 0 && !prediction.entities().contains(local)) {
        unsent.keySet().removeIf(cell -> cell.server() == server);
        unconfirmed.keySet().removeIf(cell -> cell.server() == server);
        take(before, next, new long[] {server}, true);
      }
    }
  }

  /// Brings own entities in step with a snapshot.
  ///
  /// @param before the one before it of the same epoch
  void settle(@Nullable Snapshot before, Snapshot next, BitSet places) {
    confirm(next.tick());
    long[] own = places.stream().mapToLong(next::id).toArray();
    if (ticks.isEmpty() || !isAnswered) {
      take(before, next, own, !isAnswered);
      return;
    }
    if (!isAsPredicted(before, next, own)) {
      corrections++;
      behind = newestBehind;
      take(before, next, own, true);
      runAgain(next.tick() - behind);
    }
    long oldest = next.tick() - behind - SLACK_TICKS;
    ticks.removeIf(past -> past.tick() < oldest && past.sequence() <= confirmedSequence);
  }

  /// Inputs come to the server now a little earlier and now a little later in its ticks, which is
  /// no reason to put anything right: the tick of ours that the snapshot is like may be any of a
  /// few, and goes on being the one that it was if it can.
  private boolean isAsPredicted(@Nullable Snapshot before, Snapshot next, long[] own) {
    if (Math.abs(behind - newestBehind) <= SLACK_TICKS && isLike(behind, before, next, own)) {
      return true;
    }
    for (long shift = 0; shift <= SLACK_TICKS; shift++) {
      for (long other : new long[] {newestBehind + shift, newestBehind - shift}) {
        if (isLike(other, before, next, own)) {
          behind = other;
          return true;
        }
      }
    }
    return false;
  }

  private boolean isLike(long ticksBehind, @Nullable Snapshot before, Snapshot next, long[] own) {
    OwnTick predicted = tick(next.tick() - ticksBehind);
    return predicted != null && !differs(before, next, own, predicted.state());
  }

  private void confirm(long serverTick) {
    long written = confirmedSequence;
    for (InputDone answer : done) {
      written = answer.tick() <= serverTick ? Math.max(written, answer.sequence()) : written;
    }
    while (!done.isEmpty() && done.getFirst().tick() + HEARD_AFTER_TICKS <= serverTick) {
      confirm(done.removeFirst());
    }
    long confirmed = written;
    unconfirmed.values().removeIf(sequence -> sequence <= confirmed);
    while (!sent.isEmpty() && sent.getFirst().sequence() <= confirmedSequence) {
      confirmedMessage = sent.removeFirst().message();
    }
  }

  private void confirm(InputDone answer) {
    confirmedSequence = Math.max(confirmedSequence, answer.sequence());
    ticks.stream()
        .filter(past -> past.firstSequence() > 0)
        .filter(past -> past.firstSequence() <= answer.sequence())
        .filter(past -> answer.sequence() <= past.sequence())
        .findFirst()
        .ifPresent(past -> {
          newestBehind = answer.tick() + HEARD_AFTER_TICKS - past.tick();
          behind = isAnswered ? behind : newestBehind;
          isAnswered = true;
        });
  }

  private @Nullable OwnTick tick(long tick) {
    for (OwnTick past : ticks) {
      if (past.tick() == tick) {
        return past;
      }
    }
    return null;
  }

  private boolean stands(Cell cell) {
    return unsent.containsKey(cell) || unconfirmed.containsKey(cell);
  }

  /// @param state by entity and component, as predicted
  private boolean differs(
      @Nullable Snapshot before,
      Snapshot next,
      long[] own,
      Map<Long, List<byte @Nullable []>> state) {
    for (long server : own) {
      List<byte @Nullable []> values = state.get(server);
      for (int i = 0; i < mirror.components(); i++) {
        if (!stands(new Cell(server, i))
            && (values == null || differs(before, next, server, i, values.get(i)))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean differs(
      @Nullable Snapshot before, Snapshot next, long server, int component, byte @Nullable [] own) {
    if (mirror.type(component) == null) {
      return false;
    }
    byte[] value = mirror.value(next, component, server);
    if (value == null) {
      return own != null && isServers(before, component, server);
    }
    if (own == null) {
      return true;
    }
    boolean rests = before != null && Arrays.equals(value, mirror.value(before, component, server));
    return rests
        ? !Quantum.isSame(mirror.plan(component), value, own)
        : !Quantum.isWithin(mirror.plan(component), value, own);
  }

  /// Whether a component that the server's entity does not have is one that the server took away,
  /// or that was predicted wrongly; else the client's plugins added it.
  private boolean isServers(@Nullable Snapshot before, int component, long server) {
    if (before != null && before.rowOf(component, server) >= 0) {
      return true;
    }
    long local = mirror.entities().toLocal(server);
    ComponentType type = Objects.requireNonNull(mirror.type(component));
    Column column = column(local, type);
    return column != null && !world.plugins().isWrittenHere(column.writtenBy(row(local, type)));
  }

  /// Takes the server's values where nothing newer of this client's stands.
  ///
  /// @param exactly whether also those that are as good as the same
  private void take(@Nullable Snapshot before, Snapshot next, long[] own, boolean exactly) {
    for (long server : own) {
      long local = mirror.entities().toLocal(server);
      for (int i = 0; i < mirror.components(); i++) {
        ComponentType type = mirror.type(i);
        if (type == null || stands(new Cell(server, i))) {
          continue;
        }
        byte[] value = mirror.value(next, i, server);
        boolean isTaken =
            value == null
                ? store.has(local, type) && isServers(before, i, server)
                : exactly || differs(before, next, server, i, store.get(local, type));
        if (isTaken) {
          mirror.set(i, local, value);
        }
      }
    }
  }

  // Running ticks again.

  private void runAgain(long then) {
    List<Prediction.Heard> late = new ArrayList<>();
    List<World.PastTick> again = new ArrayList<>();
    for (OwnTick past : ticks) {
      if (past.tick() <= then) {
        late.addAll(toHearAgain(past.heard(), true));
      } else {
        List<Prediction.Heard> heard = new ArrayList<>(late);
        late.clear();
        heard.addAll(toHearAgain(past.heard(), false));
        again.add(new World.PastTick(past.tick(), heard, () -> captured(past)));
      }
    }
    if (!late.isEmpty()) {
      again.add(new World.PastTick(world.tick() - 1, late, () -> {}));
    }
    world.predictAgain(prediction, again);
  }

  private void captured(OwnTick past) {
    past.state().clear();
    past.state().putAll(capture());
  }

  /// Without what the server has taken by now.
  ///
  /// @param sentOnly whether only what this client sent
  private List<Prediction.Heard> toHearAgain(List<Prediction.Heard> heard, boolean sentOnly) {
    List<Prediction.Heard> kept = new ArrayList<>();
    for (Prediction.Heard one : heard) {
      boolean isSent = one.message().senderClient() != 0;
      if (isSent ? one.message().sequence() > confirmedMessage : !sentOnly) {
        kept.add(one);
      }
    }
    return kept;
  }
}
