package dev.vivarium.net.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.protocol.link.LinkConditions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Worlds that change at random, seen over links that delay, lose, double and reorder. When they
/// have come to rest, the client's world holds what the server's does, entity for entity.
///
/// `-Dvivarium.replica.seeds=N` runs N of them, `-Dvivarium.replica.seed=S` the one that failed.
class ReplicaSimulationTest {
  private static final int SEEDS = Integer.getInteger("vivarium.replica.seeds", 20);
  private static final long FIRST = Long.getLong("vivarium.replica.first", 1);
  private static final SchemaName POS = new SchemaName("sim", "Pos");
  private static final SchemaName SPEED = new SchemaName("sim", "Speed");
  private static final SchemaName LINK = new SchemaName("sim", "Link");
  private static final SchemaName MARK = new SchemaName("sim", "Mark");
  private static final SchemaName AIM_AT = new SchemaName("sim", "Aim");
  private static final SchemaName KICK = new SchemaName("sim", "Kick");
  private static final SchemaName TRANSFORM = Vocabulary.TRANSFORM.name();
  private static final SchemaName PARENT = Vocabulary.PARENT.name();
  private static final SchemaName OWNER = Vocabulary.OWNER.name();
  private static final int TURNS = 60;
  private static final int SETTLE_TICKS = 60;

  private static final String DESCRIPTOR =
      """
      {"abi": 1,
       "components": [
         {"name": "Pos", "fields": [{"name": "x", "type": "i32"}]},
         {"name": "Speed", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Link", "fields": [{"name": "to", "type": "entity"}]},
         {"name": "Mark", "storage": "sparse", "fields": []},
         {"name": "Aim", "version": VERSION, "fields": [{"name": "n", "type": "i32"}EXTRA]},
         {"use": "vivarium/Owner", "fields": [{"name": "client", "type": "u64"}]}],
       "messages": [
         {"name": "Kick", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]}],
       "systems": [
         {"name": "drive", "predicted": true, "subscribes": [0], "queries": [{"terms": [
            {"component": 0, "access": "write"}, {"component": 1, "access": "read"}]}]},
         {"name": "aim", "side": "client", "queries": [{"terms": [
            {"component": 4, "access": "write"}, {"component": 5, "access": "read"},
            {"component": 1, "access": "read"}]}]}]}
      """;

  /// Now and then adds a row's Speed to its Aim, where this client owns it. Rows of Aim have STRIDE
  /// bytes; only those of the first chunk are looked at.
  private static final String AIM =
      """
      (if (i32.and
            (i64.eqz (i64.and (i64.load offset=8 (local.get $f)) (i64.const 3)))
            (call $chunks (local.get $f) (i32.const 0)))
        (then
          (block $done (loop $row
            (br_if $done (i32.ge_u (local.get $i)
              (call $chunk_rows (local.get $f) (i32.const 0) (i32.const 0))))
            (if (i64.eq (i64.const CLIENT) (i64.load
                  (i32.add (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 1))
                    (i32.mul (local.get $i) (i32.const 8)))))
              (then
                (local.set $p
                  (i32.add (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
                    (i32.mul (local.get $i) (i32.const STRIDE))))
                (i32.store (local.get $p) (i32.add (i32.load (local.get $p))
                  (i32.load (i32.add
                    (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 2))
                    (i32.mul (local.get $i) (i32.const 4))))))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $row)))))
      """;

  /// Each has another layout than the one before.
  private static final List<PluginSource> VERSIONS = List.of(version(1), version(2), version(3));

  private static final List<PluginModule> MODULES = new ArrayList<>();

  private static PluginSource version(int number) {
    boolean wide = number == 2;
    String descriptor =
        DESCRIPTOR
            .replace("VERSION", Integer.toString(number))
            .replace("EXTRA", wide ? ", {\"name\": \"m\", \"type\": \"i32\"}" : "");
    String aim =
        AIM.replace("STRIDE", wide ? "8" : "4").replace("CLIENT", Integer.toString(Pair.CLIENT));
    return PluginSource.of(
        "sim", WatPlugin.describedBy(descriptor).system(ReplicaTest.DRIVE).system(aim).wasm());
  }

  @Test
  void nothingIsLostDoubledOrStuck() throws Exception {
    try (TestWorld compiler = new TestWorld()) {
      for (PluginSource version : VERSIONS) {
        MODULES.add(compiler.load(version));
      }
    }
    Long only = Long.getLong("vivarium.replica.seed");
    for (long seed = FIRST; only == null && seed < FIRST + SEEDS; seed++) {
      run(seed);
    }
    if (only != null) {
      run(only);
    }
  }

  private static LinkConditions reliable(Random random) {
    return LinkConditions.inOrder(
        random.nextLong(4 * Pair.TICK_NANOS),
        random.nextLong(2 * Pair.TICK_NANOS),
        0.05 * random.nextDouble());
  }

  private static LinkConditions lossy(Random random) {
    return new LinkConditions(
        random.nextLong(4 * Pair.TICK_NANOS),
        random.nextLong(3 * Pair.TICK_NANOS),
        0.3 * random.nextDouble(),
        0.2 * random.nextDouble(),
        0.3 * random.nextDouble(),
        false);
  }

  private static void run(long seed) throws Exception {
    Random random = new Random(seed);
    // Every other one over one link for all, as over WebSocket.
    @Nullable LinkConditions frames = seed % 2 == 0 ? lossy(random) : null;
    try (Pair pair = new Pair(seed, reliable(random), frames)) {
      pair.add(MODULES.getFirst()).join();
      Simulation simulation = new Simulation(random, pair);
      pair.run(random.nextInt(20));
      for (int turn = 0; turn < TURNS; turn++) {
        simulation.act();
        pair.run(1 + random.nextInt(2));
      }
      simulation.rest();
      pair.run(SETTLE_TICKS);
      check(seed, pair);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void check(long seed, Pair pair) {
    long[] ends = ReplicaTest.entitiesWith(pair.server.world(), Vocabulary.SYNCHRONIZED.name());
    long[] seen = ReplicaTest.entitiesWith(pair.client(), Vocabulary.SYNCHRONIZED.name());
    assertEquals(ends.length, seen.length, "entities, seed " + seed);
    Set<Long> locals = new HashSet<>();
    for (long end : ends) {
      locals.add(pair.replica.toLocal(end));
    }
    assertEquals(ends.length, locals.size(), "doubled, seed " + seed);
    assertEquals("", pair.difference(), "state, seed " + seed);
    assertEquals(pair.serverHash(), pair.clientHash(), "state, seed " + seed);
    assertEquals(List.of(), pair.server.failures());
  }

  /// What happens, drawn from one seed.
  private static final class Simulation {
    private final Random random;
    private final Pair pair;
    private final List<Long> alive = new ArrayList<>();
    private int version;

    Simulation(Random random, Pair pair) {
      this.random = random;
      this.pair = pair;
    }

    void act() throws Exception {
      alive.removeIf(entity -> !pair.server.world().store().isAlive(entity));
      if (version + 1 < MODULES.size() && random.nextInt(40) == 0) {
        pair.reload(MODULES.get(++version));
      }
      switch (random.nextInt(11)) {
        case 0, 1 -> spawn();
        case 2 -> any(entity -> pair.does(new WorldCommand.Despawn(entity)));
        case 3 -> any(entity -> pair.set(entity, TRANSFORM, transform()));
        case 4 -> any(entity -> pair.set(entity, POS, x()));
        case 5 ->
            any(entity ->
                any(other -> pair.set(entity, LINK, "{\"to\": \"%d\"}".formatted(other))));
        case 6 -> any(this::mark);
        case 7 -> any(this::hang);
        case 8 -> any(entity -> pair.set(entity, OWNER, owner()));
        case 9 -> kick();
        default -> endAtClient();
      }
    }

    private interface Act {
      void on(long entity);
    }

    private void any(Act act) {
      if (!alive.isEmpty()) {
        act.on(alive.get(random.nextInt(alive.size())));
      }
    }

    private void spawn() {
      alive.add(
          pair.spawn(Map.of(POS, x(), SPEED, "{\"n\": 1}", AIM_AT, "{}", TRANSFORM, transform())));
      if (random.nextBoolean()) {
        pair.set(alive.getLast(), OWNER, owner());
      }
    }

    private String x() {
      return "{\"x\": %d}".formatted(random.nextInt(1000));
    }

    private String transform() {
      return "{\"position\": [%d.3, %d.1, 0]}".formatted(random.nextInt(100), random.nextInt(9));
    }

    private String owner() {
      return "{\"client\": %d}".formatted(random.nextBoolean() ? Pair.CLIENT : 99);
    }

    private void mark(long entity) {
      if (Pair.has(pair.server.world(), entity, MARK)) {
        pair.does(new WorldCommand.RemoveComponent(entity, MARK));
      } else {
        pair.set(entity, MARK, "{}");
      }
    }

    /// Where it would make a circle, it is refused.
    private void hang(long entity) {
      if (Pair.has(pair.server.world(), entity, PARENT)) {
        pair.does(new WorldCommand.RemoveComponent(entity, PARENT));
      } else {
        any(other ->
            pair.server
                .world()
                .execute(
                    new WorldCommand.SetComponent(
                        entity, PARENT, Pair.json("{\"entity\": \"%d\"}".formatted(other)))));
      }
    }

    private void kick() {
      boolean _ = pair.replica.send(KICK, new byte[] {(byte) random.nextInt(100), 0, 0, 0});
    }

    private void endAtClient() {
      any(entity -> {
        long local = pair.replica.toLocal(entity);
        if (local != 0) {
          boolean _ = pair.client().store().despawn(local);
        }
      });
    }

    void rest() {
      alive.removeIf(entity -> !pair.server.world().store().isAlive(entity));
      alive.forEach(entity -> pair.set(entity, SPEED, "{\"n\": 0}"));
    }
  }
}
