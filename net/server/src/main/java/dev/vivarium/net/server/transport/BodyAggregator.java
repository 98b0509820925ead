package dev.vivarium.net.server.transport;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.ApiError;
import dev.vivarium.net.protocol.control.ControlJson;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.util.concurrent.TimeUnit;

/// Gathers a request's body up to the limit; a larger one is answered with 413 and the connection
/// closed, before more of it is kept.
final class BodyAggregator extends HttpObjectAggregator {
  /// What still comes is read and dropped for so long: to close on unread bytes would reset the
  /// connection, and the client would lose the answer.
  private static final long LINGER_MS = 500;

  BodyAggregator(int bodyBytesMax) {
    super(bodyBytesMax, true);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    byte[] body =
        ControlJson.write(ApiError.of(ApiCode.INVALID_ARGUMENT, "Request body too large."));
    context
        .writeAndFlush(Replies.response(HttpReply.json(413, body), false))
        .addListener(written -> closeLater(context));
  }

  private static void closeLater(ChannelHandlerContext context) {
    var closing =
        context
            .executor()
            .schedule(
                () -> {
                  var _ = context.close();
                },
                LINGER_MS,
                TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> closing.cancel(false));
  }
}
