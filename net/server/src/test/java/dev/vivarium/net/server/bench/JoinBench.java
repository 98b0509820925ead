package dev.vivarium.net.server.bench;

import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeClient;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.BenchSignIn;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.room.Room;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How long our own client takes from its first packet until it holds every entity of a large
/// world, TLS and all, in one process with the server.
final class JoinBench {
  private static final PrintStream OUT = System.out;
  private static final int JOINS = 12;

  /// The world has made all its entities and compiled what it does.
  private static final int FULL_GROWN_TICK = 40;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private JoinBench() {}

  static void run(int entities) throws Exception {
    try (TestWorld world = new TestWorld();
        Room room = new Room(Room.idOf("Arena"), "Arena", "{}", 20);
        VivariumServer server =
            VivariumServer.start(ServerOptions.builder(InstantSource.system()).build())) {
      world.add("arena", new Arena(entities, 0, false).plugin());
      world.world().link(room);
      server.host(room);
      Thread ticking = Thread.ofPlatform().daemon().start(() -> tick(world));
      while (room.tick() < FULL_GROWN_TICK) LockSupport.parkNanos(TICK_NANOS);
      double[] millis = new double[JOINS];
      for (int i = 0; i < JOINS; i++) millis[i] = join(server, entities, i);
      ticking.interrupt();
      ticking.join();
      OUT.printf(Locale.ROOT, "first %.0f ms%n", millis[0]);
      Arrays.sort(millis);
      OUT.printf(
          Locale.ROOT,
          "%d entities: median of %d %.0f ms, best %.0f, worst %.0f (limit 1,000)%n",
          entities,
          JOINS,
          millis[JOINS / 2],
          millis[0],
          millis[JOINS - 1]);
    }
  }

  private static void tick(TestWorld world) {
    while (!Thread.interrupted()) {
      world.world().tickOnce();
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private static double join(VivariumServer server, int entities, int number) {
    String token = BenchSignIn.token(server, "joiner-" + number);
    ServerAddress address = new ServerAddress("127.0.0.1", server.address().getPort(), true);
    ServerTrust trust = BenchSignIn.trust(server);
    boolean[] done = {false};
    RealtimeCallbacks callbacks =
        new RealtimeCallbacks() {
          @Override
          public void state(Snapshot snapshot) {
            done[0] = snapshot.entities() >= entities;
          }
        };
    long start = System.nanoTime();
    try (WebSocketCarrier carrier = new WebSocketCarrier(address, trust);
        RealtimeClient client =
            new RealtimeClient(
                RealtimeSettings.of(address, "", TokenSource.of(token), number),
                carrier,
                new MemoryModuleStore(),
                callbacks,
                ClientClock.SYSTEM)) {
      client.connect();
      while (!done[0]) {
        client.tick();
        if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(60)) {
          throw new IllegalStateException("the world did not come");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
