package dev.vivarium.engine.ecs;

import dev.dominion.ecs.api.Entity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The same work in Dominion.
public class DominionBenchmark extends EcsBenchmark {
  private DominionWorld world;
  private DominionWorld empty;
  private Entity[] created;
  private int[] picked;
  private ByteBuffer positions;
  private ByteBuffer velocities;

  @Setup
  public void setUp() {
    world = new DominionWorld(size);
    empty = new DominionWorld(0);
    created = new Entity[size];
    picked = picked();
    positions = ByteBuffer.allocate(size * 12).order(ByteOrder.LITTLE_ENDIAN);
    velocities = ByteBuffer.allocate(size * 12).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Benchmark
  public void iterate() {
    var found =
        world
            .dominion
            .findEntitiesWith(DominionWorld.Position.class, DominionWorld.Velocity.class)
            .iterator();
    while (found.hasNext()) {
      var row = found.next();
      row.comp1().x += row.comp2().x * DELTA;
      row.comp1().y += row.comp2().y * DELTA;
      row.comp1().z += row.comp2().z * DELTA;
    }
  }

  @Benchmark
  public void copyOut() {
    var found =
        world
            .dominion
            .findEntitiesWith(DominionWorld.Position.class, DominionWorld.Velocity.class)
            .iterator();
    int at = 0;
    while (found.hasNext()) {
      var row = found.next();
      DominionWorld.Position position = row.comp1();
      DominionWorld.Velocity velocity = row.comp2();
      positions.putFloat(at, position.x).putFloat(at + 4, position.y).putFloat(at + 8, position.z);
      velocities.putFloat(at, velocity.x).putFloat(at + 4, velocity.y).putFloat(at + 8, velocity.z);
      at += 12;
    }
  }

  @Benchmark
  public void createDestroy() {
    for (int i = 0; i < size; i++) {
      created[i] = empty.create();
    }
    for (int i = 0; i < size; i++) {
      empty.dominion.deleteEntity(created[i]);
    }
  }

  @Benchmark
  public void tags() {
    for (int i : picked) {
      world.entities[i].add(new DominionWorld.Marked());
    }
    for (int i : picked) {
      world.entities[i].removeType(DominionWorld.Marked.class);
    }
  }

  @Benchmark
  public void moves() {
    for (int i : picked) {
      world.entities[i].add(new DominionWorld.Health());
    }
    for (int i : picked) {
      world.entities[i].removeType(DominionWorld.Health.class);
    }
  }
}
