package dev.vivarium.workbench.cli;

import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.DefaultSocket;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.Socket;
import dev.vivarium.net.client.WebSocketAdapter;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeClient;
import dev.vivarium.net.client.realtime.RealtimeEnd;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeState;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.net.protocol.control.ChannelMessage;
import dev.vivarium.net.protocol.control.ChannelMessageList;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.StorageObject;
import dev.vivarium.net.protocol.control.StorageRead;
import dev.vivarium.net.protocol.control.StorageWrite;
import dev.vivarium.net.protocol.control.User;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Somebody who plays in a served world, chats, keeps things and brings friends, and remembers all
/// that the server said it has. One thread.
final class ServedPerson implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int PAGE = 100;

  private final String name;
  private final ServerAddress address;
  private final ServerTrust trust;
  private final Client client;
  private final Session session;
  private final WebSocketCarrier carrier;
  private final RealtimeClient player;
  private @Nullable RealtimeEnd ended;
  private int states;
  private int losses;

  // What the server acknowledged.

  private final List<String> kept = new ArrayList<>();
  private final Set<String> said = new HashSet<>();
  private final List<String> friends = new ArrayList<>();
  private int acts;

  ServedPerson(String name, int port, String fingerprint) throws Exception {
    this.name = name;
    address = new ServerAddress("127.0.0.1", port, true);
    trust = new ServerTrust.Pinned(Fingerprint.parse(fingerprint));
    client = new DefaultClient(new RestHttpAdapter(address, trust, WAIT));
    session = wait(client.authenticateDevice("device-of-" + name, true, name, Map.of()));
    carrier = new WebSocketCarrier(address, trust);
    player =
        new RealtimeClient(
            RealtimeSettings.of(address, "", TokenSource.of(session.token()), name.hashCode()),
            carrier,
            new MemoryModuleStore(),
            new Play(),
            ClientClock.SYSTEM);
    player.connect();
    awaitPlay();
  }

  private final class Play implements RealtimeCallbacks {
    @Override
    public void state(Snapshot snapshot) {
      states++;
    }

    @Override
    public void lost(String reason, Duration nextTry) {
      losses++;
    }

    @Override
    public void ended(RealtimeEnd end) {
      ended = end;
    }
  }

  private static <T> T wait(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT.toSeconds(), TimeUnit.SECONDS);
  }

  private void until(BooleanSupplier so, Socket... sockets) throws TimeoutException {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      player.tick();
      for (Socket socket : sockets) socket.tick();
      if (ended != null) throw new IllegalStateException(name + " ended: " + ended);
      if (System.nanoTime() - start > WAIT.toNanos()) throw new TimeoutException(name);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /// Waits until it is in the world again and sees it.
  void awaitPlay() throws TimeoutException {
    int seen = states;
    until(() -> player.state() == RealtimeState.LIVE && states > seen);
  }

  /// Acts until the server is gone.
  void act(Runnable acknowledged) throws Exception {
    try (DefaultSocket socket = new DefaultSocket(address, new WebSocketAdapter(trust))) {
      String channel;
      try {
        tick(socket, socket.connect(session, false, WAIT));
        channel = tick(socket, socket.joinChat("hall", ChannelType.ROOM, true, false)).id();
        while (true) {
          actOnce(socket, channel);
          acknowledged.run();
        }
      } catch (ExecutionException serverIsGone) {
        // What it had not acknowledged may be lost.
      }
    }
  }

  private void actOnce(Socket socket, String channel) throws Exception {
    acts++;
    String key = name + "-" + acts;
    switch (acts % 3) {
      case 0 -> {
        String friend = "friend-" + key;
        wait(client.authenticateDevice("device-of-" + friend, true, friend, Map.of()));
        friends.add(friend);
      }
      case 1 -> {
        String value = "{\"n\":" + acts + "}";
        wait(
            client.writeStorageObjects(
                session, List.of(new StorageWrite.Item("things", key, value, "", 1, 1))));
        kept.add(key);
      }
      default -> {
        ServerMessage.ChannelMessageAck ack =
            tick(socket, socket.writeChatMessage(channel, "{\"n\":" + acts + "}"));
        said.add(ack.messageId());
      }
    }
  }

  private <T> T tick(Socket socket, CompletableFuture<T> future) throws Exception {
    until(future::isDone, socket);
    return wait(future);
  }

  /// All that was acknowledged and is not there any more; also where the session token is not taken
  /// any more.
  List<String> missing() throws Exception {
    List<String> missing = new ArrayList<>();
    User user = wait(client.getAccount(session)).user();
    if (user == null || !user.username().equals(name)) missing.add(name);
    for (String key : kept) {
      String value = "{\"n\":" + key.substring(key.lastIndexOf('-') + 1) + "}";
      List<StorageObject> found =
          wait(client.readStorageObjects(
                  session, List.of(new StorageRead.Key("things", key, session.userId()))))
              .objects();
      if (found.size() != 1 || !found.getFirst().value().equals(value)) missing.add(key);
    }
    Set<String> history = history();
    said.stream().filter(id -> !history.contains(id)).forEach(missing::add);
    for (String friend : friends) {
      Session again = wait(client.authenticateDevice("device-of-" + friend, false, "", Map.of()));
      if (!again.username().equals(friend)) missing.add(friend);
    }
    return missing;
  }

  private Set<String> history() throws Exception {
    Set<String> ids = new HashSet<>();
    String cursor = "";
    do {
      ChannelMessageList page =
          wait(client.listChannelMessages(session, "2...hall", PAGE, true, cursor));
      for (ChannelMessage message : page.messages()) ids.add(message.messageId());
      cursor = page.nextCursor();
    } while (!cursor.isEmpty());
    return ids;
  }

  int acknowledged() {
    return kept.size() + said.size() + friends.size();
  }

  int losses() {
    return losses;
  }

  @Override
  public void close() {
    player.close();
    carrier.close();
  }
}
