package dev.vivarium.net.server.transport;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.transport.SocketEndpoint.Admission;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open WebSocket: counts what comes in, queues what goes out, pings. On the connection's event
/// loop, but for [#send] and [#close], which any thread may call.
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame>
    implements SocketConnection, Departure.Passenger {
  private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

  /// Received messages that wait for the listener before the socket is read no further.
  private static final int INBOX_HIGH = 16;

  /// For the close frame to be taken and answered.
  private static final long CLOSE_WAIT_MS = 1_000;

  private final SocketLimits limits;
  private final HttpConnection.Shared shared;
  private final Admission.Accepted accepted;
  private final NanoClock clock;
  private final SerialExecutor inbox;
  private final AtomicInteger inboxSize = new AtomicInteger();
  private final RateLimit messageRate;
  private final RateLimit byteRate;

  private final Outbox outbox;

  /// Set once, before anybody else knows this socket.
  private @Nullable ChannelHandlerContext context;

  /// Where what is encoded already begins its way out.
  private @Nullable ChannelHandlerContext encoded;

  /// On the inbox's thread, and while nothing waits there on the event loop.
  private @Nullable SocketListener listener;

  private CloseReason reason = CloseReason.GONE;
  private boolean closeSent;
  private long heardNanos;
  private @Nullable Future<?> lifeCheck;

  SocketHandler(SocketLimits limits, HttpConnection.Shared shared, Admission.Accepted accepted) {
    this.limits = limits;
    this.shared = shared;
    this.accepted = accepted;
    clock = shared.clock();
    outbox = new Outbox(limits.queueMax());
    inbox = new SerialExecutor(shared.workers());
    messageRate =
        new RateLimit(limits.messagesPerSecond(), 2.0 * limits.messagesPerSecond(), clock);
    byteRate = new RateLimit(limits.bytesPerSecond(), 2.0 * limits.bytesPerSecond(), clock);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    encoded = added.pipeline().context(WebSocketFrameEncoder.class);
    heardNanos = clock.nanos();
    shared.metrics().socketOpened();
    inboxSize.incrementAndGet();
    inbox.execute(() -> {
      listener = accepted.open().apply(this);
      taken(added);
    });
    shared.sockets().add(this);
    long pingMs = limits.pingPeriod().toMillis();
    var pings =
        added
            .executor()
            .scheduleAtFixedRate(() -> ping(added), pingMs, pingMs, TimeUnit.MILLISECONDS);
    added.channel().closeFuture().addListener(closed -> pings.cancel(false));
    expectLife(added, limits.pongWait().toNanos());
    added.channel().config().setAutoRead(true);
  }

  private void ping(ChannelHandlerContext added) {
    if (added.channel().isWritable()) {
      var _ = added.writeAndFlush(new PingWebSocketFrame());
    }
  }

  private void expectLife(ChannelHandlerContext added, long waitNanos) {
    lifeCheck = added.executor().schedule(() -> checkLife(added), waitNanos, TimeUnit.NANOSECONDS);
  }

  private void checkLife(ChannelHandlerContext added) {
    long left = limits.pongWait().toNanos() - (clock.nanos() - heardNanos);
    if (left > 0) {
      expectLife(added, left);
    } else {
      reason = CloseReason.NO_PONG;
      var _ = added.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    heardNanos = clock.nanos();
    if (closeSent && !(frame instanceof CloseWebSocketFrame)) return;
    int bytes = frame.content().readableBytes();
    if (!messageRate.take(1) || !byteRate.take(bytes)) {
      closeNow(context, CloseReason.TOO_FAST);
      return;
    }
    switch (frame) {
      case TextWebSocketFrame text -> received(context, text.content(), limits.text());
      case BinaryWebSocketFrame binary -> received(context, binary.content(), !limits.text());
      case PingWebSocketFrame ping -> {
        var _ = context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      }
      case CloseWebSocketFrame close -> closedByPeer(context, close);
      default -> {
        // A pong: a sign of life, noted above.
      }
    }
  }

  private void received(ChannelHandlerContext context, ByteBuf content, boolean wanted) {
    if (!wanted) {
      closeNow(context, CloseReason.WRONG_KIND);
      return;
    }
    shared.metrics().messageIn();
    byte[] bytes = ByteBufUtil.getBytes(content);
    // What waits goes first; that nothing does makes what the inbox's thread wrote seen here.
    if (inboxSize.get() == 0 && listener != null && listener.neverWaits()) {
      deliver(bytes);
      return;
    }
    if (inboxSize.incrementAndGet() >= INBOX_HIGH) context.channel().config().setAutoRead(false);
    inbox.execute(() -> {
      try {
        deliver(bytes);
      } finally {
        taken(context);
      }
    });
  }

  private void deliver(byte[] bytes) {
    try {
      if (listener != null && !outbox.isClosed()) listener.onMessage(bytes);
    } catch (RuntimeException e) {
      LOG.error("event=socket_failed", e);
      close(CloseReason.SERVER_ERROR);
    }
  }

  private void taken(ChannelHandlerContext context) {
    if (inboxSize.decrementAndGet() == INBOX_HIGH / 2) {
      context.executor().execute(() -> context.channel().config().setAutoRead(true));
    }
  }

  private void closedByPeer(ChannelHandlerContext context, CloseWebSocketFrame close) {
    if (closeSent) {
      var _ = context.close();
      return;
    }
    int code = close.statusCode();
    closeNow(context, new CloseReason(code < 0 ? CloseReason.NORMAL.code() : code, ""));
    var _ = context.close();
  }

  @Override
  public boolean send(Frame frame) {
    Departure alone = new Departure();
    boolean sent = send(frame, alone);
    alone.leave();
    return sent;
  }

  @Override
  public boolean send(Frame frame, Departure departure) {
    return switch (outbox.add(frame)) {
      case CLOSED -> false;
      case OVERFLOW -> {
        shared.metrics().overflow();
        ChannelHandlerContext open = open();
        open.executor().execute(() -> closeNow(open, CloseReason.QUEUE_FULL));
        yield false;
      }
      case WAITS -> true;
      case WAKES -> {
        departure.add(open().executor(), this);
        yield true;
      }
    };
  }

  private void flush() {
    try (WireFrames frames = new WireFrames()) {
      leave(frames);
    }
  }

  /// Hands over to the channel what it takes now; the rest waits until it is writable again.
  @Override
  public void leave(WireFrames frames) {
    ChannelHandlerContext out = encoded;
    if (out == null) throw new IllegalStateException("not open yet");
    Channel channel = out.channel();
    int wrote = 0;
    Frame frame;
    while (channel.isWritable() && (frame = outbox.poll()) != null) {
      var _ = out.write(frames.of(frame, out.alloc()), out.voidPromise());
      wrote++;
    }
    if (wrote > 0) {
      out.flush();
      shared.metrics().messagesOut(wrote);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) flush();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void close(CloseReason why) {
    if (!outbox.shut()) return;
    ChannelHandlerContext open = open();
    open.executor()
        .execute(() -> {
          flush();
          closeNow(open, why);
        });
  }

  /// Sends the close frame and leaves the other side a moment to answer.
  private void closeNow(ChannelHandlerContext context, CloseReason why) {
    outbox.close();
    if (closeSent) return;
    closeSent = true;
    reason = why;
    context.channel().config().setAutoRead(true);
    var _ = context.writeAndFlush(new CloseWebSocketFrame(why.code(), why.words()));
    var end =
        context
            .executor()
            .schedule(
                () -> {
                  var _ = context.close();
                },
                CLOSE_WAIT_MS,
                TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> end.cancel(false));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    outbox.close();
    if (lifeCheck != null) lifeCheck.cancel(false);
    shared.metrics().socketClosed();
    CloseReason why = reason;
    inbox.execute(() -> {
      try {
        if (listener != null) listener.onClosed(why);
      } catch (RuntimeException e) {
        LOG.error("event=socket_close_failed", e);
      } finally {
        shared.sockets().remove(this);
      }
    });
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("event=socket_broken kind={}", cause.getClass().getSimpleName());
    switch (cause) {
      case TooLongFrameException tooLong -> closeNow(context, CloseReason.TOO_LARGE);
      case CorruptedWebSocketFrameException corrupt ->
          closeNow(context, new CloseReason(corrupt.closeStatus().code(), words(corrupt)));
      default -> {
        var _ = context.close();
      }
    }
  }

  private static String words(Exception problem) {
    return String.valueOf(problem.getMessage());
  }

  @Override
  public int queued() {
    return outbox.size();
  }

  @Override
  public InetSocketAddress remote() {
    return (InetSocketAddress) open().channel().remoteAddress();
  }

  private ChannelHandlerContext open() {
    ChannelHandlerContext set = context;
    if (set == null) throw new IllegalStateException("not open yet");
    return set;
  }
}
