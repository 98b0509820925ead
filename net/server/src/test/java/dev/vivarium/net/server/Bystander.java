package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.net.server.TestClient.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// Somebody who talks in a room and to the server while others misbehave, a round for each
/// [#another], and must get each answer.
final class Bystander implements AutoCloseable {
  private static final String JOIN =
      "{\"channel_join\":{\"target\":\"quiet\",\"type\":1,\"persistence\":false}}";

  private final Socket socket;
  private final String channel;
  private final Semaphore wanted = new Semaphore(1);
  private final CompletableFuture<Void> talk;
  private volatile boolean leaving;

  /// Written by the talk, read after it.
  private int rounds;

  private long slowestNanos;

  Bystander(TestClient client) {
    socket = client.signIn("bystander").connect();
    channel = socket.ask("join", JOIN).at("/channel/id").asText();
    talk = CompletableFuture.runAsync(this::talk, task -> Thread.ofVirtual().start(task));
  }

  void another() {
    if (wanted.availablePermits() == 0) wanted.release();
  }

  private void talk() {
    while (true) {
      wanted.acquireUninterruptibly();
      if (leaving && rounds > 0) return;
      long start = System.nanoTime();
      String mark = "round" + rounds;
      String say = "{\"channel_message_send\":{\"channel_id\":\"%s\",\"content\":\"{}\"}}";
      JsonNode acknowledged = socket.ask(mark, say.formatted(channel));
      assertTrue(acknowledged.has("channel_message_ack"), acknowledged::toString);
      assertTrue(socket.ask(mark, "{\"ping\":{}}").has("pong"));
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
      rounds++;
    }
  }

  /// @return in words
  String assertUndisturbed() {
    another();
    leaving = true;
    wanted.release(2);
    talk.join();
    assertTrue(rounds > 0);
    assertTrue(socket.ask("last", "{\"ping\":{}}").has("pong"));
    assertEquals(0, socket.received().size());
    return rounds + " rounds of a bystander, slowest " + slowestNanos / 1_000_000 + " ms";
  }

  @Override
  public void close() {
    leaving = true;
    wanted.release(2);
    socket.raw().abort();
  }
}
