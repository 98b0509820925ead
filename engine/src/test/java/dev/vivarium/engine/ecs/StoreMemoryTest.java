package dev.vivarium.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.Storage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreMemoryTest {
  private static final long MOST_BYTES = 64L << 20;

  /// Counted from the arrays that hold it, which a garbage collector cannot blur.
  @Test
  void aHundredThousandEntitiesOfFiveComponentsTakeAtMost64MiB() {
    EntityStore store = new EntityStore(1, 0);
    ComponentType[] types =
        IntStream.range(0, 5)
            .mapToObj(i -> store.register(Samples.schema("C" + i, Storage.TABLE, "v", "f64[3]")))
            .toArray(ComponentType[]::new);
    for (int i = 0; i < 100_000; i++) {
      long entity = store.spawn(1);
      for (ComponentType type : types) {
        store.set(entity, type, type.defaults(), 0, 1, 1);
      }
    }
    long bytes = store.reservedBytes();
    assertTrue(bytes > 100_000L * 5 * 24, "counts too little: " + bytes);
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
  }
}
