package dev.vivarium.net.server.transport;

/// Answers requests.
@FunctionalInterface
public interface HttpService {
  /// Called on a virtual thread, one call of a connection at a time; may block. What it throws is
  /// logged and answered with status 500.
  HttpReply handle(HttpCall call);
}
