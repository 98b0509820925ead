package dev.vivarium.net.server.network;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.realtime.ClientModules;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeClient;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeState;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.BenchSignIn;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.room.Room;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Two servers over TLS, each with a world that moves as long as its clients tell it to, and
/// clients far away. When all has come to rest every client must hold what its server has: the same
/// hash of synchronised state for all, and positions within half a quantum of the world's own.
final class BadNetworkRun implements AutoCloseable {
  private static final int SERVERS = 2;
  private static final int CLIENTS = 3;
  private static final int PUSHES = 60;
  private static final long PUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(16);
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(90);

  /// Of a position, in metres; clients may be half of it away.
  private static final double QUANTUM_M = 1.0 / 512;

  /// Each push moves every entity, each by another random way.
  private static final WatPlugin PUSHED =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "components": [
                 {"use": "vivarium/Transform", "fields": [{"name": "position", "type": "vec3"}]},
                 {"use": "vivarium/Synchronized", "fields": []}],
               "messages": [
                 {"name": "Push", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [
                 {"name": "birth", "stage": "PostInit"},
                 {"name": "move", "subscribes": [0], "queries": [
                   {"terms": [{"component": 0, "access": "write"}]}]}]}
              """)
          .system(
              """
              (loop $next
                (local.set $e (call $spawn (local.get $f)))
                (f32.store (i32.const 16) (f32.convert_i32_u (local.get $i)))
                (call $set (local.get $f) (i32.const 0) (local.get $e) (i32.const 16) (i32.const 12))
                (call $set (local.get $f) (i32.const 1) (local.get $e) (i32.const 16) (i32.const 0))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br_if $next (i32.lt_u (local.get $i) (i32.const 200))))
              """)
          .system(
              """
              (if (i32.eqz (call $inbox (local.get $f))) (then (return)))
              (if (i32.eqz (call $chunks (local.get $f) (i32.const 0))) (then (return)))
              (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
              (local.set $k (i32.add (local.get $p) (i32.const 2400)))
              (loop $row
                (f32.store (local.get $p)
                  (f32.add (f32.load (local.get $p))
                    (f32.div (f32.convert_i64_s
                        (i64.sub (i64.and (call $random) (i64.const 1023)) (i64.const 512)))
                      (f32.const 1000))))
                (local.set $p (i32.add (local.get $p) (i32.const 4)))
                (br_if $row (i32.lt_u (local.get $p) (local.get $k))))
              """);

  private final List<Site> sites = new ArrayList<>();

  /// @param line what lies between servers and clients; null for nothing of this program's own
  BadNetworkRun(SlowProxy.@Nullable Line line, long seed) throws Exception {
    for (int i = 0; i < SERVERS; i++) sites.add(new Site(line, seed + i));
  }

  /// @return in words, what was seen
  /// @throws IllegalStateException where something diverges
  String run() {
    for (Site site : sites) {
      until(site::everybodySees);
      site.firstHash = site.guests.getLast().held().stateHash();
    }
    for (int push = 0; push < PUSHES; push++) {
      for (Site site : sites) site.push(push);
      long end = System.nanoTime() + PUSH_NANOS;
      until(() -> System.nanoTime() > end);
    }
    StringBuilder words = new StringBuilder();
    for (Site site : sites) {
      until(site::isAtRest);
      words.append(site.compare());
    }
    return words.toString();
  }

  private void until(BooleanSupplier so) {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      for (Site site : sites) site.guests.forEach(guest -> guest.client.tick());
      if (System.nanoTime() - start > WAIT_NANOS)
        throw new IllegalStateException("it did not come");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static final class Guest implements RealtimeCallbacks {
    final WebSocketCarrier carrier;
    final RealtimeClient client;
    @Nullable Snapshot newest;
    int push;
    int states;
    int losses;

    Guest(VivariumServer server, int port, String name) {
      ServerAddress address = new ServerAddress("127.0.0.1", port, true);
      carrier = new WebSocketCarrier(address, BenchSignIn.trust(server));
      client =
          new RealtimeClient(
              RealtimeSettings.of(
                  address, "", TokenSource.of(BenchSignIn.token(server, name)), name.hashCode()),
              carrier,
              new MemoryModuleStore(),
              this,
              ClientClock.SYSTEM);
      client.connect();
    }

    @Override
    public void welcomed(Welcome welcome, ClientModules modules, boolean isResumed) {
      newest = null;
      push = pushChannel(welcome.world().schemas());
    }

    private static int pushChannel(byte[] schemas) {
      try {
        List<MessageSchema> channels = WorldSchemas.read(schemas).channels();
        for (int i = 0; i < channels.size(); i++) {
          if (channels.get(i).name().toString().equals("pushed/Push")) return i;
        }
      } catch (DamagedDataException e) {
        throw new IllegalStateException(e);
      }
      throw new IllegalStateException("nothing to push");
    }

    @Override
    public void state(Snapshot snapshot) {
      newest = snapshot;
      states++;
    }

    @Override
    public void lost(String reason, Duration nextTry) {
      losses++;
    }

    Snapshot held() {
      if (newest == null) throw new IllegalStateException("it sees nothing");
      return newest;
    }
  }

  /// A server, its world, and who is in it: the last one is near.
  private static final class Site implements AutoCloseable {
    final TestWorld world = new TestWorld();
    final Room room = new Room(Room.idOf("Far"), "Far", "{}", 60);
    final VivariumServer server;
    final @Nullable SlowProxy proxy;
    final Thread ticking;
    final List<Guest> guests = new ArrayList<>();
    volatile boolean over;
    private long firstHash;
    private List<Long> restHashes = List.of();
    private long restNanos;

    Site(SlowProxy.@Nullable Line line, long seed) throws Exception {
      world.add("pushed", PUSHED);
      world.world().link(room);
      server = VivariumServer.start(ServerOptions.builder(InstantSource.system()).build());
      server.host(room);
      int port = server.address().getPort();
      proxy = line == null ? null : new SlowProxy(port, line, seed);
      ticking = Thread.ofPlatform().daemon().start(this::tick);
      for (int i = 0; i < CLIENTS; i++) {
        guests.add(new Guest(server, proxy == null ? port : proxy.port(), "far-" + i));
      }
      guests.add(new Guest(server, port, "near"));
    }

    private void tick() {
      while (!over) {
        world.tick(1);
        LockSupport.parkNanos(TICK_NANOS);
      }
    }

    boolean everybodySees() {
      return guests.stream()
          .allMatch(guest -> guest.client.state() == RealtimeState.LIVE && guest.newest != null);
    }

    void push(int number) {
      Guest pusher = guests.get(number % guests.size());
      byte[] payload = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
      boolean _ = pusher.client.send(pusher.push, new Target.Server(), payload);
    }

    /// Nobody has seen anything move for a while, longer than the line is.
    boolean isAtRest() {
      long now = System.nanoTime();
      List<Long> hashes = guests.stream().map(guest -> guest.held().stateHash()).toList();
      if (!hashes.equals(restHashes)) {
        restHashes = hashes;
        restNanos = now;
      }
      return now - restNanos > TimeUnit.SECONDS.toNanos(3);
    }

    String compare() {
      long hash = guests.getLast().held().stateHash();
      if (hash == firstHash) throw new IllegalStateException("nothing moved");
      for (Guest guest : guests) {
        if (guest.held().stateHash() != hash) throw new IllegalStateException("states diverge");
      }
      double farthest =
          world.world().ask(asked -> farthest(asked, guests.getFirst().held())).join();
      if (farthest > QUANTUM_M / 2 + 1e-5) {
        throw new IllegalStateException("a position is " + farthest + " m off");
      }
      return "%d entities, %d states, %d losses, farthest %.6f m; "
          .formatted(
              guests.getFirst().held().entities(),
              guests.stream().mapToInt(guest -> guest.states).sum(),
              guests.stream().mapToInt(guest -> guest.losses).sum(),
              farthest);
    }

    /// Between where an entity is and where a client holds it, the worst of all.
    private static double farthest(World world, Snapshot held) {
      ComponentType type = world.store().type(Vocabulary.TRANSFORM.name());
      int component = 0;
      while (!held.plan()
          .components()
          .get(component)
          .name()
          .equals(type.schema().name().toString())) {
        component++;
      }
      byte[] row = new byte[held.plan().components().get(component).rowBytes()];
      double farthest = 0;
      int compared = 0;
      for (Table table : world.store().tables()) {
        Column column = table.column(type);
        if (column == null) continue;
        for (int i = 0; i < table.rows(); i++) {
          held.copyRow(component, held.rowOf(component, table.entities()[i]), row, 0);
          ByteBuffer seen = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
          for (int axis = 0; axis < 3; axis++) {
            long at = (long) i * column.strideBytes() + (long) axis * Float.BYTES;
            float real = column.segment().get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
            farthest = Math.max(farthest, Math.abs(real - seen.getFloat(axis * Float.BYTES)));
          }
          compared++;
        }
      }
      if (compared != held.entities()) throw new IllegalStateException("entities are missing");
      return farthest;
    }

    @Override
    public void close() throws IOException {
      guests.forEach(guest -> {
        guest.client.close();
        guest.carrier.close();
      });
      if (proxy != null) proxy.close();
      server.close();
      over = true;
      try {
        ticking.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      room.close();
      world.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Site site : sites) site.close();
  }

  /// In a network namespace of which the kernel makes a bad line.
  public static void main(String[] args) throws Exception {
    try (BadNetworkRun run = new BadNetworkRun(null, 1)) {
      System.out.println(run.run());
    }
    System.exit(0);
  }
}
