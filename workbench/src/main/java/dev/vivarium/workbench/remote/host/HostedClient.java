package dev.vivarium.workbench.remote.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.Frame;
import dev.vivarium.net.server.transport.SocketConnection;
import dev.vivarium.net.server.transport.SocketListener;
import dev.vivarium.workbench.remote.CallTable;
import dev.vivarium.workbench.remote.ClientSays;
import dev.vivarium.workbench.remote.MalformedException;
import dev.vivarium.workbench.remote.Permissions;
import dev.vivarium.workbench.remote.ServerSays;
import dev.vivarium.workbench.remote.SessionWire;
import dev.vivarium.workbench.remote.WireJson;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.People.Person;
import dev.vivarium.workbench.session.People.Way;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.SessionRole;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One user at one world, from afar. What it sends is taken one message after the other; answers go
/// out as they come.
final class HostedClient implements SocketListener {
  private static final Logger LOG = LoggerFactory.getLogger(HostedClient.class);
  private static final CallTable TABLE = CallTable.get();

  private static final int LARGE_BYTES = 256 << 10;
  private static final int LARGE_QUEUED_MAX = 4;

  /// Somebody who was let in.
  private record Guest(
      Principal principal,
      Desks desks,
      GuestSession session,
      HostedVisits visits,
      Subscription events) {}

  private final SessionEndpoint endpoint;
  private final SocketConnection connection;
  private final AtomicInteger underWay = new AtomicInteger();

  // Written by the connection's thread alone.
  private volatile @Nullable Guest guest;
  private volatile SessionRole role = SessionRole.VIEWER;
  private volatile List<EntityHandle> selected = List.of();
  private volatile long pingMs = -1;
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  HostedClient(SessionEndpoint endpoint, SocketConnection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  boolean isOf(UUID userId) {
    Guest in = guest;
    return in != null && in.principal().userId().equals(userId);
  }

  boolean isAt(Desks desks) {
    Guest in = guest;
    return in != null && in.desks() == desks;
  }

  /// Who it is, once it was let in.
  Principal principal() {
    Guest in = guest;
    if (in == null) {
      throw new IllegalStateException("nobody yet");
    }
    return in.principal();
  }

  SessionRole role() {
    return role;
  }

  void looksAt(List<EntityHandle> entities, long measuredPingMs) {
    selected = List.copyOf(entities);
    pingMs = measuredPingMs;
  }

  /// As others see it.
  Optional<Person> person(Principal asker, boolean seesTraffic) {
    Guest in = guest;
    if (in == null) {
      return Optional.empty();
    }
    UUID user = in.principal().userId();
    return Optional.of(
        new Person(
            Way.WORKBENCH,
            0,
            user.toString(),
            in.principal().username(),
            role,
            user.equals(asker.userId()),
            Desks.hue(user),
            false,
            false,
            seesTraffic ? pingMs : -1,
            seesTraffic ? bytesIn.sum() : 0,
            seesTraffic ? bytesOut.sum() : 0,
            List.of(),
            selected));
  }

  void end(CloseReason reason) {
    connection.close(reason);
  }

  void mustHaveGreeted() {
    if (guest == null) {
      end(CloseReason.badMessage("no greeting in time"));
    }
  }

  @Override
  public void onMessage(byte[] bytes) {
    bytesIn.add(bytes.length);
    try {
      take(WireJson.readAtServer(bytes));
    } catch (MalformedException e) {
      LOG.info("event=session_malformed remote={} what={}", connection.remote(), e.getMessage());
      end(CloseReason.badMessage(String.valueOf(e.getMessage())));
    }
  }

  private void take(ClientSays message) throws MalformedException {
    Guest in = guest;
    if (message instanceof ClientSays.Hello hello) {
      if (in != null) {
        throw new MalformedException("a second greeting");
      }
      greet(hello);
      return;
    }
    if (in == null) {
      throw new MalformedException("no greeting");
    }
    switch (message) {
      case ClientSays.Hello _ -> {}
      case ClientSays.Call call -> call(in, call);
      case ClientSays.Visit visit ->
          answer(
              visit.id(),
              () -> in.visits().begin(visit.world(), visit.tick()),
              there -> BooleanNode.TRUE);
      case ClientSays.Progress progress ->
          answer(
              progress.id(),
              () -> CompletableFuture.completedFuture(in.visits().progress(progress.world())),
              DoubleNode::new);
      case ClientSays.Leave leave -> in.visits().leave(leave.world());
    }
  }

  // Coming in.

  private void greet(ClientSays.Hello hello) {
    if (hello.version() != SessionWire.VERSION || !hello.shape().equals(TABLE.shape())) {
      refuse(
          ServerSays.Cause.FINAL,
          "The server runs another version of Vivarium; use the same one on both sides.");
      return;
    }
    var principal = endpoint.principal(hello.token());
    if (principal.isEmpty()) {
      refuse(ServerSays.Cause.TOKEN, "The sign-in is no longer good; sign in again.");
      return;
    }
    var world = endpoint.world(hello.world());
    var ban = world.flatMap(desks -> endpoint.ban(principal.get().userId(), desks.world().name()));
    if (ban.isPresent()) {
      refuse(ServerSays.Cause.FINAL, ban.get());
      return;
    }
    if (world.isEmpty()) {
      refuse(ServerSays.Cause.FINAL, noWorld(hello.world()));
      return;
    }
    welcome(principal.get(), world.get());
  }

  private String noWorld(String name) {
    String there =
        endpoint.names().isEmpty()
            ? "There is none here."
            : "Here there are: " + String.join(", ", endpoint.names()) + ".";
    return (name.isEmpty() ? "Say which world. " : "There is no world " + name + ". ") + there;
  }

  private void refuse(ServerSays.Cause cause, String reason) {
    send(new ServerSays.Refused(cause, reason));
    end(CloseReason.NORMAL);
  }

  private void welcome(Principal principal, Desks desks) {
    SharedWorld world = desks.world();
    role = roleOf(principal, world);
    send(new ServerSays.Welcome(world.name(), principal.username(), role));
    GuestSession session =
        new GuestSession(desks, principal, new GuestPeople(endpoint, desks, this));
    Subscription events = session.subscribe(this::tell);
    guest = new Guest(principal, desks, session, new HostedVisits(session), events);
    desks.joined(this);
    LOG.info(
        "event=session_joined user={} world={} role={}",
        principal.username(),
        world.name(),
        role.text());
  }

  private SessionRole roleOf(Principal principal, SharedWorld world) {
    return SessionRole.valueOf(endpoint.roles().of(principal.userId(), world.name()).name());
  }

  private void tell(SessionEvent event) {
    send(new ServerSays.Event(event));
  }

  // Calls.

  private void call(Guest in, ClientSays.Call call) throws MalformedException {
    CallTable.Entry entry =
        TABLE
            .find(call.area(), call.method())
            .orElseThrow(
                () -> new MalformedException("no call " + call.area() + "." + call.method()));
    Object[] arguments = entry.arguments(call.arguments());
    SessionRole now = currentRole(in);
    String obstacle = Permissions.obstacle(entry, now);
    if (!obstacle.isEmpty()) {
      send(new ServerSays.Failed(call.id(), obstacle));
      return;
    }
    if (arguments.length == 1 && arguments[0] instanceof WorldCommand command) {
      String refusal = Permissions.obstacle(command, now);
      if (!refusal.isEmpty()) {
        send(new ServerSays.Answer(call.id(), entry.answer(new CommandResult.Refused(refusal))));
        return;
      }
    }
    answer(call.id(), () -> perform(in, call.world(), entry, arguments), entry::answer);
  }

  /// Asked anew each time: a role that was taken away does no harm a moment later.
  private SessionRole currentRole(Guest in) {
    SessionRole now = roleOf(in.principal(), in.desks().world());
    if (now != role) {
      role = now;
      send(new ServerSays.RoleChanged(now));
    }
    return now;
  }

  private CompletableFuture<?> perform(
      Guest in, int world, CallTable.Entry entry, Object[] arguments) {
    WorldSession session =
        switch (world) {
          case ClientSays.LIVE -> in.session();
          case ClientSays.CLIENT -> in.session().client();
          default -> in.visits().world(world);
        };
    try {
      Object area =
          entry.area().equals(CallTable.SESSION)
              ? session
              : WorldSession.class.getMethod(entry.area()).invoke(session);
      return (CompletableFuture<?>) entry.method().invoke(area, arguments);
    } catch (InvocationTargetException e) {
      return CompletableFuture.failedFuture(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the table is made of methods that can be called", e);
    }
  }

  private interface Work {
    CompletableFuture<?> begin();
  }

  private <T> void answer(long id, Work work, Function<T, JsonNode> json) {
    if (underWay.incrementAndGet() > SessionWire.CALLS_MAX) {
      underWay.decrementAndGet();
      send(new ServerSays.Failed(id, "Too many questions at once; wait for answers first."));
      return;
    }
    CompletableFuture<?> future;
    try {
      future = work.begin();
    } catch (RuntimeException e) {
      future = CompletableFuture.failedFuture(e);
    }
    var _ =
        future.whenCompleteAsync(
            (value, problem) -> answered(id, value, problem, json), endpoint.workers());
  }

  @SuppressWarnings("unchecked") // what a call gives is what its table entry writes
  private <T> void answered(
      long id, @Nullable Object value, @Nullable Throwable problem, Function<T, JsonNode> json) {
    underWay.decrementAndGet();
    if (problem != null || value == null) {
      send(new ServerSays.Failed(id, reason(problem)));
      return;
    }
    byte[] text = WireJson.write(new ServerSays.Answer(id, json.apply((T) value)));
    if (text.length > SessionWire.DOWN_BYTES_MAX) {
      String tooLarge = "The answer is larger than %d MiB; ask for less at once.";
      send(new ServerSays.Failed(id, tooLarge.formatted(SessionWire.DOWN_BYTES_MAX >> 20)));
    } else {
      sendLarge(text);
    }
  }

  /// Who lets large answers pile up reads too slowly to be kept.
  private void sendLarge(byte[] text) {
    if (text.length > LARGE_BYTES && connection.queued() > LARGE_QUEUED_MAX) {
      end(CloseReason.QUEUE_FULL);
    } else {
      send(text);
    }
  }

  private static String reason(@Nullable Throwable problem) {
    Throwable cause = problem;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof SessionException || cause instanceof IllegalArgumentException) {
      return String.valueOf(cause.getMessage());
    }
    LOG.warn("event=session_call_failed", cause);
    return "The server could not answer; its log says why.";
  }

  private void send(ServerSays message) {
    send(WireJson.write(message));
  }

  private void send(byte[] text) {
    bytesOut.add(text.length);
    var _ = connection.send(new Frame.Text(text));
  }

  @Override
  public void onClosed(CloseReason reason) {
    endpoint.gone(this);
    Guest in = guest;
    if (in != null) {
      in.desks().left(this);
      in.events().close();
      in.visits().close();
      LOG.info("event=session_left user={} reason={}", in.principal().username(), reason.words());
    }
  }
}
