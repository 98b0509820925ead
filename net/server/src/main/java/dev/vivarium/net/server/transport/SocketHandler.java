package dev.vivarium.net.server.transport;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.transport.SocketEndpoint.Admission;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open WebSocket: counts what comes in, queues what goes out, pings. On the connection's event
/// loop, but for [#send] and [#close], which any thread may call.
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame>
    implements SocketConnection {
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

  /// Guards itself, `closing` and `flushing`.
  private final Queue<Frame> outbox = new ArrayDeque<>();

  private boolean closing;
  private boolean flushing;

  /// Set once, before anybody else knows this socket.
  private @Nullable ChannelHandlerContext context;

  /// On the inbox's thread.
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
    inbox = new SerialExecutor(shared.workers());
    messageRate =
        new RateLimit(limits.messagesPerSecond(), 2.0 * limits.messagesPerSecond(), clock);
    byteRate = new RateLimit(limits.bytesPerSecond(), 2.0 * limits.bytesPerSecond(), clock);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    heardNanos = clock.nanos();
    shared.metrics().socketOpened();
    inbox.execute(() -> listener = accepted.open().apply(this));
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
    if (inboxSize.incrementAndGet() >= INBOX_HIGH) context.channel().config().setAutoRead(false);
    inbox.execute(() -> deliver(context, bytes));
  }

  private void deliver(ChannelHandlerContext context, byte[] bytes) {
    try {
      if (listener != null && !isClosing()) listener.onMessage(bytes);
    } catch (RuntimeException e) {
      LOG.error("event=socket_failed", e);
      close(CloseReason.SERVER_ERROR);
    } finally {
      if (inboxSize.decrementAndGet() == INBOX_HIGH / 2) {
        context.executor().execute(() -> context.channel().config().setAutoRead(true));
      }
    }
  }

  private boolean isClosing() {
    synchronized (outbox) {
      return closing;
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
    return send(List.of(frame));
  }

  @Override
  public boolean send(List<Frame> frames) {
    boolean overflow;
    boolean first;
    synchronized (outbox) {
      if (closing) return false;
      overflow = outbox.size() + frames.size() > limits.queueMax();
      if (overflow) {
        closing = true;
        outbox.clear();
      } else {
        outbox.addAll(frames);
      }
      first = !flushing;
      flushing = true;
    }
    ChannelHandlerContext open = open();
    if (overflow) {
      shared.metrics().overflow();
      open.executor().execute(() -> closeNow(open, CloseReason.QUEUE_FULL));
    } else if (first) {
      open.executor().execute(() -> flush(open));
    }
    return !overflow;
  }

  /// Hands over to the channel what it takes now; the rest waits until it is writable again.
  private void flush(ChannelHandlerContext context) {
    boolean wrote = false;
    while (true) {
      Frame frame;
      synchronized (outbox) {
        frame = context.channel().isWritable() ? outbox.poll() : null;
        if (frame == null) {
          flushing = !outbox.isEmpty();
          break;
        }
      }
      var _ = context.write(toNetty(frame));
      shared.metrics().messageOut();
      wrote = true;
    }
    if (wrote) context.flush();
  }

  private static WebSocketFrame toNetty(Frame frame) {
    return switch (frame) {
      case Frame.Text(byte[] bytes) -> new TextWebSocketFrame(Unpooled.wrappedBuffer(bytes));
      case Frame.Binary(byte[] bytes) -> new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes));
    };
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) flush(context);
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void close(CloseReason why) {
    synchronized (outbox) {
      if (closing) return;
      closing = true;
    }
    ChannelHandlerContext open = open();
    open.executor()
        .execute(() -> {
          flush(open);
          closeNow(open, why);
        });
  }

  /// Sends the close frame and leaves the other side a moment to answer.
  private void closeNow(ChannelHandlerContext context, CloseReason why) {
    synchronized (outbox) {
      closing = true;
      outbox.clear();
    }
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
    synchronized (outbox) {
      closing = true;
      outbox.clear();
    }
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
      case CorruptedFrameException corrupt -> closeNow(context, CloseReason.BAD_FRAME);
      default -> {
        var _ = context.close();
      }
    }
  }

  @Override
  public int queued() {
    synchronized (outbox) {
      return outbox.size();
    }
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
