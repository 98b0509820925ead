package dev.vivarium.workbench.bench;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import java.util.List;

/// Heap of 100,000 entities with five components of 24 bytes, beyond an empty world.
final class HeapBenchmark implements Benchmark {
  private static final int ENTITIES = 100_000;
  private static final int COMPONENTS = 5;
  private static final double MEGABYTES_MAX = 64;

  @Override
  public String name() {
    return "heap";
  }

  @Override
  public String description() {
    return "heap of %,d entities with %d components of 24 bytes".formatted(ENTITIES, COMPONENTS);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    try (World world = new World(WorldOptions.DEFAULT)) {
      long before = usedBytes();
      fill(world.store());
      long used = usedBytes() - before;
      if (world.store().entityCount() < ENTITIES) {
        throw new IllegalStateException("the entities are gone");
      }
      return List.of(
          Measurement.atMost(name(), "beyond an empty world", used / 1e6, "MB", MEGABYTES_MAX));
    }
  }

  private static void fill(EntityStore store) {
    ComponentType[] types = new ComponentType[COMPONENTS];
    for (int i = 0; i < COMPONENTS; i++) {
      types[i] =
          store.register(
              ComponentSchema.of(
                  new SchemaName("bench", "C" + i),
                  1,
                  Storage.TABLE,
                  List.of(Field.of("a", "vec3"), Field.of("b", "vec3")),
                  ""));
    }
    Table table = store.table(types);
    for (int i = 0; i < ENTITIES; i++) {
      store.spawn(1, table, 0, 0);
    }
  }

  private static long usedBytes() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
