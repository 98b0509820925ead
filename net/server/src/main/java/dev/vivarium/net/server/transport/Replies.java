package dev.vivarium.net.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// Replies as HTTP responses. Pages of any origin may read them: what protects is the token, which
/// no browser sends by itself.
final class Replies {
  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
  private static final String HEADERS = "Authorization, Content-Type, User-Agent";

  private Replies() {}

  static FullHttpResponse response(HttpReply reply, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.wrappedBuffer(reply.body()));
    HttpHeaders headers = response.headers();
    if (!reply.contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    }
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if (!keepAlive) headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  /// The answer to a browser that asks whether it may ask.
  static FullHttpResponse preflight(boolean keepAlive) {
    FullHttpResponse response = response(HttpReply.empty(200), keepAlive);
    response
        .headers()
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
    return response;
  }
}
