package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.memory.MemoryPeer;
import dev.vivarium.net.client.memory.MemorySocketAdapter;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Says what nakama-js 2.8.0 said, to a server that answers what it was answered.
class RecordedExchangeTest {
  private final Deque<String> record = new ArrayDeque<>(recorded());
  private final HandClock clock = new HandClock();
  private final MemorySocketAdapter adapter = new MemorySocketAdapter();
  private final MemoryPeer server = adapter.peer();
  private final Socket socket =
      new DefaultSocket(ServerAddress.LOCAL, adapter, SocketTimes.DEFAULT, clock);

  private static List<String> recorded() {
    try (InputStream in =
        Objects.requireNonNull(
            RecordedExchangeTest.class.getResourceAsStream("frames-of-nakama-js-2.8.0.txt"))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each frame of ours must be the record's next, and is answered by those after it.
  private void exchange() {
    socket.tick();
    for (String said = server.poll().orElse(""); !said.isEmpty(); ) {
      assertEquals(meaning(record.removeFirst()), meaning("C " + said));
      while (!record.isEmpty() && record.getFirst().startsWith("S")) {
        assertTrue(server.send(record.removeFirst().substring(2)));
      }
      said = server.poll().orElse("");
    }
    socket.tick();
  }

  /// Read and written again, so that order and what is left out are the same.
  private static String meaning(String line) {
    try {
      String json = line.substring(2);
      return ControlJson.writeText(ControlJson.readFromClient(json.getBytes(UTF_8)));
    } catch (Exception e) {
      throw new AssertionError(line, e);
    }
  }

  private <T> T answer(CompletableFuture<T> future) {
    exchange();
    assertTrue(future.isDone());
    return future.join();
  }

  @Test
  void everyFrameIsSentAndUnderstood() {
    List<ServerMessage.MatchPresenceEvent> presences = new ArrayList<>();
    List<String> data = new ArrayList<>();
    socket.onReceivedMatchPresence(presences::add);
    socket.onReceivedMatchState(
        each -> data.add(each.opCode() + " " + Arrays.toString(each.data())));
    CompletableFuture<Void> opening = socket.connect(Tokens.session(), true, Duration.ofSeconds(5));
    assertTrue(server.accept());
    exchange();
    assertTrue(opening.isDone());

    playAMatch();
    assertEquals(2, presences.size());
    assertEquals("alice", presences.getFirst().joins().getFirst().username());
    assertEquals(List.of("1 " + Arrays.toString("{\"x\":1}".getBytes(UTF_8)), "2 [1, 2, 3]"), data);
    chat();
    assertFalse(answer(socket.rpc("echo", "{}")).payload().isEmpty());
    clock.move(Duration.ofSeconds(10));
    exchange();
    CompletableFuture<?> bad = socket.joinMatchById("bad", Map.of());
    exchange();
    Throwable refused = assertThrows(CompletionException.class, bad::join).getCause();
    assertEquals("Match not found", refused == null ? "" : refused.getMessage());
    answer(socket.leaveMatch("abc.n1"));
    answer(socket.leaveChat("2...room"));
    assertEquals(List.of(), List.copyOf(record));
  }

  private void playAMatch() {
    ServerMessage.Match match = answer(socket.createMatch(""));
    UserPresence self = Objects.requireNonNull(match.self());
    assertEquals("s-1", self.sessionId());
    assertEquals("abc.n1", answer(socket.createMatch("named")).matchId());
    assertEquals(1, answer(socket.joinMatchById("abc.n1", Map.of())).size());
    assertEquals(1, answer(socket.joinMatchById("abc.n1", Map.of("team", "red"))).size());
    byte[] text = "{\"x\":1}".getBytes(UTF_8);
    assertTrue(socket.sendMatchState("abc.n1", 1, text, List.of(), true));
    exchange();
    assertTrue(socket.sendMatchState("abc.n1", 2, new byte[] {1, 2, 3}, List.of(self), false));
    exchange();
  }

  private void chat() {
    ServerMessage.Channel channel = answer(socket.joinChat("room", ChannelType.ROOM, true, false));
    assertEquals("room", channel.roomName());
    assertEquals(
        "m1", answer(socket.writeChatMessage(channel.id(), "{\"hello\":\"world\"}")).messageId());
    answer(socket.updateStatus("online"));
  }
}
