package dev.vivarium.workbench.remote.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.Frame;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.SocketConnection;
import dev.vivarium.net.server.transport.SocketEndpoint.Admission;
import dev.vivarium.net.server.transport.SocketListener;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.remote.CallTable;
import dev.vivarium.workbench.remote.ClientSays;
import dev.vivarium.workbench.remote.SessionWire;
import dev.vivarium.workbench.remote.WireJson;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.SessionException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An admin of a real world who calls everything with anything, and one who damages what it sends:
/// each message is answered, refused in words or ends its connection, none is an error of the
/// server's own, and the world goes on. So many messages each: `-Dvivarium.session.messages=N`, by
/// the seed `-Dvivarium.session.seed=N`.
class HostileGuestIntegrationTest {
  private static final int MESSAGES = Integer.getInteger("vivarium.session.messages", 2_000);
  private static final long SEED = Long.getLong("vivarium.session.seed", 1);
  private static final int PATIENCE_S = 60;
  private static final int AT_ONCE = SessionWire.CALLS_MAX / 2;
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Principal ADMIN =
      new Principal(new UUID(1, 1), "admin", Map.of(), "admin", 0);

  @TempDir private static Path folder;
  private static RealWorld world;
  private static SessionEndpoint endpoint;
  private final Random random = new Random(SEED);
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<Long, String> open = new ConcurrentSkipListMap<>();
  private final Queue<String> ownErrors = new ConcurrentLinkedQueue<>();
  private @Nullable Guest guest;

  @BeforeAll
  static void serve() throws Exception {
    world = RealWorld.open(RealWorld.copy("tidepool", folder)).running();
    endpoint =
        new SessionEndpoint(
            token -> Optional.of(ADMIN),
            (user, name) -> Role.ADMIN,
            (user, name) -> Optional.empty());
    endpoint.host(new SharedWorld("tidepool", world.session(), List::of, (asker, act, json) -> {}));
  }

  @AfterAll
  static void end() {
    endpoint.close();
    world.close();
  }

  @Test
  void anyCallWithAnyArgumentsIsAnsweredOrRefused() throws Exception {
    AnyValues values = new AnyValues(random, texts(), handles());
    List<CallTable.Entry> entries = CallTable.get().entries();
    for (int i = 0; i < MESSAGES; i++) {
      if (random.nextInt(20) == 0) {
        visit(i);
      } else {
        CallTable.Entry entry = entries.get(random.nextInt(entries.size()));
        int where = random.nextInt(8) == 0 ? random.nextInt(4) - 1 : ClientSays.LIVE;
        String call = call(i, where, entry, values);
        open.put((long) i, call);
        say(call);
      }
    }
    goesOn();
    assertTrue(answered.get() > MESSAGES / 4, answered + " answered");
  }

  @Test
  void whatIsDamagedIsRefused() throws Exception {
    AnyValues values = new AnyValues(random, texts(), handles());
    List<CallTable.Entry> entries = CallTable.get().entries();
    for (int i = 0; i < MESSAGES; i++) {
      CallTable.Entry entry = entries.get(random.nextInt(entries.size()));
      String text = call(i, ClientSays.LIVE, entry, values);
      sayBytes(damaged(text.getBytes(UTF_8)), text);
    }
    goesOn();
  }

  private static String call(long id, int world, CallTable.Entry entry, AnyValues values) {
    return WireJson.write(
        new ClientSays.Call(
            id, world, entry.area(), entry.name(), values.list(entry.parameters())));
  }

  /// A look at an earlier tick, and on average an end of one for each.
  private void visit(long id) throws Exception {
    int number = random.nextInt(4);
    say(WireJson.write(new ClientSays.Visit(id, number, random.nextInt(40) - 5)));
    say(WireJson.write(new ClientSays.Progress(id, random.nextInt(4))));
    say(WireJson.write(new ClientSays.Leave(number)));
    free.release();
  }

  private byte[] damaged(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      copy[random.nextInt(copy.length)] =
          (byte) "{}[]\",:0\\-.e\u0000tn".charAt(random.nextInt(15));
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length)) : copy;
  }

  private List<String> texts() {
    return List.of(
        "tidepool",
        "fish",
        "Fish",
        "fish/Fish",
        "speed",
        "vivarium/Transform",
        "position",
        "1",
        "vivarium/Transform.position.x",
        "vivarium/Name",
        "fish/Scare",
        "{}",
        "[]",
        "null",
        "{\"speed\":1}",
        "[1,2,3]",
        "newest",
        "Fish and vivarium/Transform.position.x > 1",
        "plugins/fish/main.ts");
  }

  private List<Long> handles() throws Exception {
    List<Long> bits = new ArrayList<>();
    answer(world.session().entities(new EntityQuery("", 0, 50)))
        .rows()
        .forEach(row -> bits.add(row.handle().bits()));
    assertFalse(bits.isEmpty());
    return bits;
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  private void say(String text) throws Exception {
    sayBytes(text.getBytes(UTF_8), text);
  }

  private void sayBytes(byte[] bytes, String meant) throws Exception {
    if (guest == null || guest.ended) {
      guest = new Guest();
      open.clear();
    }
    assertTrue(
        free.tryAcquire(PATIENCE_S, TimeUnit.SECONDS),
        () -> "no answers; last %s; open %s\n%s".formatted(meant, open.values(), threads()));
    guest.listener.onMessage(bytes);
    if (guest.ended) {
      guest.listener.onClosed(CloseReason.GONE);
      free.drainPermits();
      free.release(AT_ONCE);
    }
  }

  private static String threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(thread ->
            thread.getKey().getName()
                + Arrays.stream(thread.getValue())
                    .map(frame -> "\n  " + frame)
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  /// The world is there, and whoever asks now is answered.
  private void goesOn() throws Exception {
    while (pastHasTooMuchToDo()) {
      Thread.onSpinWait();
    }
    assertFalse(answer(world.session().status()).plugins().isEmpty());
    assertEquals(List.of(), List.copyOf(ownErrors));
  }

  /// Else comes after all that waits on its thread.
  private static boolean pastHasTooMuchToDo() throws Exception {
    try {
      answer(world.session().history().recordings());
      return false;
    } catch (ExecutionException e) {
      assertInstanceOf(SessionException.class, e.getCause());
      return true;
    }
  }

  /// A connection without a socket.
  private final class Guest implements SocketConnection {
    private final SocketListener listener;
    private volatile boolean ended;

    Guest() {
      HttpCall call =
          new HttpCall("GET", List.of(), Map.of(), Optional.empty(), new byte[0], remote());
      listener = ((Admission.Accepted) endpoint.admit(call)).open().apply(this);
      listener.onMessage(
          WireJson.write(
                  new ClientSays.Hello(
                      SessionWire.VERSION, CallTable.get().shape(), "token", "tidepool"))
              .getBytes(UTF_8));
    }

    @Override
    public boolean send(Frame frame) {
      String text = new String(frame.bytes(), UTF_8);
      if (text.contains("its log says why")) {
        ownErrors.add(text);
      }
      if (text.startsWith("{\"is\":\"Answer\"") || text.startsWith("{\"is\":\"Failed\"")) {
        answered.incrementAndGet();
        Matcher id = ID.matcher(text);
        if (id.find()) {
          open.remove(Long.parseLong(id.group(1)));
        }
        if (!ended) {
          free.release();
        }
      }
      return !ended;
    }

    @Override
    public void close(CloseReason reason) {
      ended = true;
      if (reason.code() != CloseReason.badMessage("").code()) {
        ownErrors.add(reason.toString());
      }
    }

    @Override
    public int queued() {
      return 0;
    }

    @Override
    public InetSocketAddress remote() {
      return InetSocketAddress.createUnresolved("far", 1);
    }
  }
}
