package dev.vivarium.net.server.transport;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.metric.ServerMetrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One listening port with its event loops. Calls and sockets are served on virtual threads.
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int CHUNK_BYTES_MAX = 8_192;
  private static final int WRITE_LOW_BYTES = 16 * 1024;
  private static final int WRITE_HIGH_BYTES = 32 * 1024;

  private final TransportLimits limits;
  private final @Nullable SslContext tls;
  private final ConnectionCaps caps;
  private final ServerMetrics metrics;
  private final EventLoopGroup acceptor = loops(1);
  private final EventLoopGroup loops;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final SocketRegistry sockets = new SocketRegistry();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final HttpConnection.Shared shared;
  private final Channel listening;

  /// Listens. Port 0 takes a free one. Without a certificate everything is readable on the wire.
  ///
  /// @param endpoints WebSockets by path
  /// @throws IOException if the address is taken or the certificate unusable
  public static Listener listen(
      InetSocketAddress address,
      Optional<ServerCertificate> certificate,
      HttpService service,
      Map<String, SocketEndpoint> endpoints,
      TransportLimits limits,
      int eventLoops,
      ServerMetrics metrics,
      NanoClock clock)
      throws IOException {
    SslContext tls = certificate.isPresent() ? tls(certificate.get()) : null;
    return new Listener(address, tls, service, endpoints, limits, eventLoops, metrics, clock);
  }

  private Listener(
      InetSocketAddress address,
      @Nullable SslContext tls,
      HttpService service,
      Map<String, SocketEndpoint> endpoints,
      TransportLimits limits,
      int eventLoops,
      ServerMetrics metrics,
      NanoClock clock)
      throws IOException {
    this.tls = tls;
    this.limits = limits;
    this.metrics = metrics;
    loops = loops(eventLoops);
    caps = new ConnectionCaps(limits, clock);
    shared =
        new HttpConnection.Shared(
            service, new ConcurrentHashMap<>(endpoints), workers, sockets, metrics, clock);
    listening = bind(address);
  }

  private static EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
  }

  private static SslContext tls(ServerCertificate certificate) throws IOException {
    return SslContextBuilder.forServer(certificate.key(), certificate.chain())
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }

  private Channel bind(InetSocketAddress address) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(acceptor, loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(WRITE_LOW_BYTES, WRITE_HIGH_BYTES))
            .childHandler(new Connections())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stopThreads();
      throw new IOException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    return bound.channel();
  }

  private final class Connections extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      InetSocketAddress remote = channel.remoteAddress();
      String address = remote == null ? "" : remote.getAddress().getHostAddress();
      if (!caps.enter(address)) {
        metrics.connectionRefused();
        var _ = channel.close();
        return;
      }
      metrics.connections(caps.open());
      connections.add(channel);
      channel
          .closeFuture()
          .addListener(closed -> {
            caps.leave(address);
            metrics.connections(caps.open());
          });
      fill(channel);
    }

    private void fill(SocketChannel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      ConnectionDeadline deadline = new ConnectionDeadline(limits);
      if (tls != null) {
        var handshake = tls.newHandler(channel.alloc());
        handshake.setHandshakeTimeoutMillis(limits.requestWait().toMillis());
        pipeline.addLast(handshake);
      }
      pipeline.addLast(deadline);
      pipeline.addLast(
          new HttpServerCodec(
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(TransportLimits.LINE_BYTES_MAX)
                  .setMaxHeaderSize(TransportLimits.HEADER_BYTES_MAX)
                  .setMaxChunkSize(CHUNK_BYTES_MAX)));
      pipeline.addLast(new BodyAggregator(limits.bodyBytesMax()));
      pipeline.addLast(new HttpConnection(shared, deadline));
    }
  }

  /// The address with its real port.
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /// Answers WebSockets at a further path.
  ///
  /// @throws IllegalArgumentException if the path is taken
  public void serve(String path, SocketEndpoint endpoint) {
    if (shared.endpoints().putIfAbsent(path, endpoint) != null) {
      throw new IllegalArgumentException("something answers at " + path);
    }
  }

  /// Takes no more connections, lets requests finish, tells every socket `reason` and waits until
  /// they are gone, but no longer than `wait`.
  public void drain(CloseReason reason, Duration wait) {
    listening.close().awaitUninterruptibly();
    try {
      sockets.drain(reason).get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("event=drain_incomplete open={}", caps.open());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends every connection at once.
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    stopThreads();
    workers.close();
  }

  private void stopThreads() {
    var stopping = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    acceptor.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    stopping.awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
