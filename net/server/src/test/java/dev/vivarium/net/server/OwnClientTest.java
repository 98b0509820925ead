package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.DefaultSocket;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.MatchFilter;
import dev.vivarium.net.client.RequestFailure.ClientError;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.Socket;
import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.client.SocketFailure;
import dev.vivarium.net.client.WebSocketAdapter;
import dev.vivarium.net.protocol.control.Account;
import dev.vivarium.net.protocol.control.AccountUpdate;
import dev.vivarium.net.protocol.control.ChannelMessage;
import dev.vivarium.net.protocol.control.ChannelMessageList;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.MatchList.ListedMatch;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.StorageAcks;
import dev.vivarium.net.protocol.control.StorageDelete;
import dev.vivarium.net.protocol.control.StorageObjectList;
import dev.vivarium.net.protocol.control.StorageRead;
import dev.vivarium.net.protocol.control.StorageWrite;
import dev.vivarium.net.protocol.control.User;
import dev.vivarium.net.protocol.control.UserPresence;
import dev.vivarium.net.server.control.RpcFunctions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our own client runs the list that `nakama.mjs` has for Nakama's: every call of the subset, over
/// TLS.
class OwnClientTest {
  private static final String HTTP_KEY = "httpkey-of-the-test";
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final List<Someone> users = new ArrayList<>();
  private VivariumServer server;
  private ServerAddress address;
  private ServerTrust trust;
  private Client client;

  /// A user with a socket, and what the socket told.
  private final class Someone {
    final Session session;
    final Socket socket;
    final List<Object> told = new ArrayList<>();

    Someone(Session session, boolean online) throws Exception {
      this.session = session;
      socket = new DefaultSocket(address, new WebSocketAdapter(trust));
      socket.onConnected(() -> told.add("connected"));
      socket.onClosed(told::add);
      socket.onReceivedChannelMessage(told::add);
      socket.onReceivedChannelPresence(told::add);
      socket.onReceivedError(told::add);
      socket.onReceivedMatchState(told::add);
      socket.onReceivedMatchPresence(told::add);
      socket.onReceivedNotification(told::add);
      socket.onReceivedStatusPresence(told::add);
      users.add(this);
      done(socket.connect(session, online, WAIT));
      assertEquals("connected", next(String.class));
    }

    <T> T next(Class<T> type) {
      return next(type, any -> true);
    }

    /// Takes the first of these out of what was told, waiting for it.
    <T> T next(Class<T> type, Predicate<T> fits) {
      List<T> found = new ArrayList<>();
      until(() -> {
        for (Iterator<Object> all = told.iterator(); all.hasNext() && found.isEmpty(); ) {
          Object one = all.next();
          if (type.isInstance(one) && fits.test(type.cast(one))) {
            found.add(type.cast(one));
            all.remove();
          }
        }
        return !found.isEmpty();
      });
      return found.getFirst();
    }

    boolean wasTold(Class<?> type) {
      return told.stream().anyMatch(type::isInstance);
    }
  }

  private interface So {
    boolean holds();
  }

  @BeforeEach
  void start() throws Exception {
    RpcFunctions functions = new RpcFunctions();
    functions.register("echo", RpcFunctions.Call::payload);
    server =
        VivariumServer.start(
            ServerOptions.builder(InstantSource.system()).httpKey(HTTP_KEY).passwordCost(4).build(),
            functions);
    Pond.openOn(server);
    address = new ServerAddress("127.0.0.1", server.address().getPort(), true);
    trust = new ServerTrust.Pinned(Fingerprint.parse(server.fingerprint().orElseThrow()));
    client = new DefaultClient(new RestHttpAdapter(address, trust, Duration.ofMinutes(1)));
  }

  @AfterEach
  void stop() {
    users.forEach(user -> user.socket.close());
    server.close();
  }

  /// Lets every socket go on until it is so.
  private void until(So so) {
    long end = System.nanoTime() + WAIT.toNanos();
    while (!so.holds()) {
      assertTrue(
          System.nanoTime() < end, () -> users.stream().map(u -> u.told).toList().toString());
      users.forEach(user -> user.socket.tick());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /// The answer on a socket.
  private <T> T done(CompletableFuture<T> answer) throws Exception {
    until(answer::isDone);
    return answer.get();
  }

  private SocketFailure fails(CompletableFuture<?> answer) {
    until(answer::isDone);
    return assertInstanceOf(
        SocketFailure.class, assertThrows(ExecutionException.class, answer::get).getCause());
  }

  /// The answer to a request.
  private static <T> T got(CompletableFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(WAIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void refused(int status, int code, CompletableFuture<?> answer) {
    var error =
        assertInstanceOf(
            ClientError.class,
            assertThrows(ExecutionException.class, () -> got(answer)).getCause());
    assertEquals(status, error.status(), error::getMessage);
    assertEquals(code, error.error().orElseThrow().code());
  }

  private Session device(String name) throws Exception {
    return got(client.authenticateDevice("device-" + name, true, name, Map.of()));
  }

  private Someone user(String name, boolean online) throws Exception {
    return new Someone(device(name), online);
  }

  @Test
  void signsInByDeviceEmailAndCustomId() throws Exception {
    Session alice = got(client.authenticateDevice("device-alice", true, "alice", Map.of("a", "b")));
    assertTrue(alice.isCreated());
    assertEquals("alice", alice.username());
    assertEquals(Map.of("a", "b"), alice.vars());
    assertFalse(device("alice").isCreated());
    assertEquals(alice.userId(), device("alice").userId());

    String email = "bob@example.org";
    assertTrue(
        got(client.authenticateEmail(email, "correct horse", true, "bob", Map.of())).isCreated());
    refused(401, 16, client.authenticateEmail(email, "wrong horse", true, "", Map.of()));
    refused(400, 3, client.authenticateEmail("carl@example.org", "short", true, "", Map.of()));

    assertTrue(got(client.authenticateCustom("custom-1", true, "carol", Map.of())).isCreated());
    refused(404, 5, client.authenticateCustom("custom-2", false, "", Map.of()));
    refused(409, 6, client.authenticateCustom("custom-3", true, "carol", Map.of()));
    Client stranger =
        new DefaultClient(
            new RestHttpAdapter(address, trust, Duration.ofMinutes(1)),
            "otherkey",
            ClientClock.SYSTEM);
    refused(401, 16, stranger.authenticateCustom("custom-1", true, "", Map.of()));
  }

  @Test
  void refreshesItsSessionAndLogsOut() throws Exception {
    Session alice = device("alice");
    Session kept = Session.restore(alice.token(), alice.refreshToken());
    Session fresh = got(client.sessionRefresh(kept, Map.of("lang", "de")));
    assertEquals(Map.of("lang", "de"), fresh.vars());
    assertEquals(alice.userId(), fresh.userId());
    refused(
        401, 16, client.sessionRefresh(Session.restore(alice.token(), alice.token()), Map.of()));

    Someone open = new Someone(alice, false);
    got(client.sessionLogout(alice));

    open.next(SocketClosed.class);
    refused(401, 16, client.getAccount(Session.restore(alice.token(), "")));
    refused(
        401,
        16,
        client.sessionRefresh(Session.restore(alice.token(), alice.refreshToken()), Map.of()));
    Socket late = new DefaultSocket(address, new WebSocketAdapter(trust));
    CompletableFuture<Void> connected =
        late.connect(Session.restore(alice.token(), ""), false, WAIT);
    until(() -> {
      late.tick();
      return connected.isDone();
    });
    assertThrows(ExecutionException.class, connected::get);
    assertEquals(
        List.of(new Account.Device("device-alice")), got(client.getAccount(fresh)).devices());
  }

  @Test
  void aSessionThatSoonEndsIsRefreshedByItself() throws Exception {
    try (VivariumServer brief =
        VivariumServer.start(
            ServerOptions.builder(InstantSource.system())
                .tokenLives(Duration.ofSeconds(200), Duration.ofHours(1))
                .build())) {
      ServerTrust pinned =
          new ServerTrust.Pinned(Fingerprint.parse(brief.fingerprint().orElseThrow()));
      ServerAddress there = new ServerAddress("127.0.0.1", brief.address().getPort(), true);
      Client asking = new DefaultClient(new RestHttpAdapter(there, pinned));
      Session alice = got(asking.authenticateDevice("device-alice", true, "", Map.of()));
      String before = alice.token();
      got(asking.getAccount(alice));
      assertNotEquals(before, alice.token());
    }
  }

  @Test
  void readsAndChangesAccountsAndFindsUsers() throws Exception {
    Session alice = device("alice");
    Session bob =
        got(client.authenticateEmail("bob@example.org", "correct horse", true, "bob", Map.of()));
    got(
        client.updateAccount(
            alice,
            new AccountUpdate(
                null, "Alice ä", "https://example.org/a.png", "de", "Here", "Europe/Berlin")));

    Account account = got(client.getAccount(alice));
    User user = account.user();
    assertNotNull(user);
    assertEquals("Alice ä", user.displayName());
    assertEquals("de", user.langTag());
    assertEquals("Europe/Berlin", user.timezone());
    assertEquals(List.of(new Account.Device("device-alice")), account.devices());
    assertEquals("bob@example.org", got(client.getAccount(bob)).email());
    refused(
        400,
        3,
        client.updateAccount(alice, new AccountUpdate("bob", null, null, null, null, null)));
    assertEquals(
        List.of("alice", "bob"),
        got(client.getUsers(alice, List.of(bob.userId()), List.of("alice", "no such name")))
            .users()
            .stream()
            .map(User::username)
            .sorted()
            .toList());
  }

  @Test
  void meetsOthersInMatches() throws Exception {
    Someone alice = user("alice", true);
    Someone bob = user("bobby", true);
    Someone carol = user("carol", false);

    ServerMessage.Match named = done(alice.socket.createMatch("named"));
    assertEquals("8422165c-c848-52e0-a57d-3ef10e912319.", named.matchId());
    assertEquals(named.matchId(), done(bob.socket.createMatch("named")).matchId());
    done(bob.socket.leaveMatch(named.matchId()));

    String match = done(alice.socket.createMatch("")).matchId();
    ServerMessage.Match joined = done(bob.socket.joinMatchById(match, Map.of("team", "blue")));
    assertEquals(2, joined.size());
    assertEquals(alice.session.userId(), joined.presences().getFirst().userId());
    ServerMessage.MatchPresenceEvent arrival =
        alice.next(
            ServerMessage.MatchPresenceEvent.class,
            event -> event.matchId().equals(match) && names(event.joins()).contains("bobby"));
    assertTrue(arrival.leaves().isEmpty());
    done(carol.socket.joinMatchById(match, Map.of()));
    assertEquals(
        4,
        fails(alice.socket.joinMatchById("00000000-0000-4000-8000-000000000000.", Map.of()))
            .code());
    assertEquals(3, fails(alice.socket.joinMatchById("nonsense", Map.of())).code());

    byte[] data = {1, 2, 3};
    assertTrue(alice.socket.sendMatchState(match, 42, data, List.of(), true));
    ServerMessage.MatchData state = bob.next(ServerMessage.MatchData.class);
    assertEquals(42, state.opCode());
    assertArrayEquals(data, state.data());
    UserPresence sender = state.presence();
    assertNotNull(sender);
    assertEquals("alice", sender.username());
    carol.next(ServerMessage.MatchData.class);
    UserPresence self = joined.self();
    assertNotNull(self);
    assertTrue(alice.socket.sendMatchState(match, 7, data, List.of(self), false));
    assertEquals(7, bob.next(ServerMessage.MatchData.class).opCode());

    done(bob.socket.leaveMatch(match));
    alice.next(
        ServerMessage.MatchPresenceEvent.class,
        event -> event.matchId().equals(match) && names(event.leaves()).contains("bobby"));
    carol.socket.close();
    alice.next(
        ServerMessage.MatchPresenceEvent.class,
        event -> event.matchId().equals(match) && names(event.leaves()).contains("carol"));
    assertFalse(carol.wasTold(ServerMessage.MatchData.class));
  }

  private static List<String> names(List<UserPresence> presences) {
    return presences.stream().map(UserPresence::username).toList();
  }

  @Test
  void findsTheWorldAndIsInIt() throws Exception {
    Someone alice = user("alice", false);
    Someone bob = user("bobby", false);

    List<ListedMatch> listed =
        got(client.listMatches(alice.session, worlds("", "+label.world:pond"))).matches();
    assertEquals(1, listed.size());
    ListedMatch world = listed.getFirst();
    assertTrue(world.authoritative());
    assertEquals(60, world.tickRate());
    ServerMessage.Match entered =
        done(alice.socket.joinMatchById(world.matchId(), Map.of("as", "builder")));
    assertEquals(world.label(), entered.label());
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    assertTrue(alice.socket.sendMatchState(world.matchId(), 5, hello, List.of(), true));
    ServerMessage.MatchData echo = alice.next(ServerMessage.MatchData.class);
    assertArrayEquals(hello, echo.data());
    assertNull(echo.presence());
    SocketFailure rejected =
        fails(bob.socket.joinMatchById(world.matchId(), Map.of("as", "vandal")));
    assertEquals(5, rejected.code());
    assertEquals("no vandals", rejected.getMessage());
    done(alice.socket.leaveMatch(world.matchId()));
    assertTrue(got(client.listMatches(alice.session, worlds("other", ""))).matches().isEmpty());
    assertEquals(1, got(client.listMatches(alice.session, MatchFilter.ANY)).matches().size());
    refused(
        400, 3, client.listMatches(alice.session, new MatchFilter(101, null, "", null, null, "")));
  }

  private static MatchFilter worlds(String label, String query) {
    return new MatchFilter(10, true, label, 0, 100, query);
  }

  @Test
  void talksInRoomsAndReadsTheHistoryPageByPage() throws Exception {
    Someone alice = user("alice", false);
    Someone bob = user("bobby", false);
    ServerMessage.Channel room =
        done(alice.socket.joinChat("lobby", ChannelType.ROOM, true, false));
    assertEquals("2...lobby", room.id());
    done(bob.socket.joinChat("lobby", ChannelType.ROOM, true, false));
    alice.next(
        ServerMessage.ChannelPresenceEvent.class, event -> names(event.joins()).contains("bobby"));

    ServerMessage.ChannelMessageAck sent =
        done(alice.socket.writeChatMessage(room.id(), "{\"n\":0}"));
    assertEquals("alice", sent.username());
    assertEquals("{\"n\":0}", bob.next(ChannelMessage.class).content());
    alice.next(ChannelMessage.class);
    assertEquals(
        ChannelMessage.CHANGED,
        done(alice.socket.updateChatMessage(room.id(), sent.messageId(), "{\"n\":9}")).code());
    assertEquals("{\"n\":9}", bob.next(ChannelMessage.class).content());
    assertEquals(3, fails(bob.socket.updateChatMessage(room.id(), sent.messageId(), "{}")).code());
    for (int i = 1; i <= 4; i++) {
      done(alice.socket.writeChatMessage(room.id(), "{\"n\":" + i + "}"));
    }

    ChannelMessageList first = history(bob, room.id(), "");
    assertEquals(List.of("{\"n\":9}", "{\"n\":1}", "{\"n\":2}"), contents(first));
    ChannelMessageList second = history(bob, room.id(), first.nextCursor());
    assertEquals(List.of("{\"n\":3}", "{\"n\":4}"), contents(second));
    assertEquals("", second.nextCursor());
    assertEquals(contents(first), contents(history(bob, room.id(), second.prevCursor())));

    assertEquals(
        ChannelMessage.REMOVED,
        done(alice.socket.removeChatMessage(room.id(), sent.messageId())).code());
    bob.next(ChannelMessage.class, m -> Integer.valueOf(ChannelMessage.REMOVED).equals(m.code()));
    done(bob.socket.leaveChat(room.id()));
    alice.next(
        ServerMessage.ChannelPresenceEvent.class, event -> names(event.leaves()).contains("bobby"));
    assertEquals(3, fails(bob.socket.writeChatMessage(room.id(), "{}")).code());
  }

  private ChannelMessageList history(Someone reader, String channel, String cursor)
      throws Exception {
    return got(client.listChannelMessages(reader.session, channel, 3, true, cursor));
  }

  private static List<String> contents(ChannelMessageList page) {
    return page.messages().stream().map(ChannelMessage::content).toList();
  }

  @Test
  void talksToOneOtherAlone() throws Exception {
    Someone alice = user("alice", false);
    Someone bob = user("bobby", false);
    Session carol = device("carol");

    String direct =
        done(alice.socket.joinChat(bob.session.userId(), ChannelType.DIRECT, true, false)).id();
    done(bob.socket.joinChat(alice.session.userId(), ChannelType.DIRECT, true, false));
    done(bob.socket.writeChatMessage(direct, "{\"psst\":1}"));

    assertEquals("{\"psst\":1}", alice.next(ChannelMessage.class).content());
    refused(403, 7, client.listChannelMessages(carol, direct, 1, true, ""));
    assertEquals(
        3,
        fails(
                alice.socket.joinChat(
                    "00000000-0000-4000-8000-00000000000a", ChannelType.GROUP, true, false))
            .code());
  }

  @Test
  void followsWhatOthersSayOfThemselves() throws Exception {
    Someone alice = user("alice", true);
    Someone carol = user("carol", false);
    alice.next(ServerMessage.StatusPresenceEvent.class);

    ServerMessage.Status status =
        done(carol.socket.followUsers(List.of(alice.session.userId()), List.of()));
    assertEquals("", status.presences().getFirst().status());
    done(alice.socket.updateStatus("building"));
    assertEquals(
        "building", carol.next(ServerMessage.StatusPresenceEvent.class).joins().getLast().status());
    done(alice.socket.updateStatus(null));
    carol.next(
        ServerMessage.StatusPresenceEvent.class,
        event -> event.joins().isEmpty() && names(event.leaves()).contains("alice"));
    done(carol.socket.unfollowUsers(List.of(alice.session.userId())));
    done(alice.socket.updateStatus("back"));
    done(carol.socket.rpc("echo", "{}"));
    assertFalse(carol.wasTold(ServerMessage.StatusPresenceEvent.class));
    assertTrue(
        got(client.getUsers(carol.session, List.of(), List.of("alice")))
            .users()
            .getFirst()
            .online());
  }

  @Test
  void keepsObjectsByVersionAndPermission() throws Exception {
    Session alice = device("alice");
    Session bob = device("bobby");
    StorageAcks.Ack ack =
        got(client.writeStorageObjects(alice, List.of(item("saves", "slot", "", 2))))
            .acks()
            .getFirst();
    assertEquals(alice.userId(), ack.userId());
    String stale = "0".repeat(32);
    refused(
        400,
        3,
        client.writeStorageObjects(
            alice, List.of(item("saves", "other", "", 2), item("saves", "slot", stale, 2))));
    refused(400, 3, client.writeStorageObjects(alice, List.of(item("saves", "slot", "*", 2))));

    StorageObjectList read =
        got(
            client.readStorageObjects(
                bob,
                List.of(
                    new StorageRead.Key("saves", "slot", alice.userId()),
                    new StorageRead.Key("saves", "other", alice.userId()))));
    assertEquals(1, read.objects().size());
    assertEquals(ack.version(), read.objects().getFirst().version());

    got(
        client.writeStorageObjects(
            alice,
            List.of(
                item("list", "k1", "", 2), item("list", "k2", "", 2), item("list", "k3", "", 1))));
    StorageObjectList page =
        got(client.listUsersStorageObjects(alice, "list", alice.userId(), 2, ""));
    StorageObjectList rest =
        got(client.listUsersStorageObjects(alice, "list", alice.userId(), 2, page.cursor()));
    assertEquals(2, page.objects().size());
    assertEquals(1, rest.objects().size());
    assertEquals("", rest.cursor());
    assertEquals(2, got(client.listStorageObjects(bob, "list", 100, "")).objects().size());

    refused(
        400,
        3,
        client.deleteStorageObjects(alice, List.of(new StorageDelete.Key("saves", "slot", stale))));
    got(
        client.deleteStorageObjects(
            alice, List.of(new StorageDelete.Key("saves", "slot", ack.version()))));
    assertTrue(
        got(client.readStorageObjects(
                alice, List.of(new StorageRead.Key("saves", "slot", alice.userId()))))
            .objects()
            .isEmpty());
  }

  private static StorageWrite.Item item(
      String collection, String key, String version, @Nullable Integer read) {
    return new StorageWrite.Item(collection, key, "{\"hp\":5}", version, read, 1);
  }

  @Test
  void callsFunctionsEitherWay() throws Exception {
    Someone alice = user("alice", false);

    assertEquals("{\"z\":1}", got(client.rpc(alice.session, "echo", "{\"z\":1}")).payload());
    assertEquals("{\"y\":2}", got(client.rpcHttpKey(HTTP_KEY, "echo", "{\"y\":2}")).payload());
    refused(401, 16, client.rpcHttpKey("wrong", "echo", "{}"));
    refused(404, 5, client.rpc(alice.session, "nothing", "{}"));
    assertEquals("{\"x\":1}", done(alice.socket.rpc("echo", "{\"x\":1}")).payload());
    assertEquals(6, fails(alice.socket.rpc("nothing", "")).code());
    assertTrue(alice.socket.isConnected());
    alice.socket.close();
    assertEquals(SocketClosed.Cause.BY_US, alice.next(SocketClosed.class).cause());
  }
}
