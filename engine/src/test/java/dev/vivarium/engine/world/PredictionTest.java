package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.plugin.Prediction;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.schema.SchemaName;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client's world ahead of its server's.
class PredictionTest {
  private static final long CLIENT = 7;

  /// `drive` adds 1, and what it hears, to each row; it tells of it, spawns and sends. `echo`
  /// counts what `drive` tells; `show` does too, and predicts nothing.
  private static final WatPlugin CAR =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "components": [
                 {"name": "Pos", "fields": [{"name": "x", "type": "i32"}]},
                 {"name": "Told", "fields": [{"name": "n", "type": "i32"}]},
                 {"name": "Shown", "fields": [{"name": "n", "type": "i32"}]}],
               "messages": [
                 {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
                 {"name": "Drove", "locality": "local", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [
                 {"name": "drive", "predicted": true, "subscribes": [0], "queries": [{"terms": [
                    {"component": 0, "access": "write"}]}]},
                 {"name": "echo", "predicted": true, "side": "client", "stage": "PostUpdate",
                  "subscribes": [1], "queries": [{"terms": [{"component": 1, "access": "write"}]}]},
                 {"name": "show", "side": "client", "stage": "PostUpdate",
                  "subscribes": [0, 1], "queries": [{"terms": [{"component": 2, "access": "write"}]}]},
                 {"name": "build", "predicted": true, "stage": "PostInit"}]}
              """)
          .system(
              """
              (local.set $j (i32.const 1))
              (if (call $inbox (local.get $f)) (then
                (local.set $j (i32.add (local.get $j) (call $inbox_i32 (local.get $f) (i32.const 0))))))
              %s
              (drop (call $spawn (local.get $f)))
              (call $despawn (local.get $f) (call $id (local.get $f) (i32.const 0) (i32.const 0)))
              (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 5))
              (call $publish_i32 (local.get $f) (i32.const 1) (local.get $j))
              """
                  .formatted(addToEach("(local.get $j)")))
          .system(addToEach("(call $inbox (local.get $f))"))
          .system(addToEach("(call $inbox (local.get $f))"))
          .system("(drop (call $spawn (local.get $f)))");

  private TestWorld test;
  private Prediction prediction;

  private static String addToEach(String what) {
    return """
    (local.set $k %s)
    (block $done (loop $row
      (br_if $done (i32.ge_u (local.get $i) (call $rows (local.get $f) (i32.const 0))))
      (local.set $p (i32.add (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
        (i32.mul (local.get $i) (i32.const 4))))
      (i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (local.get $k)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $row)))
    """
        .formatted(what);
  }

  @BeforeEach
  void open() throws Exception {
    test = new TestWorld(WorldOptions.DEFAULT.withSide(Side.CLIENT));
    prediction = test.world().plugins().predict(CLIENT);
    test.add("car", CAR);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private long spawn() {
    long entity = test.world().store().spawn(PluginHost.SCENE_OWNER);
    for (String name : List.of("car/Pos", "car/Told", "car/Shown")) {
      set(entity, name, 0);
    }
    return entity;
  }

  private void set(long entity, String name, int value) {
    byte[] bytes = new byte[4];
    TestWorld.buffer(bytes).putInt(value);
    int tick = (int) test.world().tick();
    test.world().store().set(entity, test.type(name), MemorySegment.ofArray(bytes), 0, tick, 0);
  }

  private int value(long entity, String name) {
    return test.values(name).getOrDefault(entity, Integer.MIN_VALUE);
  }

  private void echo(int n) {
    Channel channel = test.world().bus().channel(new SchemaName("car", "Up")).orElseThrow();
    byte[] bytes = new byte[4];
    TestWorld.buffer(bytes).putInt(n);
    long _ = prediction.echo(channel, bytes);
  }

  private long spawnOwn() {
    long own = spawn();
    prediction.entities().add(own);
    return own;
  }

  @Test
  void onlyOwnEntitiesAreChangedAndTheRestIsLeftToTheServer() {
    long other = spawn();
    long own = spawnOwn();
    test.tick(3);
    assertEquals(3, value(own, "car/Pos"));
    assertEquals(0, value(other, "car/Pos"));
    assertEquals(2, test.values("car/Pos").size());
    assertTrue(test.world().store().isAlive(own));
    assertEquals(List.of(), test.world().bus().takeLeaving());
    assertEquals(List.of(), test.failures());
    assertFalse(
        test.events().stream()
            .anyMatch(event -> event instanceof WorldEvent.OfPlugin(PluginEvent.WriteRefused _)));
  }

  @Test
  void whatLocalMessagesTellReachesEverybodyAtFirst() {
    long own = spawnOwn();
    test.tick(3);
    assertEquals(3, value(own, "car/Told"));
    assertEquals(3, value(own, "car/Shown"));
  }

  @Test
  void aClientThatOwnsNothingPredictsNothing() {
    long other = spawn();
    echo(9);
    test.tick(2);
    prediction.entities().add(other);
    test.tick(1);
    assertEquals(1, value(other, "car/Pos"));
    assertTrue(prediction.isNeeded());
  }

  @Test
  void whatThisClientSendsIsHeardByTheServersSystemsAndWhatComesIsNot() {
    long own = spawnOwn();
    echo(10);
    Channel up = test.world().bus().channel(new SchemaName("car", "Up")).orElseThrow();
    long _ = test.world().bus().receive(0, up, 0, new byte[] {100, 0, 0, 0});
    test.tick(1);
    assertEquals(11, value(own, "car/Pos"));
    // One of the server's, and one that was told of.
    assertEquals(2, value(own, "car/Shown"));
  }

  @Test
  void ticksRunAgainFromAnotherStateWithWhatWasHeardThen() {
    long own = spawnOwn();
    List<World.PastTick> past = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      if (i == 2) {
        echo(10);
      }
      long tick = test.world().tick();
      test.tick(1);
      past.add(new World.PastTick(tick, prediction.takeHeard(), () -> {}));
    }
    assertEquals(15, value(own, "car/Pos"));
    int shown = value(own, "car/Shown");
    echo(1000);
    set(own, "car/Pos", 100);
    set(own, "car/Told", 0);
    test.world().predictAgain(prediction, past);
    assertEquals(115, value(own, "car/Pos"));
    assertEquals(5, value(own, "car/Told"));
    assertEquals(shown, value(own, "car/Shown"));
    assertEquals(List.of(), prediction.takeHeard());
    assertEquals(List.of(), test.world().bus().takeLeaving());
    test.tick(1);
    // What waited for this tick has waited.
    assertEquals(1116, value(own, "car/Pos"));
    assertEquals(shown + 1, value(own, "car/Shown"));
  }

  @Test
  void systemsOfThisSideSeeWhatWasRunAgainAsChanged() {
    long own = spawnOwn();
    test.tick(2);
    ComponentType pos = test.type("car/Pos");
    List<World.PastTick> past = List.of(new World.PastTick(0, List.of(), () -> {}));
    test.world().predictAgain(prediction, past);
    int row = test.world().store().rowOf(own);
    Column column = Objects.requireNonNull(test.world().store().tableOf(own).column(pos));
    assertEquals(test.world().tick(), column.writtenTick(row));
    assertFalse(test.world().plugins().isWrittenHere(column.writtenBy(row)));
  }

  @Test
  void withoutPredictionAServersSystemsDoNotRunOnAClient() throws Exception {
    try (TestWorld plain = new TestWorld(WorldOptions.DEFAULT.withSide(Side.CLIENT))) {
      plain.add("car", CAR).tick(1);
      assertEquals(Map.of(), plain.values("car/Pos"));
      assertEquals(2, plain.status("car").systems().size());
    }
  }

  @Test
  void theNextTickCanBeNumberedAsTheServers() {
    test.world().startAt(5_000);
    test.tick(1);
    assertEquals(5_001, test.world().tick());
  }
}
