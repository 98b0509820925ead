package dev.vivarium.net.client.transport;

import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.client.SocketClosed.Cause;
import dev.vivarium.net.client.realtime.RealtimeConnection;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One WebSocket. The carrier's thread puts arrivals into a queue, whoever polls takes them; while
/// too many wait, the socket is not read.
final class WebSocketConnection extends SimpleChannelInboundHandler<WebSocketFrame>
    implements RealtimeConnection {
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger outgoingBytes = new AtomicInteger();
  private final AtomicBoolean hasEnded = new AtomicBoolean();

  /// Set by who opens before anyone else has this.
  private volatile @Nullable Channel channel;

  /// Set on the carrier's thread, read by those who send.
  private volatile boolean isOpen;

  void opening(ChannelFuture connecting) {
    channel = connecting.channel();
    var _ =
        connecting.addListener(done -> {
          if (!done.isSuccess()) {
            notOpened(done.cause());
          }
        });
  }

  @Override
  public @Nullable Arrival poll() {
    Arrival arrival = arrivals.poll();
    if (arrival instanceof Message && waiting.decrementAndGet() == MAX_WAITING_MESSAGES / 2) {
      readOn();
    }
    return arrival;
  }

  /// In turn with what stops the reading, or the stop could come last and stay.
  private void readOn() {
    Channel open = channel;
    if (open != null) {
      open.eventLoop().execute(() -> open.config().setAutoRead(true));
    }
  }

  @Override
  public boolean send(byte[] message) {
    Channel to = channel;
    if (to == null || !isOpen) {
      return false;
    }
    if (outgoingBytes.addAndGet(message.length) > MAX_OUTGOING_BYTES) {
      outgoingBytes.addAndGet(-message.length);
      return false;
    }
    var _ =
        to.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)))
            .addListener(_ -> outgoingBytes.addAndGet(-message.length));
    return true;
  }

  @Override
  public void close() {
    end(new SocketClosed(Cause.BY_US, SocketClosed.NORMAL, "closed by us"));
    cut();
  }

  /// The library says the farewell of the protocol before it cuts.
  private void cut() {
    Channel open = channel;
    if (open != null) {
      var _ = open.close();
    }
  }

  private void end(SocketClosed end) {
    if (hasEnded.compareAndSet(false, true)) {
      isOpen = false;
      arrivals.add(new Ended(end));
    }
  }

  private void notOpened(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    if (failure instanceof WebSocketClientHandshakeException refused
        && refused.response() != null) {
      int status = refused.response().status().code();
      end(new SocketClosed(Cause.NOT_OPENED, status, "refused with status " + status));
    } else {
      end(new SocketClosed(Cause.NOT_OPENED, SocketClosed.ABNORMAL, String.valueOf(first)));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE && !hasEnded.get()) {
      isOpen = true;
      arrivals.add(new Opened());
    } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
      end(new SocketClosed(Cause.NOT_OPENED, SocketClosed.ABNORMAL, "no answer in time"));
      cut();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    switch (frame) {
      case BinaryWebSocketFrame binary -> received(context, ByteBufUtil.getBytes(binary.content()));
      case CloseWebSocketFrame close -> {
        end(new SocketClosed(Cause.BY_SERVER, close.statusCode(), close.reasonText()));
        var _ = context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
      }
      default -> {
        end(new SocketClosed(Cause.BAD_INPUT, SocketClosed.UNSUPPORTED, "not a binary message"));
        cut();
      }
    }
  }

  private void received(ChannelHandlerContext context, byte[] message) {
    if (hasEnded.get()) {
      return;
    }
    arrivals.add(new Message(message));
    if (waiting.incrementAndGet() >= MAX_WAITING_MESSAGES) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Cause cause = isOpen ? Cause.BROKEN : Cause.NOT_OPENED;
    end(new SocketClosed(cause, SocketClosed.ABNORMAL, "the connection ended"));
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (isOpen) {
      end(new SocketClosed(Cause.BROKEN, SocketClosed.ABNORMAL, String.valueOf(failure)));
    } else {
      notOpened(failure);
    }
    cut();
  }
}
