package dev.vivarium.workbench.remote.host;

import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.Frame;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.SocketConnection;
import dev.vivarium.net.server.transport.SocketEndpoint.Admission;
import dev.vivarium.net.server.transport.SocketListener;
import dev.vivarium.workbench.remote.RemoteWorldSession;
import dev.vivarium.workbench.remote.SessionLink;
import dev.vivarium.workbench.remote.SessionThread;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldSession;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A server's endpoint without sockets, in virtual time: a name is the token of the user of that
/// name, and every message takes a while. Belongs to one thread.
final class Guests {
  static final long DELAY_MS = 50;

  private final VirtualClock clock = new VirtualClock();
  private final Map<UUID, Role> roles = new HashMap<>();
  final Map<UUID, String> bans = new HashMap<>();
  final List<Participant> players = new ArrayList<>();
  final List<String> moderated = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private final SessionEndpoint endpoint;
  private long nowMs;
  boolean reachable = true;
  boolean answers = true;
  final List<String> tokensAsked = new ArrayList<>();

  Guests(WorldSession world) {
    endpoint =
        new SessionEndpoint(
            token ->
                token.startsWith("stale")
                    ? Optional.empty()
                    : Optional.of(new Principal(id(token), token, Map.of(), token, 0)),
            (user, name) -> roles.getOrDefault(user, Role.VIEWER),
            (user, name) -> Optional.ofNullable(bans.get(user)),
            Runnable::run);
    endpoint.host(
        new SharedWorld(
            "tank", world, () -> players, (asker, act, json) -> moderated.add(act + json)));
  }

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  void give(String name, Role role) {
    roles.put(id(name), role);
  }

  SessionEndpoint endpoint() {
    return endpoint;
  }

  void pass(long millis) {
    for (long i = 0; i < millis; i++) {
      nowMs++;
      clock.advance(1);
    }
  }

  RemoteWorldSession session(String name, String world) {
    return session(name, name, world);
  }

  /// @param first the token at first, `name` from when that was refused
  RemoteWorldSession session(String first, String name, String world) {
    return new RemoteWorldSession(
        this::dial,
        refused -> {
          String token = refused ? name : first;
          tokensAsked.add(token);
          return CompletableFuture.completedFuture(token);
        },
        "far:1",
        world,
        new VirtualThread(),
        new Random(1));
  }

  /// All connections are lost, without a word.
  void cut() {
    for (Wire wire : List.copyOf(wires)) {
      wire.cut();
    }
  }

  int open() {
    return wires.size();
  }

  /// What somebody says who keeps to no protocol; gives why the connection ended.
  Optional<CloseReason> say(String... texts) {
    Wire wire = new Wire(new Deaf());
    for (String text : texts) {
      if (wire.ended.isEmpty()) {
        wire.listener.onMessage(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return wire.ended;
  }

  private SessionLink dial(SessionLink.Listener listener) {
    if (!reachable) {
      clock.after(
          DELAY_MS, () -> listener.closed(new SessionLink.Loss("far cannot be reached.", false)));
      return new Nothing();
    }
    Wire wire = new Wire(listener);
    clock.after(DELAY_MS, listener::opened);
    return wire;
  }

  private final class VirtualThread implements SessionThread {
    private boolean closed;

    @Override
    public void execute(Runnable task) {
      after(0, task);
    }

    @Override
    public void after(long millis, Runnable task) {
      clock.after(
          millis,
          () -> {
            if (!closed) {
              task.run();
            }
          });
    }

    @Override
    public long nowMs() {
      return nowMs;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Deaf implements SessionLink.Listener {
    @Override
    public void opened() {}

    @Override
    public void text(String text) {}

    @Override
    public void pong() {}

    @Override
    public void closed(SessionLink.Loss loss) {}
  }

  private static final class Nothing implements SessionLink {
    @Override
    public void send(String text) {}

    @Override
    public void ping() {}

    @Override
    public void more() {}

    @Override
    public void close() {}
  }

  /// Both ends of a connection.
  private final class Wire implements SessionLink, SocketConnection {
    private final SessionLink.Listener client;
    private final SocketListener listener;
    private boolean over;
    private Optional<CloseReason> ended = Optional.empty();

    Wire(SessionLink.Listener client) {
      this.client = client;
      HttpCall call =
          new HttpCall("GET", List.of(), Map.of(), Optional.empty(), new byte[0], remote());
      listener = ((Admission.Accepted) endpoint.admit(call)).open().apply(this);
      wires.add(this);
    }

    private void soon(Runnable act) {
      clock.after(
          DELAY_MS,
          () -> {
            if (!over) {
              act.run();
            }
          });
    }

    @Override
    public void send(String text) {
      soon(() -> listener.onMessage(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void ping() {
      soon(() ->
          soon(() -> {
            if (answers) {
              client.pong();
            }
          }));
    }

    @Override
    public void more() {}

    @Override
    public void close() {
      cut();
    }

    @Override
    public boolean send(Frame frame) {
      String text = new String(frame.bytes(), StandardCharsets.UTF_8);
      soon(() -> {
        if (answers) {
          client.text(text);
        }
      });
      return !over;
    }

    @Override
    public void close(CloseReason reason) {
      ended = Optional.of(reason);
      soon(this::cut);
    }

    @Override
    public int queued() {
      return 0;
    }

    @Override
    public InetSocketAddress remote() {
      return InetSocketAddress.createUnresolved("far", 1);
    }

    private void cut() {
      if (!over) {
        over = true;
        wires.remove(this);
        listener.onClosed(CloseReason.GONE);
        client.closed(new SessionLink.Loss("The connection is lost.", false));
      }
    }
  }
}
