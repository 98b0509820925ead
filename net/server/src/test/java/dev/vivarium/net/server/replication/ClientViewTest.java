package dev.vivarium.net.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.protocol.replication.EncodedFrame;
import dev.vivarium.net.protocol.replication.FrameDecoder;
import dev.vivarium.net.protocol.replication.FrameEncoder;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What clients are shown of a world, with and without room for all of it.
class ClientViewTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReplicationOptions ROOMY = ReplicationOptions.DEFAULT;
  private static final ReplicationOptions NARROW = ROOMY.withFrameBytes(200, 400);

  private final TestWorld world = new TestWorld();
  private final WorldReader reader = new WorldReader();
  private final FrameEncoder encoder = new FrameEncoder();

  /// A client with what it has decoded.
  private final class Watcher {
    final ClientView view;
    final FrameDecoder decoder;
    EncodedFrame last = new EncodedFrame(new byte[0], new long[0]);

    Watcher(int client, ReplicationOptions options) {
      view = new ClientView(client, options);
      decoder = new FrameDecoder(reader.epoch(world.world()).plan());
    }

    void watch(Sight sight) {
      last = view.next(encoder, sight).orElseThrow();
      decoder.decode(last.bytes());
      view.acknowledge(sight.snapshot().tick());
    }

    boolean sees(long entity) {
      return state().indexOf(entity) >= 0;
    }

    Snapshot state() {
      Snapshot newest = decoder.newest();
      if (newest == null) throw new AssertionError("nothing");
      return newest;
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private long spawn(double x, double scale, int owner) {
    Map<SchemaName, JsonNode> components = new HashMap<>();
    components.put(SchemaName.parse("vivarium/Synchronized"), json("{}"));
    components.put(SchemaName.parse("vivarium/Transform"), transform(x, scale));
    if (owner > 0) {
      components.put(SchemaName.parse("vivarium/Owner"), json("{\"client\":" + owner + "}"));
    }
    return ((CommandResult.Done) world.world().execute(new WorldCommand.Spawn(components)))
        .entity();
  }

  private static JsonNode transform(double x, double scale) {
    return json("{\"position\":[%s,0,0],\"scale\":[%s,%s,%s]}".formatted(x, scale, scale, scale));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void move(long entity, double x, double scale) {
    CommandResult result =
        world
            .world()
            .execute(
                new WorldCommand.SetComponent(
                    entity, SchemaName.parse("vivarium/Transform"), transform(x, scale)));
    assertTrue(result instanceof CommandResult.Done, result.toString());
  }

  private Sight tick() {
    world.tick(1);
    WorldEpoch epoch = reader.epoch(world.world());
    return new Sight(reader.read(world.world(), world.world().tick()), epoch.components());
  }

  private static float x(Watcher watcher, long entity) {
    byte[] row = new byte[40];
    watcher.state().copyRow(0, watcher.state().rowOf(0, entity), row, 0);
    return ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  @Test
  void whereEverythingFitsAllClientsShareOneFrame() {
    for (int i = 0; i < 50; i++) {
      spawn(i * 1_000_000.0, 0.01, i);
    }
    Watcher one = new Watcher(1, ROOMY);
    Watcher two = new Watcher(2, ROOMY);
    for (int i = 0; i < 5; i++) {
      Sight sight = tick();
      one.watch(sight);
      two.watch(sight);
      assertSame(one.last.bytes(), two.last.bytes());
      assertTrue(one.state().sameState(sight.snapshot()));
    }
  }

  @Test
  void whatHappensAllOfASuddenStillGoesToEverybodyInOneFrame() {
    Watcher one = new Watcher(1, NARROW);
    Watcher two = new Watcher(2, NARROW);
    for (int i = 0; i < 20; i++) {
      Sight quiet = tick();
      one.watch(quiet);
      two.watch(quiet);
    }
    var random = new Random(1);
    for (int i = 0; i < 100; i++) {
      spawn(random.nextDouble(100), 1, 0);
    }
    Sight sight = tick();
    one.watch(sight);
    two.watch(sight);

    assertTrue(one.last.bytes().length > 200);
    assertSame(one.last.bytes(), two.last.bytes());
    assertEquals(100, one.state().entities());
  }

  @Test
  void onlySynchronisedEntitiesAndTheirOwnersAreRead() {
    long shown = spawn(1, 1, 7);
    world
        .world()
        .execute(
            new WorldCommand.Spawn(
                Map.of(SchemaName.parse("vivarium/Transform"), transform(2, 1))));

    Snapshot snapshot = tick().snapshot();

    assertEquals(1, snapshot.entities());
    assertEquals(shown, snapshot.id(0));
    assertEquals(7, snapshot.owner(0));
  }

  @Test
  void whereNotAllFitsTheNearAndLargeComeFirstAndOwnOnesAlways() {
    long self = spawn(0, 1, 2);
    long[] others = new long[200];
    for (int i = 0; i < others.length; i++) {
      others[i] = spawn(1 + i, 1, 0);
    }
    long farOwn = spawn(1e6, 0.001, 2);
    Watcher watcher = new Watcher(2, NARROW);

    watcher.watch(tick());

    assertTrue(watcher.sees(self));
    assertTrue(watcher.sees(farOwn));
    assertTrue(watcher.sees(others[0]));
    assertFalse(watcher.sees(others[199]));
    assertTrue(watcher.last.bytes().length < 1_200, "" + watcher.last.bytes().length);
  }

  @Test
  void whatDoesNotFitAtOnceComesLaterUntilEverythingIsThereAndSharedAgain() {
    for (int i = 0; i < 200; i++) {
      spawn(1 + i, 1, 0);
    }
    Watcher narrow = new Watcher(2, NARROW);
    int most = 0;
    for (int i = 0; i < 60; i++) {
      narrow.watch(tick());
      most = Math.max(most, i < 5 ? 0 : narrow.last.bytes().length);
    }
    Sight sight = tick();
    narrow.watch(sight);
    assertTrue(narrow.state().sameState(sight.snapshot()));
    assertTrue(most < 600, "frames of " + most);

    Watcher other = new Watcher(3, NARROW);
    for (int i = 0; i < 60; i++) {
      Sight next = tick();
      narrow.watch(next);
      other.watch(next);
    }
    assertSame(narrow.last.bytes(), other.last.bytes());
  }

  @Test
  void whatAppearsTooSmallIsNotShownAndDoesNotFlicker() {
    spawn(0, 1, 2);
    long[] crowd = new long[400];
    for (int i = 0; i < crowd.length; i++) {
      crowd[i] = spawn(1 + i % 20, 1, 0);
    }
    long mote = spawn(400, 1, 0);
    Watcher watcher = new Watcher(2, NARROW);
    for (int turn = 0; turn < 600; turn++) {
      shake(crowd, turn);
      watcher.watch(tick());
    }
    assertTrue(watcher.sees(mote), "1 m at 400 m appears as 0.0025");

    move(mote, 600, 1);
    shake(crowd, 600);
    watcher.watch(tick());
    assertTrue(watcher.sees(mote), "0.0017, but it was shown already");
    move(mote, 1_100, 1);
    shake(crowd, 601);
    watcher.watch(tick());
    assertFalse(watcher.sees(mote), "0.0009");
    move(mote, 600, 1);
    for (int turn = 602; turn < 900; turn++) {
      shake(crowd, turn);
      watcher.watch(tick());
    }
    assertFalse(watcher.sees(mote), "0.0017 is not enough to come back");
  }

  /// So much moves that it never fits.
  private void shake(long[] crowd, int turn) {
    for (int i = 0; i < crowd.length; i++) {
      move(crowd[i], 1 + i % 20 + ((turn * 31 + i * 17) % 13) * 0.3, 1);
    }
  }

  @Test
  void nobodyIsForgottenHoweverMuchMoves() {
    spawn(0, 1, 2);
    long[] crowd = new long[300];
    for (int i = 0; i < crowd.length; i++) {
      crowd[i] = spawn(1 + i % 20, 1, 0);
    }
    Watcher watcher = new Watcher(2, NARROW);
    for (int turn = 0; turn < 300; turn++) {
      shake(crowd, turn);
      watcher.watch(tick());
    }
    for (long entity : crowd) {
      assertTrue(watcher.sees(entity));
    }
    float[] before = new float[crowd.length];
    for (int i = 0; i < crowd.length; i++) {
      before[i] = x(watcher, crowd[i]);
      move(crowd[i], 50 + i % 20, 1);
    }
    for (int turn = 0; turn < 100; turn++) {
      watcher.watch(tick());
    }
    for (int i = 0; i < crowd.length; i++) {
      assertEquals(50 + i % 20, x(watcher, crowd[i]), 0.01f, "was at " + before[i]);
    }
  }

  @Test
  void whatHangsOnSomethingComesWithIt() {
    spawn(0, 1, 2);
    var random = new Random(1);
    for (int i = 0; i < 300; i++) {
      spawn(random.nextDouble(100), random.nextDouble(3), 0);
    }
    long far = spawn(5_000, 1, 0);
    long hat = spawn(0, 1, 0);
    world
        .world()
        .execute(
            new WorldCommand.SetComponent(
                hat,
                SchemaName.parse("vivarium/Parent"),
                json("{\"entity\":\"" + Long.toUnsignedString(far) + "\"}")));
    Watcher watcher = new Watcher(2, NARROW);
    for (int turn = 0; turn < 3; turn++) {
      watcher.watch(tick());
    }
    assertFalse(watcher.sees(far));
    assertFalse(watcher.sees(hat), "its own position is relative to what it hangs on");
  }

  @Test
  void aViewThatBeginsAnewBeginsWithAFullFrame() {
    spawn(0, 1, 0);
    Watcher watcher = new Watcher(2, ROOMY);
    watcher.watch(tick());
    watcher.view.reset();
    watcher.watch(tick());
    assertTrue((watcher.last.bytes()[0] & 0x20) != 0);
  }

  @Test
  void schemasThatComeLaterBeginAnotherEpoch() throws Exception {
    WorldEpoch first = reader.epoch(world.world());
    world.tick(5);
    assertSame(first, reader.epoch(world.world()));

    world
        .world()
        .store()
        .register(
            ComponentSchema.of(
                SchemaName.parse("late/Comer"),
                1,
                Storage.TABLE,
                List.of(Field.of("n", "i32")),
                ""));
    WorldEpoch second = reader.epoch(world.world());

    assertNotSame(first, second);
    assertEquals(first.number() + 1, second.number());
    assertEquals(first.plan().components().size() + 1, second.plan().components().size());
  }
}
