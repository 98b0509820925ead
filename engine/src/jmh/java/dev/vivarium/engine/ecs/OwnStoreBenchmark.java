package dev.vivarium.engine.ecs;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.tick.DeferredChanges;
import dev.vivarium.engine.tick.StructuralChange;
import dev.vivarium.engine.trace.TraceRing;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// This store.
public class OwnStoreBenchmark extends EcsBenchmark {
  private OwnWorld world;
  private OwnWorld empty;
  private long[] created;
  private int[] picked;
  private long[] chosen;
  private MemorySegment values;
  private boolean[] done;
  private DeferredChanges deferred;
  private TraceRing trace;
  private List<StructuralChange> sets;
  private List<StructuralChange> removes;
  private List<StructuralChange> inTurn;
  private MemorySegment positions;
  private MemorySegment velocities;

  @Setup
  public void setUp() {
    world = new OwnWorld(size);
    empty = new OwnWorld(0);
    created = new long[size];
    picked = picked();
    chosen = new long[picked.length];
    for (int i = 0; i < picked.length; i++) {
      chosen[i] = world.ids[picked[i]];
    }
    values = MemorySegment.ofArray(new byte[4 * picked.length]);
    done = new boolean[picked.length];
    deferred = new DeferredChanges();
    trace = new TraceRing(TraceRing.DEFAULT_ENTRIES);
    sets = new ArrayList<>();
    removes = new ArrayList<>();
    inTurn = new ArrayList<>();
    for (long entity : chosen) {
      sets.add(new StructuralChange.Set(entity, world.health, new byte[4], Cause.NONE_GIVEN));
      removes.add(new StructuralChange.Remove(entity, world.health, Cause.NONE_GIVEN));
      inTurn.add(sets.getLast());
      inTurn.add(removes.getLast());
    }
    positions = MemorySegment.ofArray(new byte[size * 12]);
    velocities = MemorySegment.ofArray(new byte[size * 12]);
  }

  @Benchmark
  public void iterate() {
    for (Table table : world.all.tables()) {
      float[] position = ((FloatColumn) table.column(world.position)).values();
      float[] velocity = ((FloatColumn) table.column(world.velocity)).values();
      int floats = table.rows() * 3;
      for (int i = 0; i < floats; i++) {
        position[i] += velocity[i] * DELTA;
      }
    }
  }

  @Benchmark
  public void copyOut() {
    long at = 0;
    for (Table table : world.all.tables()) {
      long bytes = table.rows() * 12L;
      MemorySegment.copy(table.column(world.position).segment(), 0, positions, at, bytes);
      MemorySegment.copy(table.column(world.velocity).segment(), 0, velocities, at, bytes);
      at += bytes;
    }
  }

  /// With all components at once, as a scene or prefab does.
  @Benchmark
  public void createDestroy() {
    for (int i = 0; i < size; i++) {
      created[i] = empty.store.spawn(1, empty.moving, 1, 1);
    }
    for (int i = 0; i < size; i++) {
      empty.store.despawn(created[i]);
    }
  }

  /// One command after the other, as a plugin does.
  @Benchmark
  public void createDestroyByCommands() {
    for (int i = 0; i < size; i++) {
      long entity = empty.store.reserve();
      empty.store.spawn(entity, 1);
      empty.store.set(entity, empty.position, empty.zero, 0, 1, 1);
      empty.store.set(entity, empty.velocity, empty.speed, 0, 1, 1);
      created[i] = entity;
    }
    for (int i = 0; i < size; i++) {
      empty.store.despawn(created[i]);
    }
  }

  @Benchmark
  public void tags() {
    for (int i : picked) {
      world.store.set(world.ids[i], world.marked, world.zero, 0, 1, 1);
    }
    for (int i : picked) {
      world.store.remove(world.ids[i], world.marked);
    }
  }

  /// As the end of a stage applies a run of the same command.
  @Benchmark
  public void moves() {
    world.store.setAll(chosen, chosen.length, world.health, values, 0, 4, 1, 1, done);
    world.store.removeAll(chosen, chosen.length, world.health, done);
  }

  /// The live path: what a system asked for, put off to the end of its stage and applied there, with
  /// the tracer on.
  @Benchmark
  public void movesLive() {
    deferred.addAll(sets, 257);
    deferred.apply(world.store, 1, trace::applied);
    deferred.addAll(removes, 257);
    deferred.apply(world.store, 1, trace::applied);
  }

  /// The same, set and removed in turn for one entity after the other.
  @Benchmark
  public void movesLiveInTurn() {
    deferred.addAll(inTurn, 257);
    deferred.apply(world.store, 1, trace::applied);
  }

  @Benchmark
  public void movesOneByOne() {
    for (int i : picked) {
      world.store.set(world.ids[i], world.health, world.zero, 0, 1, 1);
    }
    for (int i : picked) {
      world.store.remove(world.ids[i], world.health);
    }
  }
}
