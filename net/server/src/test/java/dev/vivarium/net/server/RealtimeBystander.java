package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.realtime.ClientModules;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeClient;
import dev.vivarium.net.client.realtime.RealtimeEnd;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeState;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A player in the hall while others misbehave: for each [#another] it says a number and must hear
/// it again, and it must never be cut off, nor be told of anything that others did.
final class RealtimeBystander implements AutoCloseable {
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int FIRST_NUMBER = 1_000_000;

  private final WebSocketCarrier carrier;
  private final RealtimeClient client;
  private final Semaphore wanted = new Semaphore(1);
  private final CompletableFuture<Void> play;
  private volatile boolean leaving;

  // On the player's thread, read after it.

  private final List<String> troubles = new ArrayList<>();
  private int channel = -1;
  private int heard;
  private int states;
  private int rounds;
  private long slowestNanos;

  RealtimeBystander(VivariumServer server, TestClient sign) {
    boolean tls = server.certificate().isPresent();
    ServerAddress address = new ServerAddress("127.0.0.1", server.address().getPort(), tls);
    carrier = new WebSocketCarrier(address, new ServerTrust.Authorities());
    client =
        new RealtimeClient(
            RealtimeSettings.of(address, "Hall", TokenSource.of(sign.signIn("player").token()), 1),
            carrier,
            new MemoryModuleStore(),
            new Ears(),
            ClientClock.SYSTEM);
    play = CompletableFuture.runAsync(this::play, task -> Thread.ofVirtual().start(task));
  }

  private final class Ears implements RealtimeCallbacks {
    @Override
    public void welcomed(Welcome welcome, ClientModules modules, boolean isResumed) {
      channel = channel(welcome.world().schemas());
    }

    @Override
    public void state(Snapshot snapshot) {
      states++;
    }

    @Override
    public void remote(RemoteMessage message) {
      int number = ByteBuffer.wrap(message.payload()).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (number == FIRST_NUMBER + rounds) heard = number;
    }

    @Override
    public void notice(Notice notice) {
      troubles.add(notice.kind() + " " + notice.reason());
    }

    @Override
    public void lost(String reason, Duration nextTry) {
      troubles.add("lost: " + reason);
    }

    @Override
    public void ended(RealtimeEnd end) {
      troubles.add("ended: " + end);
    }
  }

  private static int channel(byte[] schemas) {
    try {
      List<MessageSchema> channels = WorldSchemas.read(schemas).channels();
      for (int i = 0; i < channels.size(); i++) {
        if (channels.get(i).name().toString().equals("hall/Up")) return i;
      }
    } catch (DamagedDataException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("no hall/Up");
  }

  void another() {
    if (wanted.availablePermits() == 0) wanted.release();
  }

  private void play() {
    client.connect();
    until(() -> client.state() == RealtimeState.LIVE && states > 0);
    while (true) {
      while (!leaving && !wanted.tryAcquire()) look();
      if (leaving) return;
      long start = System.nanoTime();
      byte[] number =
          ByteBuffer.allocate(4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(FIRST_NUMBER + rounds)
              .array();
      assertTrue(client.send(channel, new Target.Server(), number));
      until(() -> heard == FIRST_NUMBER + rounds);
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
      rounds++;
    }
  }

  private void until(BooleanSupplier so) {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      look();
      if (System.nanoTime() - start > WAIT_NANOS) {
        throw new AssertionError("nothing came back in round " + rounds);
      }
    }
  }

  private void look() {
    client.tick();
    assertEquals(List.of(), troubles);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
  }

  /// @return in words
  String assertUndisturbed() {
    leaving = true;
    play.join();
    assertTrue(rounds > 0);
    assertEquals(List.of(), troubles);
    return rounds
        + " rounds of a player, "
        + states
        + " states, slowest "
        + slowestNanos / 1_000_000
        + " ms";
  }

  @Override
  public void close() {
    leaving = true;
    client.close();
    carrier.close();
  }
}
