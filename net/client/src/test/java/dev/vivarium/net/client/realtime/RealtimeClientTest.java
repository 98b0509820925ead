package dev.vivarium.net.client.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.ModuleBytes;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RealtimeClientTest {
  private static final byte[] MODULE = "a module in two pieces".getBytes(UTF_8);
  private static final Sha256 DIGEST = ModuleFetch.digestOf(MODULE);
  private static final ClientHalf HALF = new ClientHalf("fish", DIGEST, MODULE.length);

  private final Scene scene = new Scene();
  private final RealtimeClient client = scene.client;
  private final Diary diary = scene.diary;

  private static ModuleBytes piece(int from, int to) {
    return new ModuleBytes(DIGEST, MODULE.length, from, Arrays.copyOfRange(MODULE, from, to));
  }

  private static RemoteMessage remote(int epoch, int channel) {
    return new RemoteMessage(epoch, channel, 9, new Target.Everyone(), new byte[] {1});
  }

  private void losesTheConnection() {
    scene.connection().endByServer(1001, "gone");
    client.tick();
  }

  @Test
  void saysHelloAndTellsTheWelcome() {
    client.connect();
    Hello hello = scene.meet();
    assertEquals("token", hello.sessionToken());
    assertEquals("plaza", hello.room());
    assertEquals("", hello.resumeToken());
    assertEquals(RealtimeState.JOINING, client.state());
    scene.say(scene.welcome(3, 100, scene.frames.world()));
    client.tick();
    assertEquals(List.of("welcomed 3 epoch 1"), diary.read());
    assertEquals(RealtimeState.LIVE, client.state());
    assertEquals(3, client.clientId());
    assertEquals("wss://127.0.0.1:7350/realtime", scene.connection().address().toString());
  }

  @Test
  void tellsAllOfItInTheTickOnItsCallersThread() throws Exception {
    scene.join();
    Thread network =
        Thread.ofPlatform()
            .start(() -> {
              scene.say(scene.frames.state(101, 1), remote(1, 4), new InputDone(1, 101));
              scene.say(new PresenterChanged(3), new Notice(Notice.Kind.INFORMATION, "hello"));
              scene.say(new SchemaEpoch(102, new Frames(2).world()));
              scene.connection().endByServer(1006, "broken");
            });
    network.join();
    client.goodbye("bye");
    assertEquals(List.of("welcomed 3 epoch 1"), diary.read(), "nothing outside a tick");
    client.tick();
    assertEquals(List.of("ended LEFT: bye"), diary.read(), "after our end only that");

    client.connect();
    Hello _ = scene.meet();
    scene.say(scene.welcome(4, 100, scene.frames.world()), scene.frames.state(103, 1));
    scene.say(remote(1, 4), new InputDone(1, 101), new PresenterChanged(3));
    scene.say(new Notice(Notice.Kind.INFORMATION, "hello"));
    scene.say(new SchemaEpoch(102, new Frames(2).world()));
    scene.connection().endByServer(1006, "broken");
    Thread ticking = Thread.ofPlatform().start(client::tick);
    ticking.join();
    assertEquals(Set.of(Thread.currentThread(), ticking), diary.threads);
    assertEquals(7, diary.read().size());
  }

  @Test
  void ticksDoNotNest() {
    var nested =
        new RealtimeCallbacks() {
          boolean isRefused;

          @Override
          public void welcomed(Welcome welcome, ClientModules modules, boolean isResumed) {
            assertThrows(IllegalStateException.class, client::tick);
            isRefused = true;
          }
        };
    diary.then = nested;
    scene.join();
    assertTrue(nested.isRefused);
  }

  @Test
  void oneFailingCallbackHoldsUpNothing() {
    diary.then =
        new RealtimeCallbacks() {
          @Override
          public void remote(RemoteMessage message) {
            throw new IllegalStateException("a mistake");
          }
        };
    scene.join();
    scene.say(remote(1, 4), new PresenterChanged(3));
    client.tick();
    assertEquals(List.of("welcomed 3 epoch 1", "remote 4 from 9", "presenter 3"), diary.read());
  }

  @Test
  void fetchesModulesOnceAndChecksThem() {
    MemoryModuleStore store = new MemoryModuleStore();
    Scene first = new Scene(store, TokenSource.of("token"));
    first.client.connect();
    Hello _ = first.meet();
    first.say(first.welcome(1, 0, first.frames.world(HALF)));
    first.client.tick();
    assertEquals(List.of(new NeedModules(List.of(DIGEST))), first.sent());
    assertEquals(RealtimeState.LOADING, first.client.state());
    first.say(piece(0, 7), piece(7, MODULE.length));
    first.client.tick();
    assertEquals(List.of("welcomed 1 epoch 1"), first.diary.read());
    assertArrayEquals(MODULE, Objects.requireNonNull(first.diary.modules).module(DIGEST));

    Scene second = new Scene(store, TokenSource.of("token"));
    second.client.connect();
    Hello _ = second.meet();
    second.say(second.welcome(2, 0, second.frames.world(HALF)));
    second.client.tick();
    assertEquals(new NeedModules(List.of()), second.allSent().getFirst());
    assertEquals(Set.of(DIGEST), Objects.requireNonNull(second.diary.modules).digests());
  }

  @Test
  void leavesAServerWhoseModuleIsAnother() {
    client.connect();
    Hello _ = scene.meet();
    scene.say(scene.welcome(1, 0, scene.frames.world(HALF)));
    scene.say(new ModuleBytes(DIGEST, MODULE.length, 0, new byte[MODULE.length]));
    client.tick();
    assertFalse(scene.connection().isOpen());
    assertEquals(
        List.of("lost: the server sent what it may not: a module that does not have its digest"),
        diary.read());
  }

  @Test
  void leavesAServerWhoseModuleDoesNotCome() {
    client.connect();
    Hello _ = scene.meet();
    scene.say(scene.welcome(1, 0, scene.frames.world(HALF)), piece(0, 7));
    client.tick();
    for (int second = 0; second < 20; second++) {
      assertEquals(RealtimeState.LOADING, client.state());
      answerPings();
      scene.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of("lost: a module did not come in time"), diary.read());
  }

  private void answerPings() {
    scene.allSent().stream()
        .filter(Ping.class::isInstance)
        .forEach(sent -> scene.say(new Pong(((Ping) sent).sentNanos(), 0, 0)));
  }

  @Test
  void keepsWhatComesBeforeTheModulesAndTellsTheNewestState() {
    client.connect();
    Hello _ = scene.meet();
    scene.say(scene.welcome(1, 0, scene.frames.world(HALF)));
    scene.say(scene.frames.state(1, 1), remote(1, 4), scene.frames.state(2, 2));
    client.tick();
    assertEquals(List.of(), diary.read());
    assertEquals(List.of(new NeedModules(List.of(DIGEST)), new Ack(1, false)), scene.sent());
    scene.say(piece(0, MODULE.length), scene.frames.state(3, 3));
    client.tick();
    assertEquals(
        List.of("welcomed 1 epoch 1", "state 2 2.0", "remote 4 from 9", "state 3 3.0"),
        diary.read());
  }

  @Test
  void aReloadWhileModulesAreOnTheirWayMakesTheWelcomeOne() {
    client.connect();
    Hello _ = scene.meet();
    scene.say(scene.welcome(1, 0, scene.frames.world(HALF)), remote(1, 4));
    Frames newer = new Frames(2);
    scene.say(new SchemaEpoch(5, newer.world()), scene.frames.state(5, 1), newer.state(6, 2));
    client.tick();
    assertEquals(List.of("welcomed 1 epoch 2", "state 6 2.0"), diary.read());
  }

  @Test
  void followsAReloadAndDropsWhatIsOfAnotherEpoch() {
    scene.join();
    Frames newer = new Frames(2);
    scene.say(scene.frames.state(101, 1), newer.state(102, 9), remote(2, 4));
    scene.say(new SchemaEpoch(103, newer.world(HALF)), scene.frames.state(104, 1));
    client.tick();
    assertEquals(List.of("welcomed 3 epoch 1", "state 101 1.0"), diary.read());
    assertFalse(client.send(1, new Target.Server(), new byte[0]), "not while modules are missing");
    newer = new Frames(2);
    scene.say(piece(0, MODULE.length), newer.state(105, 2), remote(2, 4));
    client.tick();
    assertEquals(List.of("epoch 2", "state 105 2.0", "remote 4 from 9"), diary.read());
    assertEquals(3, client.traffic().drops());
  }

  @Test
  void acknowledgesFramesAndAsksOnceForAFullOne() {
    scene.join();
    State missed = scene.frames.state(101, 1);
    scene.say(scene.frames.state(102, 2), scene.frames.state(103, 3));
    client.tick();
    assertEquals(List.of(new Ack(0, true)), scene.sent());
    scene.say(new Frames(1).state(104, 4));
    client.tick();
    assertEquals(List.of(new Ack(104, false)), scene.sent());
    scene.say(missed);
    client.tick();
    assertEquals(List.of(), scene.sent());
    assertEquals(List.of("welcomed 3 epoch 1", "state 104 4.0"), diary.read());
    assertEquals(1, client.traffic().fullFrames());
  }

  @Test
  void acknowledgesOneFrameInTwenty() {
    scene.join();
    for (int tick = 101; tick <= 141; tick++) {
      scene.say(scene.frames.state(tick, tick));
    }
    client.tick();
    assertEquals(
        List.of(new Ack(101, false), new Ack(121, false), new Ack(141, false)), scene.sent());
    assertEquals(41, client.traffic().frames());
  }

  @Test
  void readsOnlyTicksWhereStatesAreNotWanted() {
    var settings =
        new RealtimeSettings(
            ServerAddress.LOCAL,
            "plaza",
            TokenSource.of("token"),
            RealtimeSettings.Depth.TICKS,
            RealtimeTimes.DEFAULT,
            7);
    Scene each = new Scene(settings, new MemoryModuleStore());
    List<Long> ticks = new ArrayList<>();
    each.diary.then =
        new RealtimeCallbacks() {
          @Override
          public void frame(long tick) {
            ticks.add(tick);
          }
        };
    each.join();
    State first = each.frames.state(101, 1);
    each.say(first, first, each.frames.state(102, 2), new Frames(2).state(103, 3));
    each.client.tick();
    assertEquals(List.of(101L, 102L), ticks);
    assertEquals(List.of("welcomed 3 epoch 1"), each.diary.read());
    assertEquals(List.of(new Ack(101, false)), each.sent());
    assertEquals(2, each.client.traffic().drops());
  }

  @Test
  void leavesAServerThatSendsNonsense() {
    scene.join();
    assertTrue(scene.connection().deliver(new byte[] {99}));
    client.tick();
    assertFalse(scene.connection().isOpen());
    assertEquals(RealtimeState.WAITING, client.state());
    scene.clock.move(diary.nextTry);
    Hello _ = scene.meet();
    scene.say(scene.welcome(3, 100, scene.frames.world()), new State(new byte[] {0x21, 1, 1, 9}));
    client.tick();
    assertFalse(scene.connection().isOpen());
    assertTrue(diary.lines.getLast().startsWith("lost: the server sent what it may not"));
  }

  @Test
  void comesBackToItsPlaceWithinThirtySeconds() {
    scene.join();
    losesTheConnection();
    assertEquals(List.of("welcomed 3 epoch 1", "lost: gone"), diary.read());
    assertEquals(RealtimeState.WAITING, client.state());
    assertTrue(diary.nextTry.toMillis() >= 125 && diary.nextTry.toMillis() <= 375);
    scene.pass(diary.nextTry.minusMillis(1));
    assertTrue(scene.carrier.next().isEmpty());
    scene.clock.move(Duration.ofMillis(1));
    assertEquals("resume", scene.meet().resumeToken());
    scene.say(scene.welcome(3, 105, scene.frames.world()), new Frames(1).state(106, 6));
    client.tick();
    assertEquals(List.of("welcomed 3 epoch 1 resumed", "state 106 6.0"), diary.read());
  }

  @Test
  void anotherPlaceIsNotResumed() {
    scene.join();
    losesTheConnection();
    scene.clock.move(diary.nextTry);
    Hello _ = scene.meet();
    scene.say(scene.welcome(4, 105, scene.frames.world()));
    client.tick();
    assertEquals("welcomed 4 epoch 1", diary.lines.getLast());
  }

  @Test
  void comesAnewWhenItTookLonger() {
    scene.join();
    losesTheConnection();
    scene.clock.move(RealtimeTimes.RESUME_WINDOW);
    assertEquals("", scene.meet().resumeToken());
  }

  @Test
  void waitsLongerWithEachTryAndLessAgainOnceItIsStable() {
    scene.join();
    Duration longest = Duration.ZERO;
    losesTheConnection();
    for (int count = 0; count < 10; count++) {
      scene.pass(diary.nextTry);
      scene.carrier.next().orElseThrow().endByServer(1006, "nobody there");
      client.tick();
      assertTrue(diary.nextTry.toMillis() <= 15_000);
      longest = diary.nextTry.compareTo(longest) > 0 ? diary.nextTry : longest;
    }
    assertTrue(longest.toMillis() > 5_000);
    scene.clock.move(diary.nextTry);
    Hello _ = scene.meet();
    scene.say(scene.welcome(5, 200, scene.frames.world()));
    client.tick();
    scene.pass(Duration.ofSeconds(5));
    losesTheConnection();
    assertTrue(diary.nextTry.toMillis() <= 375);
  }

  @Test
  void endsWhereItIsSentAway() {
    for (Notice.Kind kind :
        List.of(
            Notice.Kind.KICKED,
            Notice.Kind.BANNED,
            Notice.Kind.REFUSED,
            Notice.Kind.OTHER_VERSION,
            Notice.Kind.REPLACED)) {
      Scene each = new Scene();
      each.join();
      each.say(new Notice(kind, "why"), remote(1, 4));
      each.client.tick();
      assertEquals(
          List.of("welcomed 3 epoch 1", "notice " + kind, "ended " + kind + ": why"),
          each.diary.read());
      assertFalse(each.connection().isOpen());
      each.pass(Duration.ofMinutes(1));
      assertTrue(each.carrier.next().isEmpty());
      assertEquals(RealtimeState.ENDED, each.client.state());
    }
  }

  @Test
  void endsWhereTheServerSpeaksAnotherVersion() {
    client.connect();
    Hello _ = scene.meet();
    scene.say(
        new Welcome(RealtimeMessage.VERSION + 1, 1, 1, 0, 0, 1, "", "", scene.frames.world()));
    client.tick();
    assertEquals(List.of("ended OTHER_VERSION: the server speaks version 2"), diary.read());
  }

  @Test
  void endsWhereTheDoorIsClosedForGoodAndTriesAgainWhereItIsBusy() {
    client.connect();
    client.tick();
    scene.carrier.next().orElseThrow().endByServer(429, "too many");
    client.tick();
    assertEquals(List.of("lost: too many"), diary.read());
    scene.pass(diary.nextTry);
    scene.carrier.next().orElseThrow().endByServer(404, "not here");
    client.tick();
    assertEquals(List.of("ended REFUSED: not here"), diary.read());
  }

  @Test
  void triesAnewAfterAServersGoodbye() {
    scene.join();
    scene.say(new Notice(Notice.Kind.DRAINING, "restart"), new Goodbye("restart"));
    client.tick();
    assertEquals(
        List.of("welcomed 3 epoch 1", "notice DRAINING", "lost: the server said goodbye: restart"),
        diary.read());
    scene.clock.move(diary.nextTry);
    assertEquals("", scene.meet().resumeToken());
  }

  @Test
  void resumesAfterItWasTooSlow() {
    scene.join();
    scene.say(new Notice(Notice.Kind.TOO_SLOW, "128 frames behind"));
    client.tick();
    scene.clock.move(diary.nextTry);
    assertEquals("resume", scene.meet().resumeToken());
  }

  @Test
  void measuresTheRoundTripAndKnowsTheServersTick() {
    scene.join();
    assertTrue(client.roundTrip().isEmpty());
    Ping ping = (Ping) scene.allSent().getLast();
    scene.clock.move(Duration.ofMillis(200));
    scene.say(new Pong(ping.sentNanos(), 0, 102));
    client.tick();
    assertEquals(Duration.ofMillis(200), client.roundTrip().orElseThrow());
    assertEquals(104, client.serverTick(), "102, and two ticks for the way back");
    scene.clock.move(Duration.ofMillis(500));
    assertEquals(114, client.serverTick());
  }

  @Test
  void losesAServerThatDoesNotAnswerPings() {
    scene.join();
    for (int second = 0; second < 10; second++) {
      assertEquals(RealtimeState.LIVE, client.state());
      scene.pass(Duration.ofSeconds(1));
    }
    assertEquals("lost: no answer to a ping in time", diary.lines.getLast());
    assertEquals(10, scene.allSent().stream().filter(Ping.class::isInstance).count());
  }

  @Test
  void answersPings() {
    scene.join();
    scene.say(new Ping(77));
    client.tick();
    assertEquals(List.of(new Pong(77, scene.clock.nanos(), 100)), scene.sent());
  }

  @Test
  void sendsMessagesAndInputsWhileItIsInTheRoom() {
    assertFalse(client.send(1, new Target.Server(), new byte[0]));
    assertEquals(0, client.input(0, List.of()));
    scene.join();
    assertTrue(client.send(5, new Target.Server(), new byte[] {1, 2}));
    assertEquals(1, client.input(100, List.of(new Input.Write(Frames.ENTITY, 0, new byte[4]))));
    assertEquals(2, client.input(101, List.of()));
    var sent = scene.sent();
    RemoteMessage message = (RemoteMessage) sent.getFirst();
    assertEquals(1, message.epoch());
    assertEquals(5, message.channel());
    assertArrayEquals(new byte[] {1, 2}, message.payload());
    assertEquals(1, ((Input) sent.get(1)).sequence());
    assertEquals(2, ((Input) sent.get(2)).sequence());
    losesTheConnection();
    assertFalse(client.send(5, new Target.Server(), new byte[0]));
  }

  @Test
  void countsWhatGoesAndComes() {
    scene.join();
    scene.say(scene.frames.state(101, 1));
    client.tick();
    Traffic traffic = client.traffic();
    assertEquals(2, traffic.messagesIn());
    assertEquals(1, traffic.frames());
    assertEquals(4, traffic.messagesOut(), "hello, no modules, ping, acknowledgement");
    assertTrue(traffic.bytesIn() > 50 && traffic.bytesOut() > 20);
  }

  @Test
  void saysGoodbyeAndDoesNotComeBack() {
    scene.join();
    client.goodbye("home");
    assertEquals(List.of(new Goodbye("home")), scene.sent());
    assertFalse(scene.connection().isOpen());
    client.tick();
    assertEquals(List.of("welcomed 3 epoch 1", "ended LEFT: home"), diary.read());
    client.connect();
    assertEquals("", scene.meet().resumeToken());
  }

  @Test
  void waitsForATokenAndTriesAgainWithoutOne() {
    var token = new CompletableFuture<String>();
    Scene asking = new Scene(new MemoryModuleStore(), () -> token);
    asking.client.connect();
    asking.client.tick();
    assertTrue(asking.carrier.next().isEmpty());
    assertTrue(token.completeExceptionally(new IllegalStateException("no network")));
    asking.client.tick();
    assertEquals(List.of("lost: no session token: no network"), asking.diary.read());
  }

  @Test
  void givesUpAServerThatDoesNotWelcome() {
    client.connect();
    Hello _ = scene.meet();
    scene.pass(Duration.ofSeconds(10));
    assertEquals(List.of("lost: no answer in time"), diary.read());
    assertFalse(scene.connection().isOpen());
  }
}
