package dev.vivarium.net.replica;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.Arrival;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldLink;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.net.protocol.link.SimulatedLink;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.BaselinePolicy;
import dev.vivarium.net.protocol.replication.ClientBaselines;
import dev.vivarium.net.protocol.replication.FrameDecoder;
import dev.vivarium.net.protocol.replication.FrameEncoder;
import dev.vivarium.net.protocol.replication.OtherEpochException;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.UnknownBaselineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A server's world and a replica, each message of theirs encoded, delayed and decoded, in virtual
/// time. What is said travels in order, as over TCP; so do frames, or they are lost, doubled and
/// out of order, against acknowledged baselines.
final class Pair implements WorldLink, AutoCloseable {
  static final int CLIENT = 7;
  static final int MISSING = Integer.MIN_VALUE;
  static final int RATE_HZ = 50;
  static final long TICK_NANOS = 1_000_000_000L / RATE_HZ;

  final TestWorld server = new TestWorld(WorldOptions.DEFAULT.withRateHz(RATE_HZ));
  final Replica replica;
  private final SimulatedLink<byte[]> down;
  private final SimulatedLink<byte[]> frames;
  private final SimulatedLink<byte[]> up;
  private final ClientBaselines baselines;
  private final FrameEncoder encoder = new FrameEncoder();
  private final List<FromClient> arrived = new ArrayList<>();
  private @Nullable ServerSide side;
  private @Nullable FrameDecoder decoder;
  private int epoch = 1;
  private final Map<Sha256, byte[]> modules = new java.util.HashMap<>();
  private long sequence;
  private long taken;
  private int decodedEpoch;
  long nowNanos;

  /// How fast the client's clock goes.
  double clientPace = 1;

  long lastDone;
  int otherEpochs;
  int inputs;
  int writes;

  /// @param lossy for frames; null to send them with all else
  Pair(long seed, LinkConditions reliable, @Nullable LinkConditions lossy) {
    down = new SimulatedLink<>(seed, reliable);
    up = new SimulatedLink<>(seed + 1, reliable);
    frames = lossy == null ? down : new SimulatedLink<>(seed + 2, lossy);
    baselines =
        new ClientBaselines(lossy == null ? BaselinePolicy.SENT : BaselinePolicy.ACKNOWLEDGED);
    replica =
        new Replica(
            new ReplicaSettings(WorldOptions.DEFAULT, Runnable::run),
            new Outbox() {
              @Override
              public boolean message(int channel, byte[] payload) {
                up(new RemoteMessage(decodedEpoch, channel, 0, new Target.Server(), payload));
                return true;
              }

              @Override
              public long input(long seenTick, List<Input.Write> values) {
                inputs++;
                writes += values.size();
                up(new Input(decodedEpoch, ++sequence, seenTick, values));
                return sequence;
              }
            });
    server.world().link(this);
  }

  static Pair perfect() {
    return new Pair(1, LinkConditions.PERFECT, null);
  }

  /// Both ways so many ticks.
  static Pair delayed(int ticks) {
    return new Pair(1, LinkConditions.inOrder(ticks * TICK_NANOS, 0, 0), null);
  }

  private void up(FromClient message) {
    up.send(RealtimeCodec.encode(message), nowNanos);
  }

  private void down(FromServer message) {
    down.send(RealtimeCodec.encode(message), nowNanos);
  }

  Pair add(PluginModule... modules) throws PluginLoadException {
    server.add(modules);
    return this;
  }

  /// Shows the world to the client.
  Pair join() {
    show();
    down(
        new Welcome(
            1, CLIENT, 1, 0, server.world().tick(), TICK_NANOS, "pond", "token", side().halves()));
    return this;
  }

  /// Puts other versions in; the client is told of them after the state of this moment.
  void reload(PluginModule... modules) throws PluginLoadException {
    server.swap(modules);
    epoch++;
    show();
    baselines.reset();
    down(new SchemaEpoch(server.world().tick(), side().halves()));
  }

  private byte[] module(Sha256 digest) {
    return Objects.requireNonNull(modules.get(digest));
  }

  private void show() {
    ServerSide shown = new ServerSide(server.world(), epoch);
    modules.putAll(shown.modules());
    side = shown;
  }

  World client() {
    return replica.world().orElseThrow();
  }

  ServerSide side() {
    return Objects.requireNonNull(side);
  }

  /// Lets time pass, a server's tick at a time; the client ticks in the middle of it.
  Pair run(int ticks) {
    for (int i = 0; i < ticks; i++) {
      takeInputs();
      server.tick(1);
      takeFromServer();
      nowNanos += TICK_NANOS / 2;
      takeFromServer();
      replica.tick((long) (nowNanos * clientPace));
      takeFromClient();
      nowNanos += TICK_NANOS / 2;
      takeFromServer();
      takeFromClient();
    }
    return this;
  }

  // The server's end.

  @Override
  public void exchange(World world, List<Message> leaving) {
    if (side == null) {
      return;
    }
    for (FromClient message : List.copyOf(arrived)) {
      if (message instanceof RemoteMessage remote && remote.epoch() == epoch) {
        Arrival _ =
            world.receive(side().channels().get(remote.channel()).name(), CLIENT, remote.payload());
      }
    }
    arrived.clear();
    if (taken > 0) {
      down(new InputDone(taken, world.tick()));
      taken = 0;
    }
    for (Message message : ServerSide.remote(leaving, CLIENT)) {
      down(
          new RemoteMessage(
              epoch,
              side().channel(message.channel().name()),
              (int) message.senderClient(),
              new Target.Everyone(),
              message.payload()));
    }
    frames.send(
        RealtimeCodec.encode(new State(encoder.encode(baselines, side().snapshot()))), nowNanos);
  }

  /// Before a tick, as commands are.
  private void takeInputs() {
    takeFromClient();
    for (FromClient message : arrived) {
      if (message instanceof Input input && input.epoch() == epoch) {
        input.writes().forEach(this::write);
        taken = input.sequence();
      }
    }
  }

  private void write(Input.Write write) {
    ComponentSchema schema = side().components().get(write.component());
    byte[] owner =
        server.world().store().get(write.entity(), server.type(Vocabulary.OWNER.name().toString()));
    if (owner != null && TestWorld.buffer(owner).getLong() == CLIENT && accepts(write)) {
      CommandResult _ =
          server
              .world()
              .execute(
                  new WorldCommand.SetComponent(
                      write.entity(),
                      schema.name(),
                      SchemaCodec.decode(schema.layout(), write.value(), 0)));
    }
  }

  /// What the server says to a write of a first i32 below 0 is no.
  private static boolean accepts(Input.Write write) {
    return TestWorld.buffer(write.value()).getInt(0) >= 0;
  }

  private void takeFromClient() {
    for (byte[] bytes = up.receive(nowNanos); bytes != null; bytes = up.receive(nowNanos)) {
      FromClient message = RealtimeCodec.decodeFromClient(bytes);
      if (message instanceof Ack(long tick, boolean needsFull)) {
        if (needsFull) {
          baselines.reset();
        } else {
          boolean _ = baselines.acknowledge(tick);
        }
      } else {
        arrived.add(message);
      }
    }
  }

  // The client's end.

  private void takeFromServer() {
    takeFrom(down);
    takeFrom(frames);
  }

  private void takeFrom(SimulatedLink<byte[]> link) {
    for (byte[] bytes = link.receive(nowNanos); bytes != null; bytes = link.receive(nowNanos)) {
      take(RealtimeCodec.decodeFromServer(bytes));
    }
  }

  private void take(FromServer message) {
    switch (message) {
      case Welcome welcome -> {
        begin(welcome.world().epoch(), new FrameDecoder(welcome.world().plan()));
        replica.welcomed(welcome, this::module, false);
      }
      case SchemaEpoch next -> {
        begin(next.world().epoch(), new FrameDecoder(next.world().plan()));
        replica.epoch(next, this::module);
      }
      case State frame -> decode(frame.frame());
      case RemoteMessage remote when remote.epoch() == decodedEpoch -> replica.remote(remote);
      case InputDone done -> {
        lastDone = done.sequence();
        replica.inputDone(done);
      }
      default -> {}
    }
  }

  private void begin(int ofEpoch, FrameDecoder next) {
    decodedEpoch = ofEpoch;
    decoder = next;
  }

  private void decode(byte[] frame) {
    try {
      Snapshot snapshot = decoder == null ? null : decoder.decode(frame);
      if (snapshot != null) {
        replica.state(snapshot, nowNanos);
        up(new Ack(snapshot.tick(), false));
      }
    } catch (OtherEpochException e) {
      otherEpochs++;
    } catch (UnknownBaselineException e) {
      // Lost with the frame that it was a delta against; one against another will come.
    }
  }

  // What a test does and sees.

  long spawn(Map<SchemaName, String> components) {
    Map<SchemaName, com.fasterxml.jackson.databind.JsonNode> json = new java.util.HashMap<>();
    components.forEach((name, text) -> json.put(name, json(text)));
    json.put(Vocabulary.SYNCHRONIZED.name(), json("{}"));
    CommandResult result = server.world().execute(new WorldCommand.Spawn(json));
    if (result instanceof CommandResult.Done done) {
      return done.entity();
    }
    throw new AssertionError(result);
  }

  void set(long entity, SchemaName component, String text) {
    does(new WorldCommand.SetComponent(entity, component, json(text)));
  }

  void does(WorldCommand command) {
    if (!(server.world().execute(command) instanceof CommandResult.Done)) {
      throw new AssertionError(command);
    }
  }

  static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return new com.fasterxml.jackson.databind.json.JsonMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /// First i32 of a component of the client's entity for one of the server's; null if there is
  /// none.
  int seen(long server, SchemaName component) {
    return first(client(), replica.toLocal(server), component);
  }

  static int first(World world, long entity, SchemaName component) {
    byte[] value = world.store().get(entity, world.store().type(component));
    return value == null ? MISSING : TestWorld.buffer(value).getInt(0);
  }

  static boolean has(World world, long entity, SchemaName component) {
    return world.store().has(entity, world.store().type(component));
  }

  String difference() {
    return side().difference(side().visible(), side().stateOf(replica, server.world().tick()));
  }

  long serverHash() {
    return side().visible().stateHash();
  }

  long clientHash() {
    return side().stateOf(replica, server.world().tick()).stateHash();
  }

  @Override
  public void close() {
    replica.close();
    server.close();
  }
}
