package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.RecordFile;
import dev.vivarium.engine.store.RecordReader;
import dev.vivarium.engine.tick.NanoClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final SchemaName DROP = new SchemaName(Pond.NAME, "Drop");
  private static final WorldOptions OPTIONS = WorldOptions.DEFAULT.withSeed(7);
  private static final HistoryLimits LIMITS = new HistoryLimits(64L << 20, 100_000, 50);

  @TempDir Path folder;

  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text);
  }

  /// A world's life with edits and swaps in it.
  ///
  /// @return the state's hash at each tick, taken when the tick was about to run
  private static List<Long> live(World world) throws Exception {
    List<Long> hashes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      hashes.add(world.stateHash());
      if (i == 60 || i == 333) {
        world.execute(new WorldCommand.Spawn(Map.of(DROP, json("{\"age\": %d}".formatted(i)))));
      }
      if (i == 130) {
        world.swap(
            List.of(
                new PluginSwap.Replacement(
                    Pond.Version.FIRST.withStep(3).module(ExecutionMode.COMPILED), Set.of())));
      }
      world.tickOnce();
    }
    hashes.add(world.stateHash());
    return hashes;
  }

  private static long hashAt(History history, long tick) throws Exception {
    try (World then = history.visit(tick, 0, t -> true)) {
      assertEquals(tick, then.tick());
      return then.stateHash();
    }
  }

  @Test
  void aWorldThatIsKeptGoesOnAsOneThatIsNot() throws Exception {
    List<Long> alone;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      alone = live(world);
    }
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History _ = History.of(world, LIMITS)) {
      assertEquals(alone, live(world));
    }
  }

  @Test
  void everyTickCanBeVisitedAndVisitingChangesNothing() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      List<Long> hashes = live(world);
      long now = world.stateHash();
      for (int tick : new int[] {0, 1, 59, 60, 61, 129, 130, 131, 250, 333, 334, 399, 400}) {
        assertEquals(hashes.get(tick), hashAt(history, tick), "tick " + tick);
      }
      assertEquals(now, world.stateHash());
      world.tickOnce();
      assertEquals(401, history.span().lastTick());
    }
  }

  @Test
  void aModuleIsKeptOnceHoweverOftenItIsBroughtIn() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      for (int i = 0; i < 3; i++) {
        Pond.tick(world, 10);
        world.swap(
            List.of(
                new PluginSwap.Replacement(
                    Pond.Version.FIRST.module(ExecutionMode.COMPILED), Set.of())));
      }
      Pond.tick(world, 1);
      assertEquals(1, history.cut().modules().size());
    }
  }

  @Test
  void runningOnFromATickIsAsRunningStraightOn() throws Exception {
    long straight;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      Pond.tick(world, 170);
      straight = world.stateHash();
    }
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      Pond.tick(world, 110);
      world.execute(new WorldCommand.Spawn(Map.of(DROP, json("{\"age\": 5}"))));
      Pond.tick(world, 90);
      try (World then = history.visit(105, 0, t -> true);
          World on = new World(OPTIONS)) {
        on.restore(then.image(null), then.plugins().modules());
        Pond.tick(on, 65);
        assertEquals(straight, on.stateHash());
      }
    }
  }

  @Test
  void theTracerOfAVisitHoldsTheMessagesOfTheTicksBefore() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      Pond.tick(world, 160);
      try (World then = history.visit(150, 60, t -> true)) {
        long first = then.trace().since(0, 1).getFirst().tick();
        assertTrue(first <= 90, "the first is of tick " + first);
      }
    }
  }

  @Test
  void keepsNoMoreThanItsLimits() throws Exception {
    HistoryLimits few = new HistoryLimits(1L << 30, 100, 10);
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, few)) {
      Pond.tick(world, 500);
      History.Span span = history.span();
      assertTrue(span.lastTick() - span.firstTick() <= 110, span.toString());
      assertThrows(
          IllegalArgumentException.class,
          () -> history.visit(span.firstTick() - 1, 0, t -> true).close());
      assertEquals(world.stateHash(), hashAt(history, 500));
    }
    HistoryLimits small = new HistoryLimits(250_000, 100_000, 10);
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, small)) {
      Pond.tick(world, 300);
      history.awaitCompacted();
      assertTrue(history.span().keyframes() < 31, history.span().toString());
      assertEquals(world.stateHash(), hashAt(history, 300));
    }
  }

  @Test
  void aVisitCanBeGivenUp() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      Pond.tick(world, 60);
      assertThrows(CancellationException.class, () -> history.visit(45, 0, t -> t < 20).close());
    }
  }

  @Test
  void whatIsWrittenIsReplayedAndReadBack() throws Exception {
    Path file = folder.resolve("kept.recording");
    List<Long> hashes;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      hashes = live(world);
      history.cut().write(file);
    }
    Replayer.Result result = replayed(file);
    assertEquals(hashes.getLast(), result.stateHash());
    assertEquals(2, result.hashes());
    assertEquals(OptionalLong.empty(), result.firstDifference());
    try (History read = History.read(file, OPTIONS, LIMITS)) {
      Path again = folder.resolve("again.recording");
      read.cut().write(again);
      assertEquals(2, replayed(again).hashes());
      assertEquals(new History.Span(0, 400, 1, read.span().bytes()), read.span());
      assertEquals(hashes.get(399), hashAt(read, 399));
      assertTrue(read.span().keyframes() > 3, "a visit leaves images behind it");
      assertEquals(hashes.get(390), hashAt(read, 390));
      assertEquals(hashes.get(60), hashAt(read, 60));
      assertEquals(
          List.of("spawned an entity", "pond reloaded", "spawned an entity"),
          read.marks(0, 10).stream().map(HistoryMark::text).toList());
    }
  }

  @Test
  void hashesOfWhatIsWrittenAreTheWorldsAlsoOnProbationAndAfterTheRecordingWasStopped()
      throws Exception {
    Path running = folder.resolve("running.recording");
    Path stopped = folder.resolve("stopped.recording");
    Path file = folder.resolve("other.recording");
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        History history = History.of(world, LIMITS)) {
      Pond.tick(world, 1_300);
      world.swap(
          List.of(
              new PluginSwap.Replacement(
                  Pond.Version.FIRST.withStep(3).module(ExecutionMode.COMPILED), Set.of())));
      Pond.tick(world, 20);
      history.cut().write(running);
      history.stop();
      Pond.tick(world, 20);
      history.cut().write(stopped);
    }
    for (Path written : List.of(running, stopped)) {
      Replayer.Result result = replayed(written);
      assertEquals(1_320, result.endTick());
      assertEquals(4, result.hashes());
      assertEquals(OptionalLong.empty(), result.firstDifference());
    }
    assertEquals(-1, Files.mismatch(running, stopped));
    changeTheLastHash(running, file);
    assertEquals(OptionalLong.of(1_320), replayed(file).firstDifference());
  }

  private static Replayer.Result replayed(Path file) throws Exception {
    try (Replayer replayer = new Replayer(file, OPTIONS)) {
      return replayer.run();
    }
  }

  private static void changeTheLastHash(Path from, Path to) throws Exception {
    try (RecordReader in = RecordReader.open(from, RecordingCodec.MAGIC);
        RecordFile out = RecordFile.create(to, RecordingCodec.MAGIC, OPTIONS.seed())) {
      for (Optional<RecordReader.Entry> next = in.next(); next.isPresent(); next = in.next()) {
        RecordedEntry entry = RecordingCodec.read(next.get());
        if (entry instanceof RecordedEntry.Hash(long tick, long hash) && tick == 1_320) {
          entry = new RecordedEntry.Hash(tick, hash + 1);
        }
        out.append(RecordingCodec.kind(entry), RecordingCodec.write(entry));
      }
    }
  }

  @Test
  void canBeClosedWhileATickEnds() throws Exception {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      List<History> kept = new ArrayList<>();
      world.attach(
          new WorldTap() {
            @Override
            public void tickEnded(World ticked) {
              if (ticked.tick() == 10) {
                kept.getFirst().close();
              }
            }
          });
      kept.add(History.of(world, LIMITS));
      Pond.tick(world, 60);
      assertEquals(60, world.tick());
      assertEquals(0, kept.getFirst().span().keyframes());
    }
  }

  @Test
  void readsTheEndOfARecordingThatIsTooLarge() throws Exception {
    Path file = folder.resolve("run.recording");
    long hash;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        Recorder _ = new Recorder(world, file, 10, 50)) {
      Pond.tick(world, 300);
      hash = world.stateHash();
    }
    try (History read = History.read(file, OPTIONS, new HistoryLimits(1L << 30, 60, 50));
        Watchdog _ = new Watchdog("test", NanoClock.SYSTEM)) {
      assertEquals(200, read.span().firstTick());
      assertEquals(hash, hashAt(read, 300));
    }
  }
}
