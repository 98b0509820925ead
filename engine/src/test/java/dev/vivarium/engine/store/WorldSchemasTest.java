package dev.vivarium.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vivarium.engine.schema.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorldSchemasTest {
  private static final WorldSchemas BUILT_IN =
      new WorldSchemas(Vocabulary.components(), Vocabulary.messages());

  @Test
  void comesBackAsItWent() throws DamagedDataException {
    WorldSchemas read = WorldSchemas.read(BUILT_IN.toBytes());
    assertArrayEquals(BUILT_IN.toBytes(), read.toBytes());
    assertEquals(names(BUILT_IN), names(read));
  }

  @Test
  void everyCutIsRefused() {
    byte[] bytes = BUILT_IN.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(DamagedDataException.class, () -> WorldSchemas.read(cut));
    }
  }

  private static List<String> names(WorldSchemas schemas) {
    return Stream.concat(
            schemas.components().stream().map(c -> c.name() + " " + c.layout().sizeBytes()),
            schemas.channels().stream().map(c -> c.name() + " " + c.locality()))
        .toList();
  }
}
