package dev.vivarium.engine.tick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Projection;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.StructuralChange.Despawn;
import dev.vivarium.engine.tick.StructuralChange.Remove;
import dev.vivarium.engine.tick.StructuralChange.Set;
import dev.vivarium.engine.tick.StructuralChange.SetFields;
import dev.vivarium.engine.tick.StructuralChange.Spawn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Applying in runs must come to the same as applying one change after the other.
class DeferredChangesTest {
  private static final int ENTITIES = 120;

  /// A store and what came of the changes made to it.
  private static final class Side {
    final EntityStore store = new EntityStore(1, 0);
    final List<ComponentType> types = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    long dead;
    long refused;

    Side() {
      types.add(store.register(Vocabulary.PARENT));
      types.add(type("Short", Storage.TABLE, "i32"));
      types.add(type("Pair", Storage.TABLE, "i32", "i32"));
      types.add(type("Long", Storage.TABLE, "f64", "i8", "vec4"));
      types.add(type("Loose", Storage.SPARSE, "i32"));
      types.add(type("Mark", Storage.SPARSE));
      types.add(type("Only", Storage.SINGLETON, "i32"));
    }

    private ComponentType type(String name, Storage storage, String... fields) {
      List<Field> all = new ArrayList<>();
      for (String field : fields) {
        all.add(Field.of("f" + all.size(), field));
      }
      return store.register(
          ComponentSchema.of(new SchemaName("test", name), 1, storage, all, ""));
    }

    void applied(StructuralChange change, int writer) {
      String value = change instanceof Set set ? Arrays.toString(set.value()) : "";
      trace.add(change.getClass().getSimpleName() + change.entity() + value + writer);
    }

    /// What the runs are to come to.
    void applyOneByOne(StructuralChange change, int tick, int writer) {
      boolean alive = change instanceof Spawn || store.isAlive(change.entity());
      StructuralChange made = change instanceof SetFields part ? completed(part) : change;
      boolean done = alive && make(made, tick, writer);
      dead += alive ? 0 : 1;
      refused += alive && !done ? 1 : 0;
      if (done) {
        applied(made, (short) writer);
      }
    }

    private Set completed(SetFields part) {
      byte[] before = store.get(part.entity(), part.type());
      byte[] whole = before == null ? part.type().layout().defaults() : before;
      part.projection()
          .toOwner(MemorySegment.ofArray(part.value()), 0, MemorySegment.ofArray(whole), 0, 1);
      return new Set(part.entity(), part.type(), whole, part.cause());
    }

    private boolean make(StructuralChange change, int tick, int writer) {
      return switch (change) {
        case Spawn spawn -> {
          store.spawn(spawn.entity(), spawn.owner());
          yield true;
        }
        case Despawn despawn -> store.despawn(despawn.entity());
        case Set set ->
            store
                .set(
                    set.entity(), set.type(), MemorySegment.ofArray(set.value()), 0, tick, writer)
                .accepted();
        case SetFields part -> throw new IllegalStateException("was completed");
        case Remove remove -> store.remove(remove.entity(), remove.type());
      };
    }
  }

  private final Side one = new Side();
  private final Side runs = new Side();
  private final DeferredChanges deferred = new DeferredChanges();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Long> handles = new ArrayList<>();
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(11);

  /// The same change to both, each with its own types.
  private void change(int kind, long entity, int type, byte[] value, int writer, int tick) {
    deferred.add(made(runs, kind, entity, type, value), writer);
    StructuralChange change = made(one, kind, entity, type, value);
    waiting.add(() -> one.applyOneByOne(change, tick, writer));
  }

  private static StructuralChange made(Side side, int kind, long entity, int type, byte[] value) {
    ComponentType target = side.types.get(type);
    return switch (kind) {
      case 0 -> new Spawn(entity, 3, Cause.NONE_GIVEN);
      case 1 -> new Despawn(entity, Cause.NONE_GIVEN);
      case 2 -> new Set(entity, target, value.clone(), Cause.NONE_GIVEN);
      case 3 ->
          new SetFields(
              entity, target, Arrays.copyOf(value, 4), secondField(target), Cause.NONE_GIVEN);
      default -> new Remove(entity, target, Cause.NONE_GIVEN);
    };
  }

  private static Projection secondField(ComponentType pair) {
    return Projection.of(pair.layout(), Layout.of(List.of(Field.of("f1", "i32"))));
  }

  private byte[] value(int type) {
    byte[] value = new byte[runs.types.get(type).layout().sizeBytes()];
    if (type == 0) {
      MemorySegment.ofArray(value)
          .set(
              ValueLayout.JAVA_LONG_UNALIGNED, 0, random.nextInt(5) == 0 ? EntityHandle.NONE : any());
      return value;
    }
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) random.nextInt(3);
    }
    return value;
  }

  private long any() {
    return handles.get(random.nextInt(handles.size()));
  }

  private void spawn(int writer, int tick) {
    long handle = runs.store.reserve();
    assertEquals(handle, one.store.reserve());
    handles.add(handle);
    change(0, handle, 1, new byte[0], writer, tick);
  }

  /// As systems do: the same few changes in turn, for one entity after the other.
  private void interleaved(int writer, int tick) {
    int[] kinds = new int[1 + random.nextInt(4)];
    int[] types = new int[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = random.nextInt(9) == 0 ? 1 : 2 + random.nextInt(3);
      types[i] = kinds[i] == 3 ? 2 : random.nextInt(runs.types.size());
    }
    boolean spawns = random.nextInt(3) == 0;
    for (int entity = random.nextInt(60); entity >= 0; entity--) {
      if (spawns && handles.size() < 3 * ENTITIES) {
        spawn(writer, tick);
      }
      long target = spawns ? handles.getLast() : random.nextInt(30) == 0 ? 7L << 40 : any();
      for (int i = 0; i < kinds.length; i++) {
        change(kinds[i], target, types[i], value(types[i]), writer, tick);
      }
    }
  }

  private void same(int tick) {
    waiting.forEach(Runnable::run);
    waiting.clear();
    deferred.apply(runs.store, tick, runs::applied);
    assertEquals(one.trace, runs.trace);
    assertEquals(one.dead, deferred.deadTargetsTotal());
    assertEquals(one.refused, deferred.refusedTotal());
    assertEquals(one.store.entityCount(), runs.store.entityCount());
    for (long entity : handles) {
      assertEquals(one.store.isAlive(entity), runs.store.isAlive(entity));
      if (one.store.isAlive(entity)) {
        assertEquals(one.store.globalId(entity), runs.store.globalId(entity));
        assertArrayEquals(one.store.children(entity), runs.store.children(entity));
        for (int type = 0; type < one.types.size(); type++) {
          assertArrayEquals(
              one.store.get(entity, one.types.get(type)),
              runs.store.get(entity, runs.types.get(type)));
        }
      }
    }
    handles.removeIf(entity -> !runs.store.isAlive(entity));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void runsComeToTheSameAsOneAfterTheOther(int seed) {
    random.ints(seed * 100L).forEach(i -> {});
    for (int i = 0; i < ENTITIES; i++) {
      spawn(1, 0);
    }
    handles.add(runs.types.getLast().singleton());
    same(0);
    for (int tick = 1; tick < 60; tick++) {
      for (int system = random.nextInt(4); system >= 0; system--) {
        interleaved(300 + system, tick);
      }
      while (handles.size() < ENTITIES) {
        spawn(1, tick);
      }
      same(tick);
    }
  }

  @Test
  void moreKindsInTurnThanFitStillComeInOrder() {
    spawn(1, 0);
    spawn(1, 0);
    for (int i = 0; i < 500; i++) {
      change(2 + 2 * (i & 1), handles.get(i % 2), 1, value(1), 1 + i % 90, 1);
    }
    same(1);
  }

  @Test
  void aSetOfFieldsKeepsWhatAnEarlierSetOfTheStageWrote() {
    spawn(1, 0);
    long entity = handles.getFirst();
    change(2, entity, 2, new byte[] {1, 0, 0, 0, 2, 0, 0, 0}, 1, 1);
    change(3, entity, 2, new byte[] {9, 0, 0, 0}, 2, 1);
    change(3, entity, 2, new byte[] {8, 0, 0, 0}, 2, 1);
    same(1);
    assertArrayEquals(
        new byte[] {1, 0, 0, 0, 8, 0, 0, 0}, runs.store.get(entity, runs.types.get(2)));
  }
}
