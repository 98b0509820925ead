package dev.vivarium.net.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Many clients on one event loop, which read no more of a message than they must. A line on its
/// input begins a new count, and the next one tells it: messages, their bytes, states, and the
/// percentiles 50, 90, 99 and 100 of the time from a tick's start to its state's receipt in
/// microseconds. Arguments: `ours|bare tls|plain PORT COUNT ACK_EVERY CLOCK_FILE`.
final class BenchClients {
  private static final PrintStream OUT = System.out;
  private static final int WELCOME = 2;
  private static final int STATE = 6;
  private static final int PING = 11;

  /// A tenth of a millisecond each, up to ten seconds.
  private static final int BUCKETS = 100_000;

  private static final long BUCKET_NANOS = 100_000;
  private static final int CONNECTING_AT_ONCE = 32;

  private final boolean tls;
  private final int port;
  private final int ackEvery;
  private final TickClock clock;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Semaphore connecting = new Semaphore(CONNECTING_AT_ONCE);
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  // On the event loop.

  private final int[] histogram = new int[BUCKETS];
  private long messages;
  private long bytes;
  private long states;

  private BenchClients(boolean tls, int port, int ackEvery, TickClock clock) {
    this.tls = tls;
    this.port = port;
    this.ackEvery = ackEvery;
    this.clock = clock;
  }

  public static void main(String[] args) throws Exception {
    boolean ours = args[0].equals("ours");
    BenchClients clients =
        new BenchClients(
            args[1].equals("tls"),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[4]),
            new TickClock(Path.of(args[5])));
    clients.connect(Integer.parseInt(args[3]), ours);
    OUT.println("connected");
    clients.answer();
    System.exit(0);
  }

  private void connect(int count, boolean ours) throws Exception {
    SslContext context =
        tls
            ? SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .build()
            : null;
    try (HttpClient http = http()) {
      for (int i = 0; i < count; i++) {
        String token = ours ? signIn(http, i) : "";
        connecting.acquire();
        connect(context, token);
      }
    }
    connecting.acquire(CONNECTING_AT_ONCE);
    if (arrived.get() < count) throw new IOException(arrived + " of " + count + " arrived");
  }

  private HttpClient http() throws Exception {
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (tls) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      builder.sslContext(context);
    }
    return builder.build();
  }

  private String signIn(HttpClient http, int number) throws IOException, InterruptedException {
    String key = Base64.getEncoder().encodeToString("defaultkey:".getBytes(StandardCharsets.UTF_8));
    String body =
        http.send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http"
                                + (tls ? "s" : "")
                                + "://localhost:"
                                + port
                                + "/v2/account/authenticate/device"))
                    .header("Authorization", "Basic " + key)
                    .POST(BodyPublishers.ofString("{\"id\":\"bench-device-" + number + "\"}"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return new ObjectMapper().readTree(body).get("token").asText();
  }

  private void connect(@Nullable SslContext context, String token) {
    var _ =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Pipeline(context, token))
            .connect(InetAddress.getLoopbackAddress(), port)
            .addListener(done -> {
              if (!done.isSuccess()) connecting.release();
            });
  }

  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final @Nullable SslContext context;
    private final String token;

    Pipeline(@Nullable SslContext context, String token) {
      this.context = context;
      this.token = token;
    }

    @Override
    protected void initChannel(SocketChannel channel) throws SSLException {
      if (context != null) channel.pipeline().addLast(context.newHandler(channel.alloc()));
      WebSocketClientProtocolConfig config =
          WebSocketClientProtocolConfig.newBuilder()
              .webSocketUri("ws" + (tls ? "s" : "") + "://localhost:" + port + "/realtime")
              .maxFramePayloadLength(16 << 20)
              .performMasking(true)
              .build();
      channel
          .pipeline()
          .addLast(new HttpClientCodec())
          .addLast(new HttpObjectAggregator(8_192))
          .addLast(new WebSocketClientProtocolHandler(config))
          .addLast(new WebSocketFrameAggregator(16 << 20))
          .addLast(new Client(token));
    }
  }

  private final class Client extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    private final String token;
    private int unacknowledged;
    private boolean in;

    Client(String token) {
      this.token = token;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event != ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) return;
      if (token.isEmpty()) {
        in();
      } else {
        say(context, new Hello(RealtimeMessage.VERSION, token, "", ""));
      }
    }

    private void in() {
      if (in) return;
      in = true;
      arrived.incrementAndGet();
      connecting.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (in) {
        lost.incrementAndGet();
      } else {
        connecting.release();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, BinaryWebSocketFrame frame) {
      ByteBuf content = frame.content();
      messages++;
      bytes += content.readableBytes();
      if (token.isEmpty()) return;
      switch (content.getByte(0)) {
        case WELCOME -> in();
        case STATE -> state(context, content);
        case PING -> {
          Ping ping = (Ping) RealtimeCodec.decodeFromServer(ByteBufUtil.getBytes(content));
          say(context, new Pong(ping.sentNanos(), System.nanoTime(), 0));
        }
        default -> {
          // Counted above.
        }
      }
    }

    private void state(ChannelHandlerContext context, ByteBuf content) {
      content.skipBytes(2);
      varint(content);
      long tick = varint(content);
      long taken = System.nanoTime() - clock.start(tick);
      histogram[Math.clamp(taken / BUCKET_NANOS, 0, BUCKETS - 1)]++;
      states++;
      if (++unacknowledged >= ackEvery) {
        unacknowledged = 0;
        say(context, new Ack(tick, false));
      }
    }
  }

  private static long varint(ByteBuf content) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = content.readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) return value;
    }
  }

  private static void say(ChannelHandlerContext context, FromClient message) {
    byte[] bytes = RealtimeCodec.encode((RealtimeMessage) message);
    var _ = context.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
  }

  private void answer() throws Exception {
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) {
      OUT.println(loop.submit(this::count).get());
    }
  }

  private String count() {
    String counted =
        "%d %d %d %d %d %d %d %d"
            .formatted(messages, bytes, states, at(0.5), at(0.9), at(0.99), at(1), lost.get());
    messages = 0;
    bytes = 0;
    states = 0;
    Arrays.fill(histogram, 0);
    return counted;
  }

  private long at(double share) {
    long rank = (long) Math.ceil(share * states);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += histogram[i];
      if (seen >= rank && seen > 0) return (i + 1) * BUCKET_NANOS / 1_000;
    }
    return 0;
  }
}
