package dev.vivarium.net.server.realtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.ManualTime;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.ServerOptions.People;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.TestHall;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.Roles;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The hall on a server with TLS, and clients of the realtime protocol over real sockets. All of
/// them go on together, turn by turn, while a test waits for something.
final class RealtimeHall implements AutoCloseable {
  /// Of the room.
  final ManualTime time = new ManualTime();

  final VivariumServer server;
  final OpenWorld match;
  final TestClient rest;
  private final TestHall hall;
  private final List<RawClient> clients = new ArrayList<>();
  private final Set<UUID> viewers;

  /// In which everybody plays, but whose name begins with `viewer`.
  RealtimeHall() {
    this(RealtimeOptions.DEFAULT);
  }

  RealtimeHall(RealtimeOptions options) {
    this(options().realtime(options), ConcurrentHashMap.newKeySet());
  }

  private RealtimeHall(ServerOptions.Builder options, Set<UUID> viewers) {
    this(
        options,
        viewers,
        started -> (user, world) -> viewers.contains(user) ? Role.VIEWER : Role.PLAYER);
  }

  private RealtimeHall(
      ServerOptions.Builder options, Set<UUID> viewers, Function<VivariumServer, Roles> roles) {
    this.viewers = viewers;
    try {
      server = VivariumServer.start(options.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hall = new TestHall(RoomOptions.DEFAULT.withClock(time).withRoles(roles.apply(server)));
    match = server.host(hall.room());
    rest = new TestClient(server);
  }

  /// In which roles are given and taken by a user of this name.
  static RealtimeHall moderatedBy(String admin) {
    return new RealtimeHall(
        options().people(new People(Role.PLAYER, Set.of(admin))), Set.of(), VivariumServer::roles);
  }

  private static ServerOptions.Builder options() {
    return ServerOptions.builder(InstantSource.system()).passwordCost(4);
  }

  Room room() {
    return hall.room();
  }

  TestWorld world() {
    return hall.world();
  }

  /// See [TestHall#connections].
  List<String> connections() {
    return hall.connections();
  }

  /// See [TestHall#reload].
  void reload() throws PluginLoadException {
    hall.reload();
  }

  /// See [TestHall#beginAnew].
  void beginAnew() {
    hall.beginAnew();
  }

  /// Lets the world and everybody's socket go on until it is so.
  void until(BooleanSupplier so) {
    assertTrue(
        hall.goesOnUntil(so, () -> clients.forEach(RawClient::tick)),
        () -> clients.stream().map(client -> client.received).toList().toString());
  }

  /// The same while the world stands still.
  void untilWithoutATick(BooleanSupplier so) {
    assertTrue(hall.idlesUntil(so, () -> clients.forEach(RawClient::tick)));
  }

  /// Somebody who has said nothing yet.
  RawClient connect() {
    return add(new RawClient(server));
  }

  /// Somebody who never takes anything off its socket.
  RawClient connectDeaf() {
    return add(new RawClient(server, false));
  }

  private RawClient add(RawClient client) {
    clients.add(client);
    return client;
  }

  /// Somebody who is in and sees the world.
  RawClient join(String name) {
    TestClient.Session session = rest.signIn(name);
    if (name.startsWith("viewer")) {
      viewers.add(UUID.fromString(session.userId()));
    }
    RawClient client = connect().hello(session);
    until(client::hasState);
    return client;
  }

  long spawnOwnedBy(int client) {
    return hall.spawnOwnedBy(client);
  }

  // What clients say, see and hear.

  /// A number on one of the hall's channels.
  static RemoteMessage message(RawClient from, String channel, Target target, int n) {
    return new RemoteMessage(
        from.world().epoch(), from.channel(channel), 0, target, TestHall.number(n));
  }

  /// The numbers that have come, as `sender:number`.
  static List<String> heard(RawClient client) {
    return client.all(RemoteMessage.class).stream()
        .map(m ->
            m.sender() + ":" + ByteBuffer.wrap(m.payload()).order(ByteOrder.LITTLE_ENDIAN).getInt())
        .toList();
  }

  static List<String> informed(RawClient client) {
    return client.all(Notice.class).stream()
        .filter(notice -> notice.kind() == Notice.Kind.INFORMATION)
        .map(Notice::reason)
        .toList();
  }

  static Input input(RawClient from, long sequence, long entity, String component, byte[] value) {
    return new Input(
        from.world().epoch(),
        sequence,
        from.state().tick(),
        List.of(new Input.Write(entity, from.component(component), value)));
  }

  static byte[] value(RawClient client, String component, long entity) {
    Snapshot state = client.state();
    int number = client.component(component);
    byte[] row = new byte[state.plan().components().get(number).rowBytes()];
    state.copyRow(number, state.rowOf(number, entity), row, 0);
    return row;
  }

  static float points(RawClient client, long entity) {
    return ByteBuffer.wrap(value(client, "hall/Health", entity))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  @Override
  public void close() {
    clients.forEach(RawClient::close);
    rest.close();
    match.close();
    server.close();
    hall.close();
  }
}
