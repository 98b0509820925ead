package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.store.Pieces;
import dev.vivarium.engine.store.SaveFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldImageCodecTest {
  @TempDir Path folder;

  @Test
  void aRestoredWorldGoesOnTickForTick() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST);
        World other = new World(world.options())) {
      Pond.tick(world, 100);
      assertTrue(world.store().entityCount() > 10);
      Pieces pieces = WorldImageCodec.write(world.image(null));
      other.restore(WorldImageCodec.read(pieces), world.plugins().modules());
      assertEquals(world.stateHash(), other.stateHash());
      Pond.tick(world, 300);
      Pond.tick(other, 300);
      assertEquals(world.stateHash(), other.stateHash());
    }
  }

  @Test
  void aWorldReadFromDiskGoesOnTickForTick() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST);
        World other = new World(world.options())) {
      try (SaveFolder saves = SaveFolder.open(folder)) {
        for (int i = 0; i < 10; i++) {
          Pond.tick(world, 37);
          saves.save(WorldImageCodec.write(world.image(null)));
        }
      }
      SaveFolder.Loaded loaded = SaveFolder.load(folder).orElseThrow();
      assertTrue(loaded.problems().isEmpty());
      other.restore(WorldImageCodec.read(loaded.pieces()), world.plugins().modules());
      assertEquals(world.stateHash(), other.stateHash());
      Pond.tick(world, 200);
      Pond.tick(other, 200);
      assertEquals(world.stateHash(), other.stateHash());
    }
  }
}
