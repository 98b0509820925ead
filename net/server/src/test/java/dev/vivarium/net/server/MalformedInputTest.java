package dev.vivarium.net.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.MalformedMessageException;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.server.RawWire.Conversation;
import dev.vivarium.net.server.RawWire.Frame;
import dev.vivarium.net.server.RawWire.Response;
import dev.vivarium.net.server.ServerOptions.AttemptLimits;
import dev.vivarium.net.server.ServerOptions.Security;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.realtime.RealtimeOptions;
import dev.vivarium.net.server.realtime.RealtimeServer;
import dev.vivarium.net.server.replication.ReplicationOptions;
import dev.vivarium.net.server.room.RoomOptions;
import dev.vivarium.net.server.transport.SocketLimits;
import dev.vivarium.net.server.transport.TransportLimits;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages made worse by a seed, over real sockets to a server that others use at the same time,
/// with Netty's leak detector watching each buffer. Whatever comes, the server answers with an
/// error or ends that one connection with a reason, loses nothing and disturbs nobody.
/// `-Dvivarium.hostile.frames=N` tries more of each protocol, `-Dvivarium.hostile.seed=N` others.
class MalformedInputTest {
  private static final Logger log = LoggerFactory.getLogger(MalformedInputTest.class);
  private static final int FRAMES = Integer.getInteger("vivarium.hostile.frames", 2_000);
  private static final long SEED = Long.getLong("vivarium.hostile.seed", 1);
  private static final int CONNECTIONS_AT_ONCE = 24;

  /// Messages that one connection carries at most.
  private static final int BATCH_MAX = 16;

  private static final int CONNECTIONS_PER_ROUND = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final byte[] NOTHING = {};

  private static final TransportLimits TRANSPORT =
      new TransportLimits(1_000, 1_000, 1_000_000, PATIENCE, PATIENCE, PATIENCE, 256 * 1024);
  private static final SocketLimits SOCKET =
      new SocketLimits(true, 4_096, 64, Duration.ofSeconds(15), PATIENCE, 1 << 20, 1 << 30);
  private static final AttemptLimits ATTEMPTS =
      new AttemptLimits(1 << 30, Duration.ofMinutes(1), 1 << 30, Duration.ofMinutes(1), 1 << 30);

  private static final RealtimeOptions REALTIME =
      RealtimeOptions.DEFAULT
          .withHandshakes(1 << 30)
          .withSocket(
              new SocketLimits(
                  false, 128 << 10, 16_384, Duration.ofSeconds(15), PATIENCE, 1 << 20, 1 << 30));

  /// Places of those who are cut off are given up at once, for there are many.
  private static final RoomOptions ROOM =
      new RoomOptions(
          RoomOptions.DEFAULT.roles(),
          NanoClock.SYSTEM,
          ReplicationOptions.DEFAULT,
          Duration.ofMillis(1),
          PATIENCE,
          Duration.ofSeconds(2),
          256);

  private VivariumServer server;
  private RunningHall hall;
  private TestClient client;
  private Bystander bystander;
  private ServerWatch watch;
  private List<Session> users;

  @BeforeEach
  void start() throws Exception {
    server =
        VivariumServer.start(
            ServerOptions.builder(InstantSource.system())
                .security(new Security.Plain())
                .passwordCost(4)
                .transport(TRANSPORT)
                .socket(SOCKET)
                .attempts(ATTEMPTS)
                .realtime(REALTIME)
                .build());
    Pond.openOn(server);
    hall = new RunningHall(server, ROOM);
    for (int i = 0; i < 20; i++) hall.spawnOwnedBy(i);
    client = new TestClient(server);
    users = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS_AT_ONCE; i++) users.add(client.signIn("mallory-" + i));
    bystander = new Bystander(client);
    watch = new ServerWatch();
  }

  @AfterEach
  void stop() {
    watch.close();
    bystander.close();
    client.close();
    server.close();
    hall.close();
  }

  /// What one connection says.
  ///
  /// @param opening what is said first; the rest waits for the answer to it
  /// @param sound framed as the protocol wants, so that the server knows where each message ends
  private record Batch(byte[] opening, byte[] bytes, int frames, boolean sound) {}

  private interface Source {
    Batch next(Session user);
  }

  private interface Judge {
    void judge(Batch said, Conversation heard);
  }

  /// Says batches over several connections at once until there were enough frames.
  private void campaign(String name, Source source, Judge judge) throws IOException {
    AtomicInteger frames = new AtomicInteger();
    AtomicInteger connections = new AtomicInteger();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> speakers = new ArrayList<>();
      for (Session user : users) {
        Runnable speaker =
            () -> {
              while (frames.get() < FRAMES) {
                if (connections.incrementAndGet() % CONNECTIONS_PER_ROUND == 0) {
                  bystander.another();
                }
                frames.addAndGet(converse(user, source, judge));
              }
            };
        speakers.add(CompletableFuture.runAsync(speaker, threads));
      }
      for (CompletableFuture<Void> speaker : speakers) speaker.join();
    }
    String undisturbed = bystander.assertUndisturbed();
    long grown = watch.assertUnharmed();
    log.info(
        "{}: {} frames over {} connections in {} s, heap {} KiB more, {}",
        name,
        frames,
        connections,
        (System.nanoTime() - start) / 1_000_000_000,
        grown / 1_024,
        undisturbed);
  }

  private int converse(Session user, Source source, Judge judge) {
    Batch batch;
    synchronized (source) {
      batch = source.next(user);
    }
    try (Socket socket = RawWire.connect(server)) {
      judge.judge(batch, RawWire.converse(socket, batch.opening(), batch.bytes()));
    } catch (IOException | AssertionError e) {
      throw new AssertionError("after " + RawWire.readable(batch.bytes()), e);
    }
    return batch.frames();
  }

  @Test
  void noMessageOnTheControlSocketDoesHarm() throws IOException {
    WireMutations mutations = new WireMutations(SEED, controlMessages());
    campaign(
        "control socket", user -> controlBatch(user, mutations), MalformedInputTest::judgeControl);
  }

  private static List<byte[]> controlMessages() {
    String channel = "2...lobby";
    String user = "3f1f4c2e-8f5b-5e55-9f5b-1b7f2f6a0c11";
    return Stream.of(
            "{\"ping\":{}}",
            "{\"channel_join\":{\"target\":\"lobby\",\"type\":1,\"persistence\":true}}",
            "{\"channel_join\":{\"target\":\"" + user + "\",\"type\":2,\"hidden\":true}}",
            "{\"channel_leave\":{\"channel_id\":\"" + channel + "\"}}",
            "{\"channel_message_send\":{\"channel_id\":\""
                + channel
                + "\",\"content\":\"{\\\"a\\\":1}\"}}",
            "{\"channel_message_update\":{\"channel_id\":\""
                + channel
                + "\",\"message_id\":\""
                + user
                + "\",\"content\":\"{}\"}}",
            "{\"channel_message_remove\":{\"channel_id\":\""
                + channel
                + "\",\"message_id\":\""
                + user
                + "\"}}",
            "{\"match_create\":{\"name\":\"x\"}}",
            "{\"match_join\":{\"match_id\":\"" + user + ".x\",\"metadata\":{\"a\":\"b\"}}}",
            "{\"match_leave\":{\"match_id\":\"" + user + ".x\"}}",
            "{\"match_data_send\":{\"match_id\":\""
                + user
                + ".\",\"op_code\":\"1\",\"data\":\"eyJhIjoxfQ==\",\"presences\":[]}}",
            "{\"status_follow\":{\"user_ids\":[\"" + user + "\"],\"usernames\":[\"x\"]}}",
            "{\"status_unfollow\":{\"user_ids\":[\"" + user + "\"]}}",
            "{\"status_update\":{\"status\":\"here\"}}",
            "{\"rpc\":{\"id\":\"nothing\",\"payload\":\"{}\"}}")
        .map(json -> json.replaceFirst("}$", ",\"cid\":\"1\"}").getBytes(UTF_8))
        .toList();
  }

  /// Those that end the connection come last, so that the others are read.
  private static Batch controlBatch(Session user, WireMutations mutations) {
    Random random = mutations.random();
    List<byte[]> parts = new ArrayList<>();
    byte[] opening = RawWire.upgrade(VivariumServer.CONTROL_PATH, user.token());
    boolean sound = random.nextInt(16) > 0;
    int frames = 1 + random.nextInt(BATCH_MAX);
    while (parts.size() < frames) {
      byte[] message = mutations.next();
      if (parts.size() == frames - 1 || understood(message)) {
        parts.add(RawWire.frame(RawWire.TEXT, message, random));
      }
    }
    return batch(opening, parts, frames, sound, random);
  }

  /// @param sound whether the frames stay as they are
  private static Batch batch(
      byte[] opening, List<byte[]> parts, int frames, boolean sound, Random random) {
    List<byte[]> said = new ArrayList<>();
    if (sound) {
      said.addAll(parts);
    } else {
      said.add(new WireMutations(random.nextLong(), parts).next());
    }
    said.add(RawWire.close(1000, random));
    return new Batch(opening, RawWire.joined(said), sound ? frames : 1, sound);
  }

  private static boolean understood(byte[] message) {
    try {
      ControlJson.readFromClient(message);
      return true;
    } catch (InvalidControlException e) {
      return false;
    }
  }

  private static void judgeControl(Batch said, Conversation heard) {
    List<Response> responses = heard.responses();
    assertEquals(List.of(101), responses.stream().map(Response::status).toList());
    for (Frame frame : heard.frames()) {
      if (frame.opCode() == RawWire.TEXT) {
        assertTrue(isAnswer(frame.payload()), () -> RawWire.readable(frame.payload()));
      }
    }
    judgeEnd(said, heard);
  }

  private static boolean isAnswer(byte[] json) {
    try {
      ControlJson.readFromServer(json);
      return true;
    } catch (InvalidControlException e) {
      return false;
    }
  }

  /// A close frame ends it, with words where it is the server's own; only who stops in the middle
  /// of a frame may be left without.
  private static void judgeEnd(Batch said, Conversation heard) {
    Optional<Frame> close =
        heard.frames().stream().filter(frame -> frame.opCode() == RawWire.CLOSE).findFirst();
    if (close.isEmpty()) {
      assertTrue(heard.waited() && !said.sound(), "no close frame");
      return;
    }
    int code = close.get().closeCode();
    assertTrue(code >= 1000 && code != 1011, "closed with " + code);
    if (said.sound() && code != 1000) assertFalse(close.get().closeWords().isEmpty());
  }

  @Test
  void noRealtimeMessageDoesHarm() throws IOException {
    WireMutations mutations = new WireMutations(SEED, realtimeMessages());
    try (RealtimeBystander player = new RealtimeBystander(server, client)) {
      campaign(
          "realtime",
          user -> realtimeBatch(user, mutations),
          (said, heard) -> {
            player.another();
            judgeRealtime(said, heard);
          });
      log.info("{}", player.assertUndisturbed());
    }
  }

  private static List<byte[]> realtimeMessages() {
    long entity = 0x0100_0000_0000_0001L;
    return Stream.of(
            new Hello(RealtimeMessage.VERSION, "a.b.c", "Hall", "resume"),
            new NeedModules(List.of(new Sha256("00".repeat(32)))),
            new Ack(5, false),
            new Ack(0, true),
            new RemoteMessage(1, 3, 0, new Target.Server(), new byte[] {1, 2, 3, 4}),
            new RemoteMessage(1, 4, 0, new Target.Everyone(), new byte[] {1, 2, 3, 4}),
            new RemoteMessage(1, 5, 0, new Target.Clients(List.of(2, 3)), new byte[4]),
            new Input(1, 1, 5, List.of(new Input.Write(entity, 1, new byte[12]))),
            new Input(1, 2, 5, List.of(new Input.Write(entity + 1, 2, new byte[8]))),
            new Ping(123_456),
            new Pong(123_456, 5, 7),
            new Goodbye("leaving"))
        .map(RealtimeCodec::encode)
        .toList();
  }

  /// A good Hello, then damaged messages; those that end the connection come last.
  private static Batch realtimeBatch(Session user, WireMutations mutations) {
    Random random = mutations.random();
    byte[] opening = RawWire.upgrade(RealtimeServer.PATH, "");
    byte[] hello = RealtimeCodec.encode(new Hello(RealtimeMessage.VERSION, user.token(), "", ""));
    List<byte[]> parts = new ArrayList<>();
    if (random.nextInt(8) > 0) parts.add(RawWire.frame(RawWire.BINARY, hello, random));
    boolean sound = random.nextInt(16) > 0;
    int frames = 1 + random.nextInt(BATCH_MAX);
    for (int i = 0; i < frames; i++) {
      byte[] message = mutations.next();
      while (i < frames - 1 && !goesOn(message)) message = mutations.next();
      parts.add(RawWire.frame(RawWire.BINARY, message, random));
    }
    return batch(opening, parts, frames, sound, random);
  }

  private static boolean goesOn(byte[] message) {
    try {
      FromClient read = RealtimeCodec.decodeFromClient(message);
      return !(read instanceof Hello) && !(read instanceof Goodbye);
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  private static void judgeRealtime(Batch said, Conversation heard) {
    assertEquals(List.of(101), heard.responses().stream().map(Response::status).toList());
    for (Frame frame : heard.frames()) {
      if (frame.opCode() == RawWire.BINARY) {
        assertNotNull(RealtimeCodec.decodeFromServer(frame.payload()));
      }
    }
    judgeEnd(said, heard);
  }

  @Test
  void noRequestDoesHarm() throws IOException {
    WireMutations mutations = new WireMutations(SEED, requests(users.getFirst()));
    campaign("requests", user -> requestBatch(mutations), MalformedInputTest::judgeRequests);
  }

  private static List<byte[]> requests(Session user) {
    String bearer = "Authorization: Bearer " + user.token() + "\r\n";
    String key = "Authorization: " + TestClient.basic("defaultkey") + "\r\n";
    String objects =
        "{\"objects\":[{\"collection\":\"c\",\"key\":\"k\",\"value\":\"{}\",\"version\":\"\","
            + "\"permission_read\":1,\"permission_write\":1}]}";
    String ids = "{\"object_ids\":[{\"collection\":\"c\",\"key\":\"k\",\"user_id\":\"\"}]}";
    return List.of(
        request("POST /v2/account/authenticate/device?create=false", key, "{\"id\":\"device-x\"}"),
        request(
            "POST /v2/account/authenticate/email?create=false",
            key,
            "{\"email\":\"a@example.org\",\"password\":\"long enough\"}"),
        request("POST /v2/account/session/refresh", key, "{\"token\":\"" + user.token() + "\"}"),
        request("POST /v2/session/logout", bearer, "{\"token\":\"a.b.c\"}"),
        request("GET /v2/account", bearer, ""),
        request("PUT /v2/account", bearer, "{\"display_name\":\"M\"}"),
        request("GET /v2/user?ids=" + user.userId() + "&usernames=x", bearer, ""),
        request("PUT /v2/storage", bearer, objects),
        request("POST /v2/storage", bearer, ids),
        request("PUT /v2/storage/delete", bearer, ids),
        request("GET /v2/storage/c?limit=10&cursor=YQpi", bearer, ""),
        request("GET /v2/channel/2...lobby?limit=10&forward=true", bearer, ""),
        request("GET /v2/match?limit=10&query=%2Blabel.world:pond", bearer, ""),
        request("POST /v2/rpc/nothing?unwrap", bearer, "\"x\""),
        request("OPTIONS /v2/account", "Origin: https://example.org\r\n", ""),
        request("GET /healthcheck", "", ""),
        request("GET /metrics", "", ""),
        RawWire.upgrade(VivariumServer.CONTROL_PATH, user.token()));
  }

  private static byte[] request(String line, String authorization, String body) {
    return (line
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + authorization
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  /// Several in a row, the last one a good one that ends the connection.
  private static Batch requestBatch(WireMutations mutations) {
    List<byte[]> parts = new ArrayList<>();
    int frames = 1 + mutations.random().nextInt(6);
    for (int i = 0; i < frames; i++) parts.add(mutations.next());
    parts.add("GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
    return new Batch(NOTHING, RawWire.joined(parts), frames, false);
  }

  private static void judgeRequests(Batch said, Conversation heard) {
    for (Response response : heard.responses()) {
      int status = response.status();
      assertTrue(status < 500 || status == 501, "answered with " + status);
    }
    assertTrue(heard.waited() || !heard.responses().isEmpty(), "ended without an answer");
  }

  @Test
  void noDamagedTokenIsTaken() throws IOException {
    Session user = users.getFirst();
    WireMutations mutations =
        new WireMutations(
            SEED,
            List.of(
                user.token().getBytes(UTF_8),
                user.refreshToken().getBytes(UTF_8),
                users.get(1).token().getBytes(UTF_8)));
    campaign(
        "session tokens",
        ignored -> tokenBatch(mutations),
        (said, heard) -> {
          for (Response response : heard.responses()) {
            String body = RawWire.readable(response.body());
            assertTrue(response.status() != 200 || body.startsWith("{}"), body);
            assertTrue(response.status() < 500, body);
          }
          assertFalse(heard.responses().isEmpty());
        });
  }

  /// Tokens that are whole again, or only differ in bits that base64 does not use, are left out.
  private Batch tokenBatch(WireMutations mutations) {
    List<byte[]> parts = new ArrayList<>();
    int frames = 16;
    while (parts.size() < frames) {
      String token = new String(mutations.next(), UTF_8).replaceAll("[\\r\\n]", "");
      if (users.stream().noneMatch(user -> same(token, user.token()))) {
        byte[] head =
            "GET /v2/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ".getBytes(UTF_8);
        parts.add(RawWire.joined(List.of(head, token.getBytes(UTF_8), "\r\n\r\n".getBytes(UTF_8))));
      }
    }
    parts.set(
        frames - 1,
        "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
    return new Batch(NOTHING, RawWire.joined(parts), frames - 1, false);
  }

  private static boolean same(String token, String good) {
    String[] parts = token.strip().split("\\.", -1);
    String[] goodParts = good.split("\\.", -1);
    if (parts.length != goodParts.length) return false;
    for (int i = 0; i < parts.length; i++) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(parts[i]);
        if (!Arrays.equals(bytes, Base64.getUrlDecoder().decode(goodParts[i]))) return false;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aLostBufferWouldBeSeen() {
    lose();
    assertFalse(watch.leaks().isEmpty());
  }

  private static void lose() {
    for (int i = 0; i < 10; i++) {
      var _ = ByteBufAllocator.DEFAULT.buffer(64);
    }
  }
}
