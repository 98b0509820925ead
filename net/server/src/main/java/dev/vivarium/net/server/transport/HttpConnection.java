package dev.vivarium.net.server.transport;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.transport.SocketEndpoint.Admission;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's requests, one after the other: while one is answered on a virtual thread, no
/// more are read. Becomes a [SocketHandler] on upgrade. On the connection's event loop.
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /// Requests that may come in one packet with the one that is being answered.
  private static final int WAITING_MAX = 16;

  /// What all connections of a server share.
  record Shared(
      HttpService service,
      Map<String, SocketEndpoint> endpoints,
      Executor workers,
      SocketRegistry sockets,
      ServerMetrics metrics,
      NanoClock clock) {}

  private final Shared shared;
  private final ConnectionDeadline deadline;
  private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
  private boolean answering;

  HttpConnection(Shared shared, ConnectionDeadline deadline) {
    this.shared = shared;
    this.deadline = deadline;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (!answering) {
      begin(context, request);
    } else if (waiting.size() < WAITING_MAX) {
      waiting.add(request.retain());
    } else {
      var _ = context.close();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    for (FullHttpRequest request : waiting) request.release();
    waiting.clear();
  }

  private void begin(ChannelHandlerContext context, FullHttpRequest request) {
    answering = true;
    deadline.requestComplete();
    context.channel().config().setAutoRead(false);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (request.decoderResult().isFailure()) {
      reply(context, HttpReply.text(400, "Bad request."), false);
      return;
    }
    if (request.method().equals(HttpMethod.OPTIONS)) {
      write(context, Replies.preflight(keepAlive), keepAlive);
      return;
    }
    HttpCall call;
    try {
      call = Requests.call(request, (InetSocketAddress) context.channel().remoteAddress());
    } catch (IllegalArgumentException e) {
      reply(context, HttpReply.text(400, "Bad address."), keepAlive);
      return;
    }
    SocketEndpoint endpoint = shared.endpoints().get(call.path());
    if (endpoint != null) {
      upgrade(context, endpoint, call, request);
    } else {
      later(context, () -> shared.service().handle(call), r -> reply(context, r, keepAlive));
    }
  }

  private interface Answer<T> {
    void give(T value);
  }

  /// Works on a virtual thread and answers on the event loop.
  private <T> void later(ChannelHandlerContext context, Supplier<T> work, Answer<T> answer) {
    shared
        .workers()
        .execute(() -> {
          T value;
          try {
            value = work.get();
          } catch (RuntimeException | Error e) {
            // An error, too, must not leave the connection without an answer.
            LOG.error("event=request_failed", e);
            context
                .executor()
                .execute(() -> reply(context, HttpReply.text(500, "Internal error."), false));
            return;
          }
          context.executor().execute(() -> answer.give(value));
        });
  }

  private void upgrade(
      ChannelHandlerContext context,
      SocketEndpoint endpoint,
      HttpCall call,
      FullHttpRequest request) {
    if (!request
        .headers()
        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      reply(context, HttpReply.text(426, "This is a WebSocket."), HttpUtil.isKeepAlive(request));
      return;
    }
    request.retain();
    later(
        context,
        () -> {
          try {
            return endpoint.admit(call);
          } catch (RuntimeException e) {
            LOG.error("event=admission_failed", e);
            return new Admission.Refused(HttpReply.text(500, "Internal error."));
          }
        },
        admission -> {
          try {
            answer(context, endpoint, request, admission);
          } finally {
            request.release();
          }
        });
  }

  private void answer(
      ChannelHandlerContext context,
      SocketEndpoint endpoint,
      FullHttpRequest request,
      Admission admission) {
    if (!context.channel().isActive()) return;
    switch (admission) {
      case Admission.Refused(HttpReply reply) ->
          reply(context, reply, HttpUtil.isKeepAlive(request));
      case Admission.Accepted accepted -> handshake(context, endpoint, request, accepted);
    }
  }

  private void handshake(
      ChannelHandlerContext context,
      SocketEndpoint endpoint,
      FullHttpRequest request,
      Admission.Accepted accepted) {
    WebSocketServerHandshaker handshaker = handshaker(endpoint.limits(), request);
    if (handshaker == null) {
      var _ =
          WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel())
              .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    SocketHandler socket = new SocketHandler(endpoint.limits(), shared, accepted);
    try {
      handshaker
          .handshake(context.channel(), request)
          .addListener(done -> {
            if (!done.isSuccess()) {
              var _ = context.close();
            }
          });
    } catch (RuntimeException e) {
      reply(context, HttpReply.text(400, "Bad handshake."), false);
      return;
    }
    var pipeline = context.pipeline();
    pipeline.remove(deadline);
    pipeline.addLast(new WebSocketFrameAggregator(endpoint.limits().messageBytesMax()));
    pipeline.addLast(socket);
    pipeline.remove(this);
  }

  private static @Nullable WebSocketServerHandshaker handshaker(
      SocketLimits limits, FullHttpRequest request) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(limits.messageBytesMax())
            .allowExtensions(false)
            // The socket says why it ends; the decoder would be silent after a bad close frame.
            .closeOnProtocolViolation(false)
            .withUTF8Validator(true)
            .build();
    return new WebSocketServerHandshakerFactory("", null, config).newHandshaker(request);
  }

  private void reply(ChannelHandlerContext context, HttpReply reply, boolean keepAlive) {
    write(context, Replies.response(reply, keepAlive), keepAlive);
  }

  private void write(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
    boolean staysOpen = keepAlive && !shared.sockets().draining();
    if (!staysOpen) response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    deadline.replying(context);
    context
        .writeAndFlush(response)
        .addListener(written -> {
          if (!written.isSuccess() || !staysOpen) {
            var _ = context.close();
          } else {
            next(context);
          }
        });
  }

  private void next(ChannelHandlerContext context) {
    answering = false;
    deadline.replied(context);
    FullHttpRequest request = waiting.poll();
    if (request == null) {
      context.channel().config().setAutoRead(true);
      return;
    }
    try {
      begin(context, request);
    } finally {
      request.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Broken TLS, a lost connection: the other side's matter, and it may repeat it at will.
    LOG.debug("event=connection_failed reason={}", words(cause));
    var _ = context.close();
  }

  private static String words(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    byte[] ascii = message.getBytes(StandardCharsets.US_ASCII);
    return new String(ascii, 0, Math.min(ascii.length, 200), StandardCharsets.US_ASCII)
        .replaceAll("\\p{Cntrl}", " ");
  }
}
