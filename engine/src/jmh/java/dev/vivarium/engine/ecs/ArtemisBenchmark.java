package dev.vivarium.engine.ecs;

import com.artemis.utils.IntBag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The same work in artemis-odb.
public class ArtemisBenchmark extends EcsBenchmark {
  private ArtemisWorld artemis;
  private ArtemisWorld empty;
  private int[] created;
  private int[] picked;
  private ByteBuffer positions;
  private ByteBuffer velocities;

  @Setup
  public void setUp() {
    artemis = new ArtemisWorld(size);
    empty = new ArtemisWorld(0);
    created = new int[size];
    picked = picked();
    positions = ByteBuffer.allocate(size * 12).order(ByteOrder.LITTLE_ENDIAN);
    velocities = ByteBuffer.allocate(size * 12).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Benchmark
  public void iterate() {
    IntBag bag = artemis.all.getEntities();
    int[] ids = bag.getData();
    for (int i = 0, count = bag.size(); i < count; i++) {
      ArtemisWorld.Position position = artemis.positions.get(ids[i]);
      ArtemisWorld.Velocity velocity = artemis.velocities.get(ids[i]);
      position.x += velocity.x * DELTA;
      position.y += velocity.y * DELTA;
      position.z += velocity.z * DELTA;
    }
  }

  @Benchmark
  public void copyOut() {
    IntBag bag = artemis.all.getEntities();
    int[] ids = bag.getData();
    for (int i = 0, count = bag.size(); i < count; i++) {
      ArtemisWorld.Position position = artemis.positions.get(ids[i]);
      ArtemisWorld.Velocity velocity = artemis.velocities.get(ids[i]);
      int at = i * 12;
      positions.putFloat(at, position.x).putFloat(at + 4, position.y).putFloat(at + 8, position.z);
      velocities.putFloat(at, velocity.x).putFloat(at + 4, velocity.y).putFloat(at + 8, velocity.z);
    }
  }

  @Benchmark
  public void createDestroy() {
    for (int i = 0; i < size; i++) {
      created[i] = empty.world.create(empty.moving);
    }
    empty.world.process();
    for (int i = 0; i < size; i++) {
      empty.world.delete(created[i]);
    }
    empty.world.process();
  }

  @Benchmark
  public void tags() {
    for (int i : picked) {
      artemis.marks.create(artemis.ids[i]);
    }
    artemis.world.process();
    for (int i : picked) {
      artemis.marks.remove(artemis.ids[i]);
    }
    artemis.world.process();
  }

  @Benchmark
  public void moves() {
    for (int i : picked) {
      artemis.healths.create(artemis.ids[i]);
    }
    artemis.world.process();
    for (int i : picked) {
      artemis.healths.remove(artemis.ids[i]);
    }
    artemis.world.process();
  }
}
