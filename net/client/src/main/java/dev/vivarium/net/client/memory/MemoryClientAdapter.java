package dev.vivarium.net.client.memory;

import dev.vivarium.net.client.ClientAdapter;
import dev.vivarium.net.client.RequestFailure.ConnectionError;
import dev.vivarium.net.client.RestRequest;
import dev.vivarium.net.client.RestResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Lets a function answer requests, on the thread that sends them.
public final class MemoryClientAdapter implements ClientAdapter {
  private final Function<RestRequest, RestResponse> server;

  /// Set by whoever closes, read by those who send.
  private volatile boolean isClosed;

  public MemoryClientAdapter(Function<RestRequest, RestResponse> server) {
    this.server = server;
  }

  @Override
  public CompletableFuture<RestResponse> send(RestRequest request) {
    if (isClosed) {
      return CompletableFuture.failedFuture(new ConnectionError("closed", null));
    }
    return CompletableFuture.completedFuture(server.apply(request));
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
