package dev.vivarium.net.server.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// HTTP requests as calls.
final class Requests {
  private Requests() {}

  /// @throws IllegalArgumentException if the path or query is not decodable
  static HttpCall call(FullHttpRequest request, InetSocketAddress remote) {
    QueryStringDecoder address =
        QueryStringDecoder.builder().maxParams(TransportLimits.PARAMETERS_MAX).build(request.uri());
    return new HttpCall(
        request.method().name(),
        segments(address.rawPath()),
        address.parameters(),
        Optional.ofNullable(request.headers().get(HttpHeaderNames.AUTHORIZATION)),
        ByteBufUtil.getBytes(request.content()),
        remote);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      // Only in a query is a plus sign a space.
      String kept = segment.replace("+", "%2B");
      if (!segment.isEmpty()) segments.add(QueryStringDecoder.decodeComponent(kept));
    }
    return segments;
  }
}
