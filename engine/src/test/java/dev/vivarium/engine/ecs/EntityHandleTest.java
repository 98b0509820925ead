package dev.vivarium.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EntityHandleTest {
  @Test
  void partsComeBack() {
    long handle = EntityHandle.of(255, 0xffffff, Integer.MAX_VALUE);
    assertEquals(255, EntityHandle.authority(handle));
    assertEquals(0xffffff, EntityHandle.generation(handle));
    assertEquals(Integer.MAX_VALUE, EntityHandle.index(handle));
    assertEquals("255:2147483647.16777215", EntityHandle.toString(handle));
    assertEquals("0.1", EntityHandle.toString(EntityHandle.of(0, 1, 0)));
  }

  @Test
  void theFirstHandleIsNotNone() {
    assertNotEquals(EntityHandle.NONE, new EntityStore(0, 0).spawn(0));
  }

  @Test
  void mixingCanBeUndone() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long value = random.nextLong();
      assertEquals(value, Mix.unmix(Mix.mix(value)));
    }
  }
}
