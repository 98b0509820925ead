package dev.vivarium.engine.tick;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.Projection;
import dev.vivarium.engine.tick.StructuralChange.Despawn;
import dev.vivarium.engine.tick.StructuralChange.Remove;
import dev.vivarium.engine.tick.StructuralChange.Set;
import dev.vivarium.engine.tick.StructuralChange.SetFields;
import dev.vivarium.engine.tick.StructuralChange.Spawn;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Changes of one kind, to one component, by one writer, in the order they were issued, so that the
/// store can make them in one go. Used again and again by the tick thread.
final class ChangeRun {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /// Values up to this many bytes are copied by hand; a call to copy them costs more.
  private static final int SHORT_VALUE = 16;

  private Class<? extends StructuralChange> kind = Spawn.class;
  private @Nullable ComponentType type;
  private @Nullable Projection projection;
  private short writer;
  private int stride;
  private int count;
  private long[] entities = new long[16];
  private int[] positions = new int[16];
  private boolean[] accepted = new boolean[16];
  private byte[] values = new byte[0];

  /// What could not be done, for the caller to count and to leave out of the trace.
  interface Failures {
    /// @param position of the change among all that are applied
    void failed(int position, boolean deadTarget);
  }

  /// Starts anew, for changes like this one.
  void open(StructuralChange first, short by) {
    kind = first.getClass();
    type = typeOf(first);
    projection = first instanceof SetFields part ? part.projection() : null;
    writer = by;
    count = 0;
    stride = type != null && first instanceof Set ? type.layout().sizeBytes() : 0;
  }

  private static @Nullable ComponentType typeOf(StructuralChange change) {
    return switch (change) {
      case Spawn spawn -> null;
      case Despawn despawn -> null;
      case Set set -> set.type();
      case SetFields part -> part.type();
      case Remove remove -> remove.type();
    };
  }

  int count() {
    return count;
  }

  long entity(int i) {
    return entities[i];
  }

  /// Takes in changes from a position on for as long as they are like the others and of a kind that
  /// comes in great numbers.
  ///
  /// @return the first position that was not taken
  int joinAll(@Nullable Object[] changes, short[] writers, int from, int end) {
    int at = from;
    while (at < end && (kind == Set.class || kind == Remove.class)) {
      makeRoom();
      int most = Math.min(end, at + entities.length - count);
      int next =
          kind == Set.class
              ? joinSets(changes, writers, at, most)
              : joinRemoves(changes, writers, at, most);
      count += next - at;
      at = next;
      if (next < most) {
        return next;
      }
    }
    return at;
  }

  private int joinSets(@Nullable Object[] changes, short[] writers, int from, int end) {
    ComponentType wanted = type;
    short by = writer;
    long[] targets = entities;
    int[] places = positions;
    int at = from;
    for (int to = count; at < end; at++, to++) {
      if (writers[at] != by || !(changes[at] instanceof Set set) || set.type() != wanted) {
        return at;
      }
      targets[to] = set.entity();
      places[to] = at;
      copy(set.value(), values, to * stride, stride);
    }
    return at;
  }

  private int joinRemoves(@Nullable Object[] changes, short[] writers, int from, int end) {
    ComponentType wanted = type;
    short by = writer;
    long[] targets = entities;
    int[] places = positions;
    int at = from;
    for (int to = count; at < end; at++, to++) {
      if (writers[at] != by || !(changes[at] instanceof Remove remove) || remove.type() != wanted) {
        return at;
      }
      targets[to] = remove.entity();
      places[to] = at;
    }
    return at;
  }

  private static void copy(byte[] value, byte[] to, int at, int bytes) {
    if (bytes > SHORT_VALUE || (bytes & 3) != 0) {
      System.arraycopy(value, 0, to, at, bytes);
      return;
    }
    for (int i = 0; i < bytes; i += Integer.BYTES) {
      INT.set(to, at + i, (int) INT.get(value, i));
    }
  }

  boolean takes(StructuralChange change, short by) {
    return change.getClass() == kind
        && by == writer
        && typeOf(change) == type
        && (!(change instanceof SetFields part) || part.projection() == projection);
  }

  void add(StructuralChange change, int position) {
    makeRoom();
    entities[count] = change.entity();
    positions[count] = position;
    if (change instanceof Set set) {
      copy(set.value(), values, count * stride, stride);
    }
    count++;
  }

  /// Room for at least one more; as much as there is for entities there is for values.
  private void makeRoom() {
    if (count == entities.length) {
      entities = Arrays.copyOf(entities, count * 2);
      positions = Arrays.copyOf(positions, count * 2);
      accepted = new boolean[count * 2];
    }
    if (values.length / Math.max(1, stride) < entities.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(entities.length, stride));
    }
  }

  /// Makes the changes.
  ///
  /// @param changes all that are applied; where part of a value was set, the whole that came of it
  ///   takes its place
  void apply(EntityStore store, int tick, @Nullable Object[] changes, Failures failures) {
    if (kind == Spawn.class) {
      for (int i = 0; i < count; i++) {
        store.spawn(entities[i], ((Spawn) Objects.requireNonNull(changes[positions[i]])).owner());
      }
    } else if (kind == Despawn.class) {
      despawn(store, failures);
    } else if (kind == Remove.class) {
      report(store.removeAll(entities, count, component(), accepted), store, failures);
    } else {
      if (kind == SetFields.class) {
        complete(store, changes);
      }
      set(store, tick, failures);
    }
  }

  private ComponentType component() {
    return Objects.requireNonNull(type);
  }

  private void despawn(EntityStore store, Failures failures) {
    for (int i = 0; i < count; i++) {
      boolean alive = store.isAlive(entities[i]);
      if (!alive || !store.despawn(entities[i])) {
        failures.failed(positions[i], !alive);
      }
    }
  }

  private void set(EntityStore store, int tick, Failures failures) {
    int done =
        store.setAll(
            entities,
            count,
            component(),
            MemorySegment.ofArray(values),
            0,
            stride,
            tick,
            writer,
            accepted);
    report(done, store, failures);
  }

  private void report(int done, EntityStore store, Failures failures) {
    for (int i = 0; done < count && i < count; i++) {
      if (!accepted[i]) {
        failures.failed(positions[i], !store.isAlive(entities[i]));
      }
    }
  }

  /// Puts the fields over the values that the entities have by now. No entity is in such a run
  /// twice.
  private void complete(EntityStore store, @Nullable Object[] changes) {
    stride = component().layout().sizeBytes();
    values = Arrays.copyOf(values, Math.max(values.length, Math.multiplyExact(count, stride)));
    for (int i = 0; i < count; i++) {
      SetFields part = (SetFields) Objects.requireNonNull(changes[positions[i]]);
      byte @Nullable [] before = store.get(part.entity(), part.type());
      byte[] whole = before == null ? component().layout().defaults() : before;
      part.projection()
          .toOwner(MemorySegment.ofArray(part.value()), 0, MemorySegment.ofArray(whole), 0, 1);
      System.arraycopy(whole, 0, values, i * stride, stride);
      changes[positions[i]] = new Set(part.entity(), part.type(), whole, part.cause());
    }
  }
}
