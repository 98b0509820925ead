package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.StartReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A world coupled with clients elsewhere: what they send comes in at the end of a tick's stages,
/// and what plugins send on remote channels goes out.
class WorldLinkTest {
  private static final SchemaName UP = new SchemaName("hall", "Up");
  private static final SchemaName GOSSIP = new SchemaName("hall", "Gossip");
  private static final long CLIENT = 7;

  /// Answers each message by one on another channel, and spawns an entity for it.
  private static final WatPlugin HALL =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "messages": [
                 {"name": "Up", "locality": "remote", "maxCount": 2, "fields": [
                    {"name": "n", "type": "i32"}]},
                 {"name": "Down", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
                 {"name": "Gossip", "locality": "local", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [{"name": "answer", "subscribes": [0]}]}
              """)
          .system(
              """
              (if (call $inbox (local.get $f)) (then
                (drop (call $spawn (local.get $f)))
                (call $publish_i32 (local.get $f) (i32.const 1)
                  (call $inbox_i32 (local.get $f) (i32.const 0)))))
              """);

  @TempDir Path folder;

  /// Hands in what it is told to, and notes what leaves.
  private static final class Hatch implements WorldLink {
    private final List<byte[]> waiting = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Message> left = new ArrayList<>();
    private SchemaName channel = UP;

    @Override
    public void exchange(World world, List<Message> leaving) {
      left.addAll(leaving);
      for (byte[] payload : waiting) {
        arrivals.add(world.receive(channel, CLIENT, payload));
      }
      waiting.clear();
    }

    void send(int... numbers) {
      for (int number : numbers) {
        waiting.add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
      }
    }
  }

  private static TestWorld hall(Hatch hatch) throws Exception {
    TestWorld test = new TestWorld();
    test.add("hall", HALL);
    test.world().link(hatch);
    return test;
  }

  @Test
  void aClientsMessageIsAnsweredInTheNextTick() throws Exception {
    Hatch hatch = new Hatch();
    try (TestWorld test = hall(hatch)) {
      hatch.send(42);
      test.tick(1);
      assertEquals(List.of(Arrival.TAKEN), hatch.arrivals);
      assertEquals(List.of(), hatch.left);
      test.tick(1);
      assertEquals(1, hatch.left.size());
      assertEquals("Down", hatch.left.getFirst().channel().name().name());
      assertEquals(42, TestWorld.buffer(hatch.left.getFirst().payload()).getInt(0));
    }
  }

  @Test
  void nobodyOutsideSendsOnALocalChannelOrOneThatIsNotThere() throws Exception {
    Hatch hatch = new Hatch();
    try (TestWorld test = hall(hatch)) {
      hatch.channel = GOSSIP;
      hatch.send(1);
      test.tick(1);
      hatch.channel = new SchemaName("hall", "Nowhere");
      hatch.send(1);
      test.tick(2);
      assertEquals(List.of(Arrival.LOCAL_CHANNEL, Arrival.UNKNOWN_CHANNEL), hatch.arrivals);
      assertEquals(0, test.world().store().entityCount());
    }
  }

  @Test
  void aPayloadOfAnotherShapeIsRefused() throws Exception {
    Hatch hatch = new Hatch();
    try (TestWorld test = hall(hatch)) {
      hatch.waiting.add(new byte[3]);
      test.tick(2);
      assertEquals(List.of(Arrival.MALFORMED), hatch.arrivals);
      assertEquals(List.of(), test.failures());
    }
  }

  @Test
  void aChannelTakesNoMoreInATickThanItDeclares() throws Exception {
    Hatch hatch = new Hatch();
    try (TestWorld test = hall(hatch)) {
      hatch.send(1, 2, 3);
      test.tick(1);
      assertEquals(List.of(Arrival.TAKEN, Arrival.TAKEN, Arrival.OVER_LIMIT), hatch.arrivals);
    }
  }

  @Test
  void anUnlinkedWayCarriesNothing() throws Exception {
    Hatch hatch = new Hatch();
    try (TestWorld test = hall(hatch)) {
      test.world().unlink(hatch);
      hatch.send(1);
      test.tick(3);
      assertEquals(List.of(), hatch.arrivals);
    }
  }

  @Test
  void whatClientsSentIsReplayedInItsPlace() throws Exception {
    Path file = folder.resolve("hall.recording");
    WorldOptions options = WorldOptions.DEFAULT;
    Hatch hatch = new Hatch();
    long hash;
    try (World world = new World(options)) {
      world.addPlugins(
          List.of(Pond.load(PluginSource.of("hall", HALL.wasm()), ExecutionMode.COMPILED)),
          StartReason.FRESH);
      world.link(hatch);
      try (Recorder _ = new Recorder(world, file, 10, 50)) {
        Pond.tick(world, 5);
        world.connections(List.of(CLIENT), List.of(CLIENT), List.of());
        hatch.send(1);
        Pond.tick(world, 10);
        hatch.send(2, 3);
        Pond.tick(world, 10);
      }
      assertTrue(world.store().entityCount() > 0);
      hash = world.stateHash();
    }
    try (Replayer replayer = new Replayer(file, options)) {
      Replayer.Result result = replayer.run(0, Long.MAX_VALUE, w -> {});
      assertEquals(OptionalLong.empty(), result.firstDifference());
      assertEquals(hash, result.stateHash());
    }
  }
}
