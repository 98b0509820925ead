package dev.vivarium.net.server.realtime;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.State;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.FrameDecoder;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.VivariumServer;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Speaks the realtime protocol over a real socket, message by message. Belongs to the test's
/// thread, which calls [#tick] to take in what has come.
final class RawClient implements WebSocket.Listener, AutoCloseable {
  private final HttpClient http;
  private final WebSocket socket;
  private final Queue<FromServer> arrived = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final boolean reads;
  final List<FromServer> received = new ArrayList<>();
  private @Nullable Welcome welcome;
  private @Nullable WorldHalves world;
  private @Nullable FrameDecoder decoder;
  private @Nullable Snapshot state;
  private boolean brokenOff;
  boolean acknowledges = true;
  int frames;
  int fullFrames;

  RawClient(VivariumServer server) {
    this(server, true);
  }

  /// @param reads whether it takes anything off its socket
  RawClient(VivariumServer server, boolean reads) {
    this.reads = reads;
    http = HttpClient.newBuilder().sslContext(TestClient.trusting(server)).build();
    socket =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .buildAsync(
                URI.create("wss://127.0.0.1:" + server.address().getPort() + "/realtime"), this)
            .join();
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (reads) {
      opened.request(1);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    part.writeBytes(bytes);
    if (last) {
      arrived.add(RealtimeCodec.decodeFromServer(part.toByteArray()));
      part.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(0);
  }

  boolean isClosed() {
    return closed.isDone() && arrived.isEmpty();
  }

  RawClient hello(TestClient.Session session) {
    return hello(session, "");
  }

  RawClient hello(TestClient.Session session, String resumeToken) {
    return send(new Hello(RealtimeMessage.VERSION, session.token(), "", resumeToken));
  }

  RawClient send(FromClient message) {
    return send(RealtimeCodec.encode(message));
  }

  RawClient send(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
    return this;
  }

  /// Takes in what has come.
  void tick() {
    for (FromServer message = arrived.poll(); message != null; message = arrived.poll()) {
      received.add(message);
      switch (message) {
        case Welcome welcomed -> {
          welcome = welcomed;
          enter(welcomed.world());
        }
        case SchemaEpoch reloaded -> enter(reloaded.world());
        case State(byte[] frame) -> show(frame);
        default -> {
          // The test looks at it in `received`.
        }
      }
    }
  }

  private void enter(WorldHalves entered) {
    world = entered;
    decoder = new FrameDecoder(entered.plan());
  }

  private void show(byte[] frame) {
    frames++;
    if ((frame[0] & 0x20) != 0) {
      fullFrames++;
    }
    if (decoder == null) throw new AssertionError("a frame before the welcome");
    Snapshot now = decoder.decode(frame);
    if (now != null) {
      state = now;
      if (acknowledges && !closed.isDone() && !brokenOff) {
        // Fails where the server closes just now.
        byte[] ack = RealtimeCodec.encode(new Ack(now.tick(), false));
        var _ = socket.sendBinary(ByteBuffer.wrap(ack), true).exceptionally(e -> socket);
      }
    }
  }

  Welcome welcome() {
    if (welcome == null) throw new AssertionError("not welcomed: " + received);
    return welcome;
  }

  boolean isWelcome() {
    return welcome != null;
  }

  WorldHalves world() {
    if (world == null) throw new AssertionError("not welcomed: " + received);
    return world;
  }

  boolean hasState() {
    return state != null;
  }

  Snapshot state() {
    if (state == null) throw new AssertionError("no state");
    return state;
  }

  <T extends FromServer> List<T> all(Class<T> type) {
    return received.stream().filter(type::isInstance).map(type::cast).toList();
  }

  boolean wasTold(Notice.Kind kind) {
    return all(Notice.class).stream().anyMatch(notice -> notice.kind() == kind);
  }

  int channel(String name) {
    List<MessageSchema> channels = schemas().channels();
    for (int i = 0; i < channels.size(); i++) {
      if (channels.get(i).name().toString().equals(name)) return i;
    }
    throw new AssertionError(name);
  }

  int component(String name) {
    List<ComponentSchema> components = schemas().components();
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).name().toString().equals(name)) return i;
    }
    throw new AssertionError(name);
  }

  WorldSchemas schemas() {
    try {
      return WorldSchemas.read(world().schemas());
    } catch (DamagedDataException e) {
      throw new AssertionError(e);
    }
  }

  /// Breaks the connection off without a word.
  void breakOff() {
    brokenOff = true;
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
