package dev.vivarium.net.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.SocketFailure.Kind;
import dev.vivarium.net.client.memory.MemoryPeer;
import dev.vivarium.net.client.memory.MemorySocketAdapter;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DefaultSocketTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HandClock clock = new HandClock();
  private final MemorySocketAdapter adapter = new MemorySocketAdapter();
  private final MemoryPeer server = adapter.peer();
  private final Socket socket =
      new DefaultSocket(ServerAddress.LOCAL, adapter, SocketTimes.DEFAULT, clock);
  private final List<String> told = new ArrayList<>();

  DefaultSocketTest() {
    socket.onConnected(() -> told.add("connected"));
    socket.onClosed(end -> told.add("closed " + end.cause()));
  }

  private void serverSays(String json) {
    assertTrue(server.send(json.replace('\'', '"')));
  }

  private String asked() {
    return server.poll().orElse("nothing").replace('"', '\'');
  }

  private void open() {
    CompletableFuture<Void> opening = socket.connect(Tokens.session(), true, TIMEOUT);
    assertTrue(server.accept());
    socket.tick();
    assertTrue(opening.isDone());
    assertEquals("{'cid':'1','ping':{}}", asked());
    serverSays("{'cid':'1','pong':{}}");
    socket.tick();
  }

  private static SocketFailure failureOf(CompletableFuture<?> future) {
    assertTrue(future.isDone(), "still waits");
    return assertInstanceOf(
        SocketFailure.class, assertThrows(ExecutionException.class, future::get).getCause());
  }

  @Test
  void opensWithTheSessionsToken() {
    Session session = Tokens.session();
    CompletableFuture<Void> opening = socket.connect(session, true, TIMEOUT);

    assertEquals(
        "wss://127.0.0.1:7350/ws?lang=en&status=true&token=" + session.token(),
        server.address().orElseThrow().toString());
    assertTrue(socket.isConnecting());
    assertFalse(socket.isConnected());
    assertTrue(server.accept());
    assertTrue(socket.isConnected());
    assertFalse(socket.isConnecting());
    assertFalse(opening.isDone());
    socket.tick();
    assertTrue(opening.isDone());
    assertEquals(List.of("connected"), told);
  }

  @Test
  void nothingHappensWithoutATick() {
    open();
    CompletableFuture<ServerMessage.Match> joining = socket.joinMatchById("m.", Map.of());
    CompletableFuture<Void> unanswered = socket.leaveMatch("m.");
    socket.onReceivedMatchState(data -> told.add("data"));
    told.clear();
    serverSays("{'cid':'2','match':{'match_id':'m.','size':1}}");
    serverSays("{'match_data':{'match_id':'m.','op_code':'1'}}");
    clock.move(Duration.ofSeconds(60));
    server.close(1000, "");

    assertEquals(List.of(), told);
    assertFalse(joining.isDone());
    assertFalse(unanswered.isDone());
    socket.tick();
    assertEquals(List.of("data", "closed BY_SERVER"), told);
    assertEquals("m.", joining.join().matchId());
    assertEquals(Kind.CLOSED, failureOf(unanswered).kind());
  }

  /// The server speaks and other threads ask; all that is told is told on the thread that ticks.
  @Test
  void everythingHappensOnTheThreadThatTicks() throws Exception {
    Set<Thread> threads = new HashSet<>();
    Runnable here = () -> threads.add(Thread.currentThread());
    socket.onConnected(here);
    socket.onClosed(_ -> here.run());
    socket.onReceivedMatchState(_ -> here.run());
    socket.onReceivedMatchPresence(_ -> here.run());
    socket.onReceivedChannelMessage(_ -> here.run());
    socket.onReceivedChannelPresence(_ -> here.run());
    socket.onReceivedStatusPresence(_ -> here.run());
    socket.onReceivedNotification(_ -> here.run());
    socket.onReceivedError(_ -> here.run());
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              ends.add(socket.connect(Tokens.session(), false, TIMEOUT).thenRun(here));
              assertTrue(server.accept());
              ends.add(socket.rpc("echo", "").thenRun(here));
              ends.add(socket.leaveChat("c").whenComplete((_, _) -> here.run()));
              serverSays("{'cid':'1','rpc':{'id':'echo'}}");
              serverSays("{'match_data':{}}");
              serverSays("{'match_presence_event':{}}");
              serverSays("{'channel_message':{}}");
              serverSays("{'channel_presence_event':{}}");
              serverSays("{'status_presence_event':{}}");
              serverSays("{'notifications':{'notifications':[{'id':'n'}]}}");
              serverSays("{'error':{'message':'no'}}");
              server.close(1001, "bye");
            });
    other.join();
    assertEquals(Set.of(), threads);

    socket.tick();
    assertEquals(Set.of(Thread.currentThread()), threads);
    assertTrue(ends.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  void tiesRepliesToRequestsInAnyOrder() {
    open();
    CompletableFuture<ServerMessage.Match> match = socket.createMatch("");
    CompletableFuture<ServerMessage.Channel> channel =
        socket.joinChat("room", ChannelType.ROOM, true, false);
    CompletableFuture<ServerMessage.Status> status = socket.followUsers(List.of("u-2"), List.of());
    assertEquals("{'cid':'2','match_create':{}}", asked());
    assertEquals(
        "{'cid':'3','channel_join':{'target':'room','type':1,'persistence':true,'hidden':false}}",
        asked());
    assertEquals("{'cid':'4','status_follow':{'user_ids':['u-2']}}", asked());
    serverSays("{'cid':'4','status':{}}");
    serverSays("{'cid':'3','channel':{'id':'2...room'}}");
    serverSays("{'cid':'2','match':{'match_id':'m.'}}");
    socket.tick();

    assertEquals("m.", match.join().matchId());
    assertEquals("2...room", channel.join().id());
    assertEquals(List.of(), status.join().presences());
  }

  @Test
  void aRefusalFailsItsRequestOnly() {
    open();
    CompletableFuture<ServerMessage.Match> bad = socket.joinMatchById("bad", Map.of());
    CompletableFuture<Void> good = socket.unfollowUsers(List.of("u-2"));
    serverSays("{'cid':'2','error':{'code':4,'message':'Match not found','context':{'a':'b'}}}");
    serverSays("{'cid':'3'}");
    socket.tick();

    SocketFailure failure = failureOf(bad);
    assertEquals(Kind.REFUSED, failure.kind());
    assertEquals(4, failure.code());
    assertEquals("Match not found", failure.getMessage());
    assertEquals(Map.of("a", "b"), failure.context());
    assertTrue(good.isDone() && !good.isCompletedExceptionally());
    assertTrue(socket.isConnected());
  }

  @Test
  void aBadAnswerFailsItsRequestOnly() {
    open();
    CompletableFuture<ServerMessage.Match> unreadable = socket.createMatch("");
    CompletableFuture<ServerMessage.Match> other = socket.createMatch("");
    serverSays("{'cid':'2','match':{'size':'many'}}");
    serverSays("{'cid':'3','channel':{}}");
    serverSays("{'cid':'77','channel':{}}");
    serverSays("{'match_data':{'data':5}}");
    serverSays("{'party':{}}");
    socket.tick();

    assertEquals(Kind.BAD_REPLY, failureOf(unreadable).kind());
    assertEquals(Kind.BAD_REPLY, failureOf(other).kind());
    assertTrue(socket.isConnected());
  }

  @Test
  void whatIsNoJsonEndsTheConnection() {
    open();
    serverSays("{'match");
    socket.tick();
    assertFalse(socket.isConnected());
    socket.tick();
    assertEquals(List.of("connected", "closed BAD_INPUT"), told);
  }

  @Test
  void requestsTimeOutByTheClock() {
    open();
    CompletableFuture<ServerMessage.Match> early = socket.createMatch("");
    clock.move(Duration.ofSeconds(4));
    CompletableFuture<ServerMessage.Match> late = socket.createMatch("");
    clock.move(Duration.ofMillis(5_999));
    for (int ticks = 0; ticks < 1_000; ticks++) {
      socket.tick();
    }
    assertFalse(early.isDone());

    clock.move(Duration.ofMillis(1));
    socket.tick();
    assertEquals(Kind.TIMED_OUT, failureOf(early).kind());
    assertFalse(late.isDone());
    serverSays("{'cid':'2','match':{}}");
    serverSays("{'cid':'3','match':{'match_id':'m.'}}");
    socket.tick();
    assertEquals("m.", late.join().matchId());
  }

  @Test
  void pingsEveryTenSecondsAndStaysWhereItIsAnswered() {
    open();
    for (int beat = 2; beat < 12; beat++) {
      clock.move(Duration.ofMillis(9_999));
      socket.tick();
      assertEquals("nothing", asked());
      clock.move(Duration.ofMillis(1));
      socket.tick();
      assertEquals("{'cid':'" + beat + "','ping':{}}", asked());
      serverSays("{'cid':'" + beat + "','pong':{}}");
      socket.tick();
    }
    assertTrue(socket.isConnected());
  }

  @Test
  void leavesAServerThatAnswersNoPing() {
    open();
    clock.move(Duration.ofSeconds(10));
    socket.tick();
    clock.move(Duration.ofMillis(9_999));
    socket.tick();
    assertTrue(socket.isConnected());
    clock.move(Duration.ofMillis(1));
    socket.tick();
    assertFalse(socket.isConnected());
    socket.tick();
    assertEquals(List.of("connected", "closed NO_PONG"), told);
  }

  @Test
  void closingIsSeenAtOnceAndToldInTheTick() {
    open();
    CompletableFuture<Void> leaving = socket.leaveMatch("m.");
    serverSays("{'cid':'2'}");
    socket.close();
    socket.close();
    assertFalse(socket.isConnected());
    assertFalse(leaving.isDone());
    socket.tick();
    socket.tick();

    assertEquals(List.of("connected", "closed BY_US"), told);
    assertEquals(Kind.CLOSED, failureOf(leaving).kind());
  }

  @Test
  void opensAgainAfterItsEnd() {
    open();
    server.close(1001, "going away");
    assertThrows(
        IllegalStateException.class, () -> socket.connect(Tokens.session(), true, TIMEOUT));
    socket.tick();
    CompletableFuture<Void> again = socket.connect(Tokens.session(), true, TIMEOUT);
    assertTrue(server.accept());
    socket.tick();

    assertTrue(again.isDone());
    assertEquals(List.of("connected", "closed BY_SERVER", "connected"), told);
  }

  @Test
  void mayOpenAgainFromTheCallbackThatTellsTheEnd() {
    open();
    socket.onClosed(
        _ -> told.add("again " + socket.connect(Tokens.session(), true, TIMEOUT).isDone()));
    server.close(1001, "going away");
    socket.tick();

    assertTrue(socket.isConnecting());
    assertEquals("again false", told.getLast());
  }

  @Test
  void aRefusedOrSlowOpeningFails() {
    CompletableFuture<Void> refused = socket.connect(Tokens.session(), true, TIMEOUT);
    server.close(401, "refused");
    socket.tick();
    assertEquals(Kind.NOT_CONNECTED, failureOf(refused).kind());

    CompletableFuture<Void> slow = socket.connect(Tokens.session(), true, TIMEOUT);
    clock.move(TIMEOUT.minusMillis(1));
    socket.tick();
    assertTrue(socket.isConnecting());
    clock.move(Duration.ofMillis(1));
    socket.tick();
    socket.tick();
    assertEquals(Kind.NOT_CONNECTED, failureOf(slow).kind());
    assertEquals(List.of("closed NOT_OPENED", "closed NOT_OPENED"), told);
    assertFalse(socket.isConnecting());
  }

  @Test
  void anOpeningThatIsClosedFails() {
    CompletableFuture<Void> opening = socket.connect(Tokens.session(), true, TIMEOUT);
    socket.close();
    assertFalse(server.accept());
    socket.tick();

    assertEquals(Kind.NOT_CONNECTED, failureOf(opening).kind());
    assertEquals(List.of("closed BY_US"), told);
  }

  @Test
  void requestsWithoutAConnectionFailInTheTick() {
    CompletableFuture<ServerMessage.Match> asked = socket.createMatch("");
    assertFalse(asked.isDone());
    assertFalse(socket.sendMatchState("m.", 1, new byte[0], List.of(), true));
    socket.tick();

    assertEquals(Kind.NOT_CONNECTED, failureOf(asked).kind());
  }

  @Test
  void requestsAreBoundedAndSoIsWhatWaitsToBeSent() {
    open();
    for (int sent = 0; sent < MemorySocketAdapter.MAX_WAITING_TEXTS; sent++) {
      assertTrue(socket.sendMatchState("m.", 1, new byte[0], List.of(), true));
    }
    assertFalse(socket.sendMatchState("m.", 1, new byte[0], List.of(), true));
    CompletableFuture<ServerMessage.Match> busy = socket.createMatch("");
    socket.tick();
    assertEquals(Kind.BUSY, failureOf(busy).kind());

    List<CompletableFuture<?>> asking = new ArrayList<>();
    for (int count = 0; count < Socket.MAX_PENDING_REQUESTS; count++) {
      asking.add(socket.createMatch(""));
    }
    assertThrows(RejectedExecutionException.class, () -> socket.createMatch(""));
    socket.tick();
    assertTrue(asking.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  void whatTheServerWouldNotTakeIsNotSent() {
    open();
    CompletableFuture<?> tooLarge = socket.writeChatMessage("2...room", "ä".repeat(2_100));
    assertFalse(socket.sendMatchState("m.", 1, new byte[4_000], List.of(), true));
    socket.tick();

    assertEquals(Kind.TOO_LARGE, failureOf(tooLarge).kind());
    assertEquals("nothing", asked());
    assertTrue(socket.isConnected());
  }

  @Test
  void aCallbackThatThrowsKeepsNothingElseFromRunning() {
    open();
    socket.onReceivedMatchState(data -> {
      told.add("data " + data.opCode());
      throw new IllegalStateException("a bug of the application's");
    });
    serverSays("{'match_data':{'op_code':'1'}}");
    serverSays("{'match_data':{'op_code':'2'}}");
    socket.tick();

    assertEquals(List.of("connected", "data 1", "data 2"), told);
  }

  @Test
  void aTickWithinATickIsRefused() {
    open();
    List<Throwable> thrown = new ArrayList<>();
    socket.onReceivedError(
        _ -> thrown.add(assertThrows(IllegalStateException.class, socket::tick)));
    serverSays("{'error':{}}");
    socket.tick();
    assertEquals(1, thrown.size());
  }

  @Test
  void requestsAndCloseMayComeFromCallbacks() {
    open();
    List<CompletableFuture<?>> asking = new ArrayList<>();
    socket.onReceivedError(_ -> {
      asking.add(socket.leaveMatch("m."));
      socket.close();
    });
    serverSays("{'error':{}}");
    serverSays("{'error':{}}");
    socket.tick();
    socket.tick();

    assertEquals(1, asking.size(), "nothing is told after the end");
    assertEquals(Kind.CLOSED, failureOf(asking.getFirst()).kind());
  }

  @Test
  void passesOnWhatItIsTold() {
    open();
    List<Object> seen = new ArrayList<>();
    socket.onReceivedChannelMessage(message -> seen.add(message.content()));
    socket.onReceivedStatusPresence(event -> seen.add(event.joins().getFirst().status() + ""));
    socket.onReceivedNotification(notification -> seen.add(notification.subject()));
    serverSays("{'channel_message':{'content':'{}'}}");
    serverSays("{'status_presence_event':{'joins':[{'user_id':'u','status':''}]}}");
    serverSays("{'notifications':{'notifications':[{'subject':'a'},{'subject':'b'}]}}");
    socket.tick();

    assertEquals(List.of("{}", "", "a", "b"), seen);
  }
}
