package dev.vivarium.net.client.realtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.HandClock;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.memory.MemoryCarrier;
import dev.vivarium.net.client.memory.MemoryConnection;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A client, and a test that plays its server.
final class Scene {
  private static final NeedModules NONE = new NeedModules(List.of());

  static final Duration TICK = Duration.ofMillis(50);

  final HandClock clock = new HandClock();
  final MemoryCarrier carrier = new MemoryCarrier();
  final Diary diary = new Diary();
  final Frames frames = new Frames(1);
  final RealtimeClient client;
  private @Nullable MemoryConnection current;

  Scene() {
    this(new MemoryModuleStore(), TokenSource.of("token"));
  }

  Scene(ModuleStore store, TokenSource tokens) {
    this(RealtimeSettings.of(ServerAddress.LOCAL, "plaza", tokens, 7), store);
  }

  Scene(RealtimeSettings settings, ModuleStore store) {
    client = new RealtimeClient(settings, carrier, store, diary, clock);
  }

  /// Lets time pass and ticks once.
  void pass(Duration time) {
    clock.move(time);
    client.tick();
  }

  /// The connection that the client asks for now, opened, with its hello.
  Hello meet() {
    client.tick();
    MemoryConnection door = carrier.next().orElseThrow();
    assertTrue(door.accept());
    current = door;
    client.tick();
    return (Hello) sent().getFirst();
  }

  MemoryConnection connection() {
    return Objects.requireNonNull(current);
  }

  void say(FromServer... messages) {
    for (FromServer message : messages) {
      assertTrue(connection().deliver(RealtimeCodec.encode(message)));
    }
  }

  Welcome welcome(int clientId, long tick, WorldHalves world) {
    return new Welcome(
        RealtimeMessage.VERSION, clientId, 2, 0, tick, TICK.toNanos(), "plaza", "resume", world);
  }

  /// Joined as client 3 at tick 100, told so, and pinged.
  void join() {
    client.connect();
    Hello _ = meet();
    say(welcome(3, 100, frames.world()));
    client.tick();
  }

  /// What the client has sent since the last time, without pings, and that it needs no modules.
  List<FromClient> sent() {
    List<FromClient> sent = allSent();
    sent.removeIf(each -> each instanceof Ping || each.equals(NONE));
    return sent;
  }

  List<FromClient> allSent() {
    List<FromClient> sent = new ArrayList<>();
    for (var next = connection().take(); next.isPresent(); next = connection().take()) {
      sent.add(RealtimeCodec.decodeFromClient(next.get()));
    }
    return sent;
  }
}
