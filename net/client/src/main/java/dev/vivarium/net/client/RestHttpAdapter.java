package dev.vivarium.net.client;

import dev.vivarium.net.client.RequestFailure.ConnectionError;
import dev.vivarium.net.protocol.control.ControlLimits;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Carries requests as HTTP/1.1. Follows no redirects: they would carry the session elsewhere.
public final class RestHttpAdapter implements ClientAdapter {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(7);

  private final ServerAddress address;
  private final Duration timeout;
  private final HttpClient http;

  public RestHttpAdapter(ServerAddress address, ServerTrust trust) {
    this(address, trust, DEFAULT_TIMEOUT);
  }

  /// @param timeout of a request from the first try to connect to the last byte
  public RestHttpAdapter(ServerAddress address, ServerTrust trust, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    if (address.isTls()) {
      builder.sslContext(trust.context(address));
    }
    http = builder.build();
  }

  @Override
  public CompletableFuture<RestResponse> send(RestRequest request) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            toHttp(request),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), ControlLimits.MAX_BODY_BYTES));
    return exchange
        .thenApply(response -> new RestResponse(response.statusCode(), response.body()))
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> {
          // The platform's own time-out ends with the headers; a body may drip for ever.
          exchange.cancel(true);
          return CompletableFuture.failedFuture(toFailure(failure));
        });
  }

  private HttpRequest toHttp(RestRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address.http(request.pathAndQuery()))
            .timeout(timeout)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(
                request.method().name(),
                request.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    String authorization = request.authorization().header();
    if (!authorization.isEmpty()) {
      builder.header("Authorization", authorization);
    }
    return builder.build();
  }

  private ConnectionError toFailure(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new ConnectionError(
        cause instanceof TimeoutException
            ? "%s did not answer within %d s".formatted(address, timeout.toSeconds())
            : address + " did not answer: " + cause.getMessage(),
        cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
