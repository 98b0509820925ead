package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.ContentFolder;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.SaveFolder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldSaverTest {
  private static final long INTERVAL_NANOS = 1_000;
  private static final int LOOKS = 30_000;

  @TempDir Path folder;

  private final AtomicLong nanos = new AtomicLong();

  private WorldSaver saver(World world, Runnable beforeWriting) throws IOException {
    WorldSaver saver =
        new WorldSaver(
            world,
            SaveFolder.open(folder),
            new ContentFolder(folder.resolve("modules"), ".wasm"),
            INTERVAL_NANOS,
            () -> {
              beforeWriting.run();
              return Map.of();
            });
    world.attach(saver);
    return saver;
  }

  /// A world whose saver, and nothing else, goes by a clock set by hand.
  private World worldWithClock() {
    return Pond.world(Pond.Version.FIRST, WorldOptions.DEFAULT.withSeed(7).withClock(nanos::get));
  }

  private SavedWorld load() throws IOException {
    return SavedWorld.load(folder).orElseThrow();
  }

  @Test
  void takesOneImageAnInterval() throws IOException {
    AtomicLong images = new AtomicLong();
    try (World world = worldWithClock()) {
      WorldSaver saver = saver(world, images::incrementAndGet);
      Pond.tick(world, 10);
      assertEquals(0, images.get());
      nanos.addAndGet(INTERVAL_NANOS);
      Pond.tick(world, 10);
      saver.close();
      assertEquals(1, images.get());
      assertEquals(11, load().image().tick());
    }
  }

  @Test
  void savesWhatIsEditedWhileTheWorldStandsStill() throws Exception {
    AtomicLong images = new AtomicLong();
    try (World world = worldWithClock()) {
      Pond.tick(world, 5);
      long entity = saved(world.store());
      WorldSaver saver = saver(world, images::incrementAndGet);
      CountDownLatch[] written = {new CountDownLatch(0)};
      world.listen(event -> {
        if (event instanceof WorldEvent.Saved) {
          written[0].countDown();
        }
      });
      for (int edit = 1; edit <= 3; edit++) {
        written[0] = new CountDownLatch(1);
        nanos.addAndGet(INTERVAL_NANOS);
        var done = world.submit(named(entity, "edit " + edit));
        world.idle();
        assertInstanceOf(CommandResult.Done.class, done.get());
        // As the loop does: the save before may not have ended when the edit came.
        for (int look = 0; look < LOOKS && !written[0].await(1, TimeUnit.MILLISECONDS); look++) {
          world.idle();
        }
        assertEquals(0, written[0].getCount(), "edit " + edit + " is not saved");
        assertEquals(edit, images.get());
      }
      nanos.addAndGet(INTERVAL_NANOS);
      world.idle();
      assertEquals(3, images.get(), "saved though nothing was edited");
      saver.close();
      try (World other = new World(world.options())) {
        other.restore(load().image(), world.plugins().modules());
        assertEquals(world.stateHash(), other.stateHash());
      }
    }
  }

  private static WorldCommand named(long entity, String name) {
    return new WorldCommand.SetComponent(
        entity, Vocabulary.NAME.name(), JsonNodeFactory.instance.objectNode().put("value", name));
  }

  @Test
  void aSlowDiskStopsNoTick() throws Exception {
    CountDownLatch diskIsBack = new CountDownLatch(1);
    AtomicLong images = new AtomicLong();
    List<WorldEvent> events = new ArrayList<>();
    try (World world = worldWithClock()) {
      WorldSaver saver = saver(world, images::incrementAndGet);
      world.listen(event -> {
        if (event instanceof WorldEvent.Saved) {
          events.add(event);
          await(diskIsBack);
        }
      });
      for (int i = 0; i < 50; i++) {
        nanos.addAndGet(INTERVAL_NANOS);
        world.tickOnce();
      }
      assertEquals(50, world.tick());
      assertEquals(1, images.get());
      diskIsBack.countDown();
      saver.save().get();
      saver.close();
      assertEquals(2, events.size());
      assertEquals(50, load().image().tick());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void leavesOutEntitiesThatAreNotSavedAndTellsPluginsSo() throws Exception {
    long root;
    long child;
    long temporary;
    try (World world = worldWithClock()) {
      Pond.tick(world, 5);
      EntityStore store = world.store();
      temporary = store.spawn(PluginHost.SCENE_OWNER);
      root = saved(store);
      child = saved(store);
      hang(store, child, temporary);
      hang(store, temporary, root);
      WorldSaver saver = saver(world, () -> {});
      saver.save().get();
      saver.close();
      SavedWorld loaded = load();
      assertEquals(1, loaded.leftOut());
      assertEquals(2, loaded.image().plugins().getFirst().pendingStart());
      try (World other = new World(world.options())) {
        other.restore(loaded.image(), world.plugins().modules());
        EntityStore restored = other.store();
        assertEquals(store.entityCount() - 1, restored.entityCount());
        assertTrue(restored.isAlive(root) && restored.isAlive(child));
        assertFalse(restored.isAlive(temporary));
        assertFalse(restored.has(child, restored.type(Vocabulary.PARENT.name())));
        long next = restored.spawn(PluginHost.SCENE_OWNER);
        assertEquals(EntityHandle.index(temporary), EntityHandle.index(next));
        assertTrue(next != temporary, "a handle came back");
        Pond.tick(other, 20);
      }
    }
  }

  private static long saved(EntityStore store) {
    long entity = store.spawn(PluginHost.SCENE_OWNER);
    store.set(
        entity, store.type(Vocabulary.SAVED.name()), MemorySegment.ofArray(new byte[0]), 0, 0, 0);
    return entity;
  }

  private static void hang(EntityStore store, long child, long parent) {
    MemorySegment value = MemorySegment.ofArray(new long[] {parent});
    store.set(child, store.type(Vocabulary.PARENT.name()), value, 0, 0, 0);
  }

  @Test
  void aBitFlippedAnywhereInASavedWorldIsFound() throws Exception {
    List<Long> hashes = new ArrayList<>();
    try (World world = worldWithClock()) {
      WorldSaver saver = saver(world, () -> {});
      for (int i = 0; i < 4; i++) {
        Pond.tick(world, 10);
        saver.save().get();
        hashes.add(world.stateHash());
      }
      saver.close();
      Random random = new Random(11);
      for (String name : List.of("world-1.snapshot", "world-1.journal")) {
        Path file = folder.resolve(name);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 100; i++) {
          byte[] bad = good.clone();
          int bit = random.nextInt(bad.length * 8);
          bad[bit / 8] ^= (byte) (1 << (bit % 8));
          Files.write(file, bad);
          assertTrue(isFound(world, hashes), name + ", bit " + bit);
        }
        Files.write(file, good);
      }
    }
  }

  /// Whether the damage is either refused or named, and what is loaded all the same is a world that
  /// was saved.
  private boolean isFound(World world, List<Long> hashes) throws Exception {
    try (World other = new World(world.options())) {
      SavedWorld loaded = load();
      other.restore(loaded.image(), world.plugins().modules());
      return !loaded.problems().isEmpty() && hashes.contains(other.stateHash());
    } catch (DamagedDataException refused) {
      return true;
    }
  }
}
