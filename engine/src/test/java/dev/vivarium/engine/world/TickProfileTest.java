package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.RowSampler;
import dev.vivarium.engine.trace.TickProfile;
import dev.vivarium.engine.trace.TickProfile.Part;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TickProfileTest {
  private static final WorldOptions OPTIONS = WorldOptions.DEFAULT.withSeed(7);

  @Test
  void everyTickHasItsPartsInOrder() {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      Pond.tick(world, 30);
      TickProfile.Frames frames = world.profile().since(19, 100);
      assertEquals(10, frames.frames().size());
      TickProfile.Frame frame = frames.frames().getFirst();
      assertEquals(20, frame.tick());
      var parts = Arrays.stream(frame.keys()).mapToObj(frames.keys()::get).toList();
      assertEquals(new TickProfile.Key(Part.INBOX, ""), parts.getFirst());
      int hear = parts.indexOf(new TickProfile.Key(Part.SYSTEM, "pond/hear"));
      int move = parts.indexOf(new TickProfile.Key(Part.SYSTEM, "pond/move"));
      assertTrue(hear > 0 && move > hear, parts.toString());
      assertEquals(new TickProfile.Key(Part.AFTER, ""), parts.getLast());
      long sum = Arrays.stream(frame.nanos()).asLongStream().sum();
      assertTrue(sum <= frame.totalNanos(), sum + " of " + frame.totalNanos());
    }
  }

  @Test
  void keepsTheNewestTicksOnly() {
    TickProfile profile = new TickProfile();
    int key = profile.key(Part.SYSTEM, "a/b");
    for (int tick = 0; tick < 20_000; tick++) {
      profile.begin(tick);
      profile.add(key, tick);
      profile.end(tick);
    }
    TickProfile.Frames frames = profile.since(-1, Integer.MAX_VALUE);
    assertEquals(8_192, frames.frames().size());
    assertEquals(19_999, frames.frames().getLast().tick());
    assertEquals(19_999, frames.frames().getLast().nanos()[0]);
  }

  @Test
  void samplingRowsChangesNothingInTheWorld() {
    long alone;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      Pond.tick(world, 300);
      alone = world.stateHash();
    }
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      RowSampler sampler = world.plugins().sampleRows();
      Pond.tick(world, 300);
      world.plugins().endSampling(sampler);
      assertEquals(alone, world.stateHash());
    }
  }
}
