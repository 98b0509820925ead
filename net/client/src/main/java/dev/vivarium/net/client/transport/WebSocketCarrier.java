package dev.vivarium.net.client.transport;

import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeConnection;
import dev.vivarium.net.protocol.realtime.RealtimeLimits;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Binary WebSocket (RFC 6455) to one server, over TLS where its address says so. All connections
/// share the carrier's threads and its judgement of the server's certificate. Thread-safe.
public final class WebSocketCarrier implements RealtimeCarrier, AutoCloseable {
  /// Of an answer to the request to open, headers and all.
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  /// From asking for the end until the connection is cut.
  private static final long FAREWELL_MS = 1_000;

  private final ServerAddress server;
  private final EventLoopGroup threads;

  /// Null without TLS.
  private final @Nullable SSLContext tls;

  /// With one thread, which is enough for some thousands of connections.
  public WebSocketCarrier(ServerAddress server, ServerTrust trust) {
    this(server, trust, 1);
  }

  /// @param threadCount 1 or more
  public WebSocketCarrier(ServerAddress server, ServerTrust trust, int threadCount) {
    this.server = server;
    this.tls = server.isTls() ? trust.context(server) : null;
    this.threads =
        new MultiThreadIoEventLoopGroup(
            threadCount,
            new DefaultThreadFactory("realtime client", true),
            NioIoHandler.newFactory());
  }

  @Override
  public RealtimeConnection open(URI address, Duration timeout) {
    WebSocketConnection connection = new WebSocketConnection();
    connection.opening(
        new Bootstrap()
            .group(threads)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(timeout))
            .handler(initializer(address, timeout, connection))
            .connect(server.host(), server.port()));
    return connection;
  }

  /// Cuts all connections.
  @Override
  public void close() {
    var _ = threads.shutdownGracefully(0, FAREWELL_MS, TimeUnit.MILLISECONDS);
  }

  private ChannelInitializer<Channel> initializer(
      URI address, Duration timeout, WebSocketConnection connection) {
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(address)
            .maxFramePayloadLength(RealtimeLimits.FROM_SERVER_BYTES)
            .handleCloseFrames(false)
            .handshakeTimeoutMillis(millis(timeout))
            .forceCloseTimeoutMillis(FAREWELL_MS)
            .build();
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (tls != null) {
          channel.pipeline().addLast(secured(tls, timeout));
        }
        channel
            .pipeline()
            .addLast(
                new HttpClientCodec(),
                new HttpObjectAggregator(MAX_ANSWER_BYTES),
                new WebSocketClientProtocolHandler(config),
                new WebSocketFrameAggregator(RealtimeLimits.FROM_SERVER_BYTES),
                connection);
      }
    };
  }

  /// The server's name counts where authorities vouch for it; a pin needs none.
  private SslHandler secured(SSLContext context, Duration timeout) {
    SSLEngine engine = context.createSSLEngine(server.host(), server.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(millis(timeout));
    return handler;
  }

  private static int millis(Duration timeout) {
    return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }
}
