package dev.vivarium.workbench.bots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.RestRequest;
import dev.vivarium.net.client.RestResponse;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.memory.MemoryCarrier;
import dev.vivarium.net.client.memory.MemoryClientAdapter;
import dev.vivarium.net.client.memory.MemoryConnection;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.BaselinePolicy;
import dev.vivarium.net.protocol.replication.ClientBaselines;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.FieldPlan;
import dev.vivarium.net.protocol.replication.FrameEncoder;
import dev.vivarium.net.protocol.replication.SnapshotBuilder;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A fleet whose server is played by the test.
class BotFleetTest {
  private static final long MS = 1_000_000;
  private static final long TICK_NANOS = 50 * MS;
  private static final long OWN = 5L << 40;

  private static final ComponentSchema PLACE = Vocabulary.TRANSFORM;
  private static final MessageSchema MOVE =
      MessageSchema.of(
          SchemaName.parse("plaza/Move"),
          1,
          Locality.REMOTE,
          10,
          1_000,
          List.of(Field.of("x", "f32").withRange(-1, 1)),
          "");
  private static final SnapshotPlan PLAN =
      new SnapshotPlan(
          1,
          List.of(
              new ComponentPlan(
                  "vivarium/Transform",
                  PLACE.layout().sizeBytes(),
                  List.of(new FieldPlan.Step(0, 1f / 512)))));
  private static final WorldHalves WORLD =
      new WorldHalves(PLAN, new WorldSchemas(List.of(PLACE), List.of(MOVE)).toBytes(), List.of());

  private final MemoryCarrier carrier = new MemoryCarrier();
  private final List<MemoryConnection> doors = new ArrayList<>();
  private final List<String> devices = new ArrayList<>();
  private long nowNanos = 1_000 * MS;
  private boolean isRefusing;

  private final ClientClock clock =
      new ClientClock() {
        @Override
        public long nanos() {
          return nowNanos;
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }
      };

  private BotFleet fleet(int count, String script) {
    BotOptions options =
        new BotOptions(
            ServerAddress.LOCAL,
            "key",
            "plaza",
            count,
            1_000,
            Optional.empty(),
            false,
            7,
            BotScript.parse("test.bots", script));
    var client = new DefaultClient(new MemoryClientAdapter(this::signIn), "key", clock);
    return new BotFleet(options, client, carrier, clock);
  }

  private RestResponse signIn(RestRequest request) {
    if (isRefusing) {
      return new RestResponse(401, "{\"code\":16,\"message\":\"no\"}".getBytes(UTF_8));
    }
    devices.add(new String(request.body(), UTF_8));
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"tid\":\"t\",\"uid\":\"u\",\"usn\":\"n\",\"exp\":4000000000,\"iat\":1}";
    String token = "e30." + encoder.encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
    String body = "{\"token\":\"%s\",\"refresh_token\":\"%s\"}".formatted(token, token);
    return new RestResponse(200, body.getBytes(UTF_8));
  }

  private void turn(BotFleet fleet, long ms) {
    nowNanos += ms * MS;
    fleet.turn();
    for (var door = carrier.next(); door.isPresent(); door = carrier.next()) {
      doors.add(door.get());
      assertTrue(door.get().accept());
    }
  }

  private static void say(MemoryConnection door, FromServer message) {
    assertTrue(door.deliver(RealtimeCodec.encode(message)));
  }

  private static <M extends FromClient> List<M> sent(MemoryConnection door, Class<M> type) {
    List<M> sent = new ArrayList<>();
    for (var next = door.take(); next.isPresent(); next = door.take()) {
      FromClient message = RealtimeCodec.decodeFromClient(next.get());
      if (type.isInstance(message)) {
        sent.add(type.cast(message));
      }
    }
    return sent;
  }

  /// All bots in, as clients 1, 2 and so on, at tick 100.
  private void join(BotFleet fleet, int count) {
    for (int turns = 0; turns < 10; turns++) {
      turn(fleet, 1);
    }
    assertEquals(count, doors.size());
    for (int bot = 0; bot < count; bot++) {
      assertEquals("plaza", sent(doors.get(bot), Hello.class).getFirst().room());
      say(
          doors.get(bot),
          new Welcome(
              RealtimeMessage.VERSION, bot + 1, 1, 0, 100, TICK_NANOS, "plaza", "r", WORLD));
    }
    turn(fleet, 1);
    assertTrue(fleet.isComplete());
  }

  @Test
  void botsSignInAsTheSameDevicesAndActByTheScript() {
    BotFleet fleet = fleet(3, "repeat\n  send plaza/Move {\"x\": 0.5}\n  wait 100ms\nend");
    join(fleet, 3);
    for (int turns = 0; turns < 100; turns++) {
      turn(fleet, 10);
    }
    for (MemoryConnection door : doors) {
      List<RemoteMessage> moves = sent(door, RemoteMessage.class);
      assertTrue(moves.size() >= 10 && moves.size() <= 11, moves.size() + " moves");
      assertEquals(0, moves.getFirst().channel());
      assertEquals(0.5f, little(moves.getFirst().payload()).getFloat(0));
    }
    assertTrue(fleet.whole().allPlayed());
    List<String> first = List.copyOf(devices);
    devices.clear();
    doors.clear();
    join(fleet(3, ""), 3);
    assertEquals(first, devices);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static State state(long tick) {
    var builder = new SnapshotBuilder(PLAN);
    builder.begin(tick);
    builder.entities(new long[] {OWN}, new int[] {1}, 0, 1);
    byte[] row = new byte[PLACE.layout().sizeBytes()];
    builder.rows(0, new long[] {OWN}, 0, 1, MemorySegment.ofArray(row), 0);
    ClientBaselines baselines = new ClientBaselines(BaselinePolicy.SENT);
    return new State(new FrameEncoder().encode(baselines, builder.finish()));
  }

  @Test
  void movesTheEntityThatItOwnsWithinBounds() {
    BotFleet fleet = fleet(1, "move -2 1 -2 to 2 1 2 at 3 for 2s");
    join(fleet, 1);
    say(doors.getFirst(), state(101));
    for (int turns = 0; turns < 100; turns++) {
      turn(fleet, 10);
    }
    List<Input> inputs = sent(doors.getFirst(), Input.class);
    assertTrue(inputs.size() >= 15 && inputs.size() <= 21, inputs.size() + " inputs");
    float x = 0;
    for (Input input : inputs) {
      Input.Write write = input.writes().getFirst();
      assertEquals(OWN, write.entity());
      float next = little(write.value()).getFloat(0);
      assertTrue(Math.abs(next) <= 2 && Math.abs(next - x) <= 3 * 0.2f, "at " + next);
      x = next;
    }
  }

  @Test
  void knowsHowLongAfterItsTickAStateCame() {
    BotFleet fleet = fleet(1, "");
    join(fleet, 1);
    Ping ping = sent(doors.getFirst(), Ping.class).getFirst();
    nowNanos += 10 * MS;
    long tickEndNanos = nowNanos;
    say(doors.getFirst(), new Pong(ping.sentNanos(), tickEndNanos, 100));
    turn(fleet, 1);
    nowNanos = tickEndNanos + TICK_NANOS;
    say(doors.getFirst(), state(101));
    turn(fleet, 8);
    BotReport.Latency latency = fleet.recent().tickToReceipt();
    assertEquals(1, latency.frames());
    assertEquals(8, latency.p50(), 0.3);
    assertEquals(0, fleet.recent().tickToReceipt().frames(), "asked for already");
    assertEquals(1, fleet.whole().tickToReceipt().frames());
  }

  @Test
  void aBotThatIsSentAwayHasNotPlayedToTheEnd() {
    BotFleet fleet = fleet(2, "");
    join(fleet, 2);
    say(doors.getFirst(), new Notice(Notice.Kind.KICKED, "too loud"));
    turn(fleet, 1);
    BotReport report = fleet.whole();
    assertFalse(report.allPlayed());
    assertEquals(1, report.live());
    assertEquals(List.of(new BotReport.Problem("KICKED: too loud", 1)), report.errors());
    assertFalse(fleet.isOver());
  }

  @Test
  void botsWhoseServerIsGoneHaveNotPlayedToTheEnd() {
    BotFleet fleet = fleet(2, "");
    join(fleet, 2);
    isRefusing = true;
    List.copyOf(doors).forEach(door -> door.endByServer(1001, "gone"));
    turn(fleet, 1);
    assertEquals(0, fleet.whole().live());
    assertFalse(fleet.whole().allPlayed());
  }

  @Test
  void aScriptThatDoesNotFitTheWorldIsSaidWithItsLine() {
    BotFleet fleet = fleet(1, "send plaza/Fly {}\nsend plaza/Move {\"x\": 7}");
    join(fleet, 1);
    turn(fleet, 1);
    List<String> errors = fleet.whole().errors().stream().map(BotReport.Problem::what).toList();
    assertEquals("test.bots:1: the world has no channel plaza/Fly for clients", errors.get(0));
    assertTrue(errors.get(1).startsWith("test.bots:2: plaza/Move has no such payload: x"));
  }

  @Test
  void aServerThatLetsNobodyInIsGivenUp() {
    isRefusing = true;
    BotFleet fleet = fleet(20, "");
    for (int turns = 0; turns < 14; turns++) {
      turn(fleet, 500);
      assertFalse(fleet.isOver());
    }
    turn(fleet, 8_000);
    assertTrue(fleet.isOver());
    assertFalse(fleet.whole().allPlayed());
  }

  @Test
  void leavesInGoodOrder() {
    BotFleet fleet = fleet(1, "");
    join(fleet, 1);
    fleet.goodbye();
    assertEquals(1, sent(doors.getFirst(), Goodbye.class).size());
    turn(fleet, 1);
    assertTrue(fleet.isOver());
  }
}
