package dev.vivarium.net.client;

import java.util.concurrent.CompletableFuture;

/// Carries requests to a server. Thread-safe.
public interface ClientAdapter extends AutoCloseable {

  /// @return what the server answered, whatever its status; completed on a thread of the adapter's;
  ///   fails with [RequestFailure.ConnectionError] if nothing or too much came back
  CompletableFuture<RestResponse> send(RestRequest request);

  /// Gives up what is under way. Sends after it fail.
  @Override
  void close();
}
