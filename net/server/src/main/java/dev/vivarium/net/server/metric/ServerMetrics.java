package dev.vivarium.net.server.metric;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Counters of one server. Routes and reasons are names out of the code, never texts from outside,
/// so that nobody can fill the registry. Any thread.
public final class ServerMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Gauge connections =
      Gauge.builder().name("vivarium_connections").help("Open connections.").register(registry);
  private final Counter refusedConnections =
      Counter.builder()
          .name("vivarium_connections_refused")
          .help("Connections over a limit, closed at once.")
          .register(registry);
  private final Gauge sockets =
      Gauge.builder().name("vivarium_sockets").help("Open sockets.").register(registry);
  private final Counter requests =
      Counter.builder()
          .name("vivarium_requests")
          .help("Answered requests.")
          .labelNames("route", "status")
          .register(registry);
  private final Histogram requestTime =
      Histogram.builder()
          .name("vivarium_request_seconds")
          .help("From a whole request to its reply.")
          .unit(Unit.SECONDS)
          .classicOnly()
          .classicUpperBounds(0.001, 0.005, 0.02, 0.1, 0.5, 2)
          .register(registry);
  private final Counter messages =
      Counter.builder()
          .name("vivarium_socket_messages")
          .help("Messages on sockets.")
          .labelNames("direction")
          .register(registry);
  private final Counter overflows =
      Counter.builder()
          .name("vivarium_socket_overflows")
          .help("Sockets closed because they read too slowly.")
          .register(registry);
  private final Gauge realtimeClients =
      Gauge.builder()
          .name("vivarium_realtime_clients")
          .help("Clients with a place in a world by the realtime protocol.")
          .register(registry);
  private final Counter frames =
      Counter.builder().name("vivarium_frames").help("Frames sent to clients.").register(registry);
  private final Counter frameBytes =
      Counter.builder()
          .name("vivarium_frame_bytes")
          .help("Bytes of frames sent to clients.")
          .register(registry);
  private final Counter skippedFrames =
      Counter.builder()
          .name("vivarium_frames_skipped")
          .help("Frames not sent because a client was behind.")
          .register(registry);
  private final Counter refusedWrites =
      Counter.builder()
          .name("vivarium_input_refused")
          .help("Writes of clients that were not theirs to make or outside of the limits.")
          .register(registry);
  private final Histogram encodeTime =
      Histogram.builder()
          .name("vivarium_encode_seconds")
          .help("Making and handing out the frames of one tick to all clients of a world.")
          .unit(Unit.SECONDS)
          .classicOnly()
          .classicUpperBounds(0.0002, 0.001, 0.004, 0.016, 0.05, 0.2)
          .register(registry);
  private final Histogram storeTime =
      Histogram.builder()
          .name("vivarium_store_seconds")
          .help("Work of the database, each on its thread.")
          .unit(Unit.SECONDS)
          .classicOnly()
          .classicUpperBounds(0.0002, 0.001, 0.005, 0.02, 0.1, 0.5)
          .register(registry);

  public void connections(int open) {
    connections.set(open);
  }

  public void connectionRefused() {
    refusedConnections.inc();
  }

  public void socketOpened() {
    sockets.inc();
  }

  public void socketClosed() {
    sockets.dec();
  }

  public void request(String route, int status, long nanos) {
    requests.labelValues(route, Integer.toString(status)).inc();
    requestTime.observe(nanos / NANOS_PER_SECOND);
  }

  public void messageIn() {
    messages.labelValues("in").inc();
  }

  public void messageOut() {
    messages.labelValues("out").inc();
  }

  public void overflow() {
    overflows.inc();
  }

  public void realtimeEntered() {
    realtimeClients.inc();
  }

  public void realtimeLeft() {
    realtimeClients.dec();
  }

  public void frameSent(int bytes) {
    frames.inc();
    frameBytes.inc(bytes);
  }

  public void frameSkipped() {
    skippedFrames.inc();
  }

  public void writeRefused() {
    refusedWrites.inc();
  }

  public void encoded(long nanos) {
    encodeTime.observe(nanos / NANOS_PER_SECOND);
  }

  public void storeWork(long nanos) {
    storeTime.observe(nanos / NANOS_PER_SECOND);
  }

  /// All of it in Prometheus' text format 0.0.4, UTF-8.
  public byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
