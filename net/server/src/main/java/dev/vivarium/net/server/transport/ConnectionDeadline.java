package dev.vivarium.net.server.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends connections that take their time. A request must be whole within `requestWait` of its first
/// byte, the first one, with its TLS handshake, within that of the connection's start; a byte now
/// and then does not extend it. Stands before the HTTP codec; on the connection's event loop.
final class ConnectionDeadline extends ChannelDuplexHandler {
  private enum State {
    IDLE,
    RECEIVING,
    ANSWERING
  }

  private final TransportLimits limits;
  private State state = State.RECEIVING;
  private @Nullable Future<?> timer;

  ConnectionDeadline(TransportLimits limits) {
    this.limits = limits;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    restart(context, limits.requestWait());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (state == State.IDLE) {
      state = State.RECEIVING;
      restart(context, limits.requestWait());
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  /// A whole request is here; the server takes as long as it needs.
  void requestComplete() {
    state = State.ANSWERING;
    stop();
  }

  /// The reply is being written.
  void replying(ChannelHandlerContext context) {
    restart(context, limits.replyWait());
  }

  /// The reply is written; the next request may come.
  void replied(ChannelHandlerContext context) {
    state = State.IDLE;
    restart(context, limits.idleWait());
  }

  private void restart(ChannelHandlerContext context, Duration wait) {
    stop();
    timer =
        context
            .executor()
            .schedule(
                () -> {
                  var _ = context.close();
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void stop() {
    if (timer != null) timer.cancel(false);
    timer = null;
  }
}
