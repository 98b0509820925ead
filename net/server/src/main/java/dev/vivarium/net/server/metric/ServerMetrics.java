package dev.vivarium.net.server.metric;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
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
  private final Gauge connections = gauge("vivarium_connections", "Open connections.");
  private final Counter refusedConnections =
      counter("vivarium_connections_refused", "Connections over a limit, closed at once.");
  private final Gauge sockets = gauge("vivarium_sockets", "Open sockets.");
  private final Counter requests =
      counter("vivarium_requests", "Answered requests.", "route", "status");
  private final Histogram requestTime =
      times(
          "vivarium_request_seconds",
          "From a whole request to its reply.",
          0.001,
          0.005,
          0.02,
          0.1,
          0.5,
          2);
  private final Counter messages =
      counter("vivarium_socket_messages", "Messages on sockets.", "direction");
  private final CounterDataPoint messagesIn = messages.labelValues("in");
  private final CounterDataPoint messagesOut = messages.labelValues("out");
  private final Counter overflows =
      counter("vivarium_socket_overflows", "Sockets closed because they read too slowly.");
  private final Gauge realtimeClients =
      gauge(
          "vivarium_realtime_clients", "Clients with a place in a world by the realtime protocol.");
  private final Counter frames = counter("vivarium_frames", "Frames sent to clients.");
  private final Counter frameBytes =
      counter("vivarium_frame_bytes", "Bytes of frames sent to clients.");
  private final Counter skippedFrames =
      counter("vivarium_frames_skipped", "Frames not sent because a client was behind.");
  private final Counter refusedWrites =
      counter(
          "vivarium_input_refused",
          "Writes of clients that were not theirs to make or outside of the limits.");
  private final Histogram encodeTime =
      times(
          "vivarium_encode_seconds",
          "Making and handing out the frames of one tick to all clients of a world.",
          0.0002,
          0.001,
          0.004,
          0.016,
          0.05,
          0.2);
  private final Histogram storeTime =
      times(
          "vivarium_store_seconds",
          "Work of the database, each on its thread.",
          0.0002,
          0.001,
          0.005,
          0.02,
          0.1,
          0.5);

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).register(registry);
  }

  /// Without exemplars, the links to traces: there are none, and looking for them costs a thread.
  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  /// @param upperBounds of the buckets, in seconds
  private Histogram times(String name, String help, double... upperBounds) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .unit(Unit.SECONDS)
        .classicOnly()
        .classicUpperBounds(upperBounds)
        .withoutExemplars()
        .register(registry);
  }

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
    messagesIn.inc();
  }

  public void messagesOut(int count) {
    messagesOut.inc(count);
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

  public void framesSent(int count, long bytes) {
    frames.inc(count);
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
