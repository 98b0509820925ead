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
  private int writer;
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
  void open(StructuralChange first, int by) {
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

  /// Takes a change in if it is like the others and of a kind that comes in great numbers.
  boolean join(StructuralChange change, int by, int position) {
    if (change instanceof Set set) {
      return kind == Set.class && set.type() == type && by == writer && add(set, position);
    }
    if (change instanceof Remove remove) {
      return kind == Remove.class
          && remove.type() == type
          && by == writer
          && add(remove.entity(), position);
    }
    return false;
  }

  boolean takes(StructuralChange change, int by) {
    return change.getClass() == kind
        && by == writer
        && typeOf(change) == type
        && (!(change instanceof SetFields part) || part.projection() == projection);
  }

  void add(StructuralChange change, int position) {
    if (change instanceof Set set) {
      add(set, position);
    } else {
      add(change.entity(), position);
    }
  }

  private boolean add(Set set, int position) {
    add(set.entity(), position);
    byte[] value = set.value();
    int at = (count - 1) * stride;
    if (stride > SHORT_VALUE || (stride & 3) != 0) {
      System.arraycopy(value, 0, values, at, stride);
      return true;
    }
    for (int i = 0; i < stride; i += Integer.BYTES) {
      INT.set(values, at + i, (int) INT.get(value, i));
    }
    return true;
  }

  private boolean add(long entity, int position) {
    int at = count;
    if (at == entities.length || values.length < (at + 1) * stride) {
      grow();
    }
    entities[at] = entity;
    positions[at] = position;
    count = at + 1;
    return true;
  }

  private void grow() {
    int capacity = count == entities.length ? count * 2 : entities.length;
    entities = Arrays.copyOf(entities, capacity);
    positions = Arrays.copyOf(positions, capacity);
    accepted = new boolean[capacity];
    values = Arrays.copyOf(values, Math.multiplyExact(capacity, stride));
  }

  /// Makes the changes.
  ///
  /// @param changes all that are applied; where part of a value was set, the whole that came of it
  ///   takes its place
  void apply(EntityStore store, int tick, StructuralChange[] changes, Failures failures) {
    if (kind == Spawn.class) {
      for (int i = 0; i < count; i++) {
        store.spawn(entities[i], ((Spawn) changes[positions[i]]).owner());
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
  private void complete(EntityStore store, StructuralChange[] changes) {
    stride = component().layout().sizeBytes();
    values = Arrays.copyOf(values, Math.max(values.length, Math.multiplyExact(count, stride)));
    for (int i = 0; i < count; i++) {
      SetFields part = (SetFields) changes[positions[i]];
      byte @Nullable [] before = store.get(part.entity(), part.type());
      byte[] whole = before == null ? component().layout().defaults() : before;
      part.projection()
          .toOwner(MemorySegment.ofArray(part.value()), 0, MemorySegment.ofArray(whole), 0, 1);
      System.arraycopy(whole, 0, values, i * stride, stride);
      changes[positions[i]] = new Set(part.entity(), part.type(), whole, part.cause());
    }
  }
}
