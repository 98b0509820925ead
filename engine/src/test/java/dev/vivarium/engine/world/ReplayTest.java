package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.StartReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final SchemaName DROP = new SchemaName(Pond.NAME, "Drop");
  private static final WorldOptions OPTIONS = WorldOptions.DEFAULT.withSeed(7);
  private static final String TRAP_AT =
      "(if (i64.ge_u (i64.load offset=8 (local.get $f)) (i64.const %d)) (then (unreachable)))";
  private static final String HANG_AT =
      """
      (if (i64.ge_u (i64.load offset=8 (local.get $f)) (i64.const %d))
        (then (loop $forever (drop (call $entity)) (br $forever))))
      """;

  @TempDir Path folder;

  private static void swap(World world, Pond.Version version) throws Exception {
    swap(world, version.module(ExecutionMode.COMPILED));
  }

  private static void swap(World world, PluginModule module) throws Exception {
    world.swap(List.of(new PluginSwap.Replacement(module, Set.of())));
  }

  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text);
  }

  private static long anyDrop(World world) {
    for (Table table : world.store().tables()) {
      if (table.rows() > 0 && isDropThatMoves(world, table)) {
        return table.entities()[0];
      }
    }
    throw new AssertionError("no drop is left");
  }

  private static boolean isDropThatMoves(World world, Table table) {
    return table.column(world.store().type(DROP)) != null
        && table.column(world.store().type(Vocabulary.TRANSFORM.name())) != null;
  }

  private static PluginState state(World world) {
    return world.plugins().status().getFirst().state();
  }

  private Replayer.Result replay(Path file, ExecutionMode mode) throws Exception {
    try (Replayer replayer = new Replayer(file, OPTIONS.withMode(mode))) {
      assertEquals(List.of(), replayer.problems());
      return replayer.run();
    }
  }

  @Test
  void replaysEditsSwapsStopsTrapsAndRollBacks() throws Exception {
    Path file = folder.resolve("run.recording");
    Pond.Version first = Pond.Version.FIRST;
    long hash;
    try (World world = Pond.world(first, OPTIONS);
        Recorder _ = new Recorder(world, file, 10, 200)) {
      Pond.tick(world, 50);
      swap(world, first.withStep(3));
      Pond.tick(world, 200);
      world.execute(new WorldCommand.SetComponent(anyDrop(world), DROP, json("{\"size\": 0.1}")));
      world.execute(new WorldCommand.Spawn(Map.of(DROP, json("{\"age\": 5}"))));
      Pond.tick(world, 10);
      world.execute(new WorldCommand.Despawn(anyDrop(world)));
      swap(world, first.withStep(4).withMore(TRAP_AT.formatted(world.tick() + 60)));
      Pond.tick(world, 61);
      assertEquals(3, stepOf(world), "rolled back");
      Pond.tick(world, 40);
      swap(world, first.withExtra().withStep(2));
      Pond.tick(world, 130);
      world.execute(new WorldCommand.StopPlugin(Pond.NAME));
      Pond.tick(world, 20);
      assertEquals(PluginState.STOPPED, state(world));
      world.execute(new WorldCommand.StartPlugin(Pond.NAME));
      Pond.tick(world, 100);
      assertEquals(PluginState.RUNNING, state(world));
      hash = world.stateHash();
    }
    Replayer.Result result = replay(file, ExecutionMode.COMPILED);
    assertEquals(OptionalLong.empty(), result.firstDifference());
    assertEquals(hash, result.stateHash());
    assertTrue(result.hashes() > 50);
  }

  /// What undo of a deletion does: entities end with their handles held, come back, or are let go.
  @Test
  void replaysHoldingRevivingAndReleasing() throws Exception {
    Path file = folder.resolve("undo.recording");
    long hash;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        Recorder _ = new Recorder(world, file, 10, 200)) {
      Pond.tick(world, 40);
      long back = anyDrop(world);
      WorldCommand.Revived revived =
          new WorldCommand.Revived(
              back,
              world.store().owner(back),
              world.store().serial(back),
              Map.of(DROP, json("{\"size\": 0.25, \"age\": 7}")));
      done(world, new WorldCommand.Hold(back));
      long away = anyDrop(world);
      done(world, new WorldCommand.Hold(away));
      Pond.tick(world, 215); // past a keyframe, with both held
      done(world, new WorldCommand.Revive(List.of(revived)));
      assertEquals(7, age(world, back));
      Pond.tick(world, 10);
      done(world, new WorldCommand.Release(List.of(away)));
      Pond.tick(world, 60);
      hash = world.stateHash();
    }
    for (ExecutionMode mode : ExecutionMode.values()) {
      Replayer.Result result = replay(file, mode);
      assertEquals(OptionalLong.empty(), result.firstDifference());
      assertEquals(hash, result.stateHash());
    }
  }

  private static void done(World world, WorldCommand command) {
    CommandResult result = world.execute(command);
    assertTrue(result instanceof CommandResult.Done, result.toString());
  }

  private static int stepOf(World world) {
    long drop = anyDrop(world);
    int before = age(world, drop);
    world.tickOnce();
    return age(world, drop) - before;
  }

  private static int age(World world, long drop) {
    byte[] value = world.store().get(drop, world.store().type(DROP));
    return java.nio.ByteBuffer.wrap(value).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(4);
  }

  @Test
  void replaysAStopByTheHardLimitWithoutAClock() throws Exception {
    Path file = folder.resolve("hang.recording");
    Pond.Version hanging = Pond.Version.FIRST.withMore(HANG_AT.formatted(80));
    PluginModule module =
        Pond.load(
            hanging
                .source()
                .withBudget(Budget.DEFAULT.withHardLimitNanos(TimeUnit.MILLISECONDS.toNanos(30))),
            ExecutionMode.COMPILED);
    long hash;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        Recorder _ = new Recorder(world, file, 10, 1_000)) {
      Pond.tick(world, 20);
      swap(world, module);
      Pond.tick(world, 100);
      hash = world.stateHash();
    }
    Replayer.Result result = replay(file, ExecutionMode.COMPILED);
    assertEquals(OptionalLong.empty(), result.firstDifference());
    assertEquals(hash, result.stateHash());
  }

  @Test
  void replaysAStopByTheSoftLimitAfterTheRunThatBrokeIt() throws Exception {
    Path file = folder.resolve("soft.recording");
    PluginModule module =
        Pond.load(
            Pond.Version.FIRST.source().withBudget(Budget.DEFAULT.withSoftLimit(0, 5, 10)),
            ExecutionMode.COMPILED);
    long hash;
    try (World world = Pond.world(Pond.Version.FIRST.withCount(500), OPTIONS);
        Recorder _ = new Recorder(world, file, 1, 1_000)) {
      Pond.tick(world, 20);
      swap(world, module);
      world.plugins().endProbation(Pond.NAME);
      Pond.tick(world, 40);
      hash = world.stateHash();
    }
    Replayer.Result result = replay(file, ExecutionMode.COMPILED);
    assertEquals(OptionalLong.empty(), result.firstDifference());
    assertEquals(hash, result.stateHash());
  }

  @Test
  void replaysAReloadThroughThePipeline() throws Exception {
    Path file = folder.resolve("pipeline.recording");
    long hash;
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        ReloadPipeline pipeline = new ReloadPipeline(world);
        Recorder _ = new Recorder(world, file, 10, 100)) {
      Pond.tick(world, 30);
      CompletableFuture<ReloadOutcome> outcome =
          pipeline.submit(
              new ReloadRequest(Pond.Version.FIRST.withStep(9).source(), 0, 0, Set.of()));
      while (!outcome.isDone()) {
        world.tickOnce();
      }
      assertTrue(outcome.get() instanceof ReloadOutcome.Reloaded, () -> outcome.join().toString());
      Pond.tick(world, 150);
      hash = world.stateHash();
    }
    Replayer.Result result = replay(file, ExecutionMode.COMPILED);
    assertEquals(OptionalLong.empty(), result.firstDifference());
    assertEquals(hash, result.stateHash());
  }

  private static final String TALKING =
      """
      {"abi": 1,
       "messages": [{"name": "Poke", "locality": "remote", "fields": [
          {"name": "n", "type": "i32"}]}],
       "systems": [
         {"name": "poke", "side": "client"},
         {"name": "feel", "subscribes": [0]}]}
      """;

  static WatPlugin talking(String atClient) {
    return WatPlugin.describedBy(TALKING)
        .system("(call $publish_i32 (local.get $f) (i32.const 0) (i32.const 5))" + atClient)
        .system(
            """
            (i32.store (i32.const 32)
              (i32.add (i32.load (i32.const 32)) (call $inbox (local.get $f))))
            (if (call $inbox (local.get $f)) (then (drop (call $spawn (local.get $f)))))
            """);
  }

  private static PluginModule module(WatPlugin plugin) {
    return Pond.load(PluginSource.of("talk", plugin.wasm()), ExecutionMode.COMPILED);
  }

  @Test
  void replaysWhatClientHalvesSentAndRollBacksForTheirFailures() throws Exception {
    Path file = folder.resolve("client.recording");
    long hash;
    try (World world = new World(OPTIONS)) {
      world.addPlugins(List.of(module(talking(""))), StartReason.FRESH);
      assertTrue(world.client().isPresent());
      Pond.tick(world, 25);
      try (Recorder _ = new Recorder(world, file, 10, 50)) {
        Pond.tick(world, 40);
        int before = world.store().entityCount();
        swap(world, module(talking(TRAP_AT.formatted(world.client().get().tick() + 20))));
        Pond.tick(world, 60);
        assertEquals(PluginState.RUNNING, state(world), "rolled back for the client's trap");
        assertTrue(world.store().entityCount() > before);
        hash = world.stateHash();
      }
    }
    Replayer.Result result = replay(file, ExecutionMode.COMPILED);
    assertEquals(OptionalLong.empty(), result.firstDifference());
    assertEquals(hash, result.stateHash());
  }

  @Test
  void startsAtAKeyframe() throws Exception {
    Path file = folder.resolve("keyframes.recording");
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      try (Recorder _ = new Recorder(world, file, 10, 50)) {
        Pond.tick(world, 175);
      }
      try (Replayer replayer = new Replayer(file, OPTIONS)) {
        assertEquals(List.of(0L, 50L, 100L, 150L), replayer.keyframes());
        Replayer.Result result = replayer.run(120, Long.MAX_VALUE, w -> {});
        assertEquals(100, result.startTick());
        assertEquals(175, result.endTick());
        assertEquals(OptionalLong.empty(), result.firstDifference());
        assertEquals(world.stateHash(), result.stateHash());
        assertEquals(60, replayer.run(0, 60, w -> {}).endTick());
      }
    }
  }

  @Test
  void namesTheFirstTickThatDiffers() throws Exception {
    Path file = folder.resolve("differs.recording");
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      try (Recorder _ = new Recorder(world, file, 10, 1_000)) {
        Pond.tick(world, 33);
        world.store().despawn(anyDrop(world));
        Pond.tick(world, 30);
      }
    }
    assertEquals(OptionalLong.of(40), replay(file, ExecutionMode.COMPILED).firstDifference());
  }

  @Test
  void endsBeforeDamageInTheFile() throws Exception {
    Path file = folder.resolve("torn.recording");
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        Recorder _ = new Recorder(world, file, 10, 1_000)) {
      Pond.tick(world, 100);
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    try (Replayer replayer = new Replayer(file, OPTIONS)) {
      assertFalse(replayer.problems().isEmpty());
      assertEquals(OptionalLong.empty(), replayer.run().firstDifference());
    }
  }

  @Test
  void theInterpreterAgreesWithCompiledCode() throws Exception {
    Path file = folder.resolve("compiled.recording");
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS);
        Recorder _ = new Recorder(world, file, 10, 1_000)) {
      Pond.tick(world, 300);
    }
    assertEquals(OptionalLong.empty(), replay(file, ExecutionMode.INTERPRETED).firstDifference());
  }

  @Test
  void tenThousandTicksTwiceGiveTheSameHash() {
    assertEquals(hashAfter(10_000), hashAfter(10_000));
  }

  private static long hashAfter(int ticks) {
    try (World world = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      Pond.tick(world, ticks);
      return world.stateHash();
    }
  }
}
