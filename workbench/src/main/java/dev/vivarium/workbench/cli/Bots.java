package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.MemoryPinStore;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.realtime.ConditionedCarrier;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeConditions;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.net.protocol.link.LinkConditions;
import dev.vivarium.workbench.bots.BotFleet;
import dev.vivarium.workbench.bots.BotOptions;
import dev.vivarium.workbench.bots.BotReport;
import dev.vivarium.workbench.bots.BotScript;
import dev.vivarium.workbench.bots.BotScriptException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// `vivarium bots`: plays until the time is over, nobody can play any more, or it is told to end.
final class Bots implements Act<BotsOptions> {
  /// How finely arrivals are timed, and how often scripts go on.
  private static final long TURN_NANOS = 4_000_000;

  private static final long REPORT_NANOS = 1_000_000_000;
  private static final long FAREWELL_NANOS = 300_000_000;
  private static final long END_SECONDS = 10;
  private static final int ERRORS_SHOWN = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Written by the thread that plays before it lets the one that stops go on.
  private volatile ExitCode exitCode = ExitCode.FAILED;

  @Override
  public ExitCode perform(BotsOptions options, Terminal terminal)
      throws CommandFailure, IOException, InterruptedException {
    BotOptions bots = withScript(options);
    ServerTrust trust = trust(options);
    AtomicBoolean isEnding = new AtomicBoolean();
    CountDownLatch summed = new CountDownLatch(1);
    Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(isEnding, summed));
    Runtime.getRuntime().addShutdownHook(stop);
    try (var rest = new RestHttpAdapter(bots.server(), trust);
        var carrier = new WebSocketCarrier(bots.server(), trust);
        Report report = Report.to(options.report(), terminal)) {
      var client = new DefaultClient(rest, bots.serverKey(), ClientClock.SYSTEM);
      var fleet = new BotFleet(bots, client, carrier(options, carrier), ClientClock.SYSTEM);
      boolean allPlayed = play(fleet, bots, report, isEnding, terminal);
      exitCode = allPlayed ? ExitCode.OK : ExitCode.FAILED;
      return exitCode;
    } finally {
      summed.countDown();
    }
  }

  private void stop(AtomicBoolean isEnding, CountDownLatch summed) {
    isEnding.set(true);
    try {
      boolean isInTime = summed.await(END_SECONDS, TimeUnit.SECONDS);
      Runtime.getRuntime().halt(isInTime ? exitCode.number() : ExitCode.FAILED.number());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static BotOptions withScript(BotsOptions options) throws CommandFailure, IOException {
    BotOptions bots = options.bots();
    if (options.script().isEmpty()) {
      return bots;
    }
    Path file = options.script().get();
    try {
      return bots.withScript(BotScript.parse(String.valueOf(file), Files.readString(file)));
    } catch (BotScriptException e) {
      throw new CommandFailure(ExitCode.WRONG_USE, String.valueOf(e.getMessage()));
    }
  }

  private static ServerTrust trust(BotsOptions options) throws IOException {
    if (options.fingerprint().isPresent()) {
      return new ServerTrust.Pinned(options.fingerprint().get());
    }
    ServerAddress server = options.bots().server();
    return options.trust() || InetAddress.getByName(server.host()).isLoopbackAddress()
        ? new ServerTrust.FirstUse(new MemoryPinStore())
        : new ServerTrust.Authorities();
  }

  private static RealtimeCarrier carrier(BotsOptions options, RealtimeCarrier near) {
    if (options.conditions().equals(LinkConditions.PERFECT)) {
      return near;
    }
    var far = new ConditionedCarrier(near, options.bots().seed(), ClientClock.SYSTEM);
    far.conditions(new RealtimeConditions(options.conditions(), options.conditions()));
    return far;
  }

  private static boolean play(
      BotFleet fleet, BotOptions bots, Report report, AtomicBoolean isEnding, Terminal terminal)
      throws InterruptedException {
    long endNanos = bots.duration().map(each -> each.toNanos()).orElse(Long.MAX_VALUE);
    long startNanos = ClientClock.SYSTEM.nanos();
    long reportNanos = startNanos + REPORT_NANOS;
    boolean wasComplete = false;
    while (!isEnding.get() && !fleet.isOver()) {
      long nowNanos = ClientClock.SYSTEM.nanos();
      if (nowNanos - startNanos >= endNanos) {
        break;
      }
      fleet.turn();
      if (!wasComplete && fleet.isComplete()) {
        wasComplete = true;
        fleet.beginWhole();
      }
      if (nowNanos - reportNanos >= 0) {
        reportNanos = nowNanos + REPORT_NANOS;
        progress(fleet.recent(), report, terminal);
      }
      pause(nowNanos + TURN_NANOS);
    }
    BotReport summary = fleet.whole();
    leave(fleet);
    report.write("summary", summary);
    summary(summary, terminal);
    return summary.allPlayed();
  }

  private static void leave(BotFleet fleet) throws InterruptedException {
    fleet.goodbye();
    long untilNanos = ClientClock.SYSTEM.nanos() + FAREWELL_NANOS;
    while (ClientClock.SYSTEM.nanos() - untilNanos < 0) {
      fleet.turn();
      pause(ClientClock.SYSTEM.nanos() + TURN_NANOS);
    }
  }

  private static void pause(long untilNanos) throws InterruptedException {
    long leftNanos = untilNanos - ClientClock.SYSTEM.nanos();
    if (leftNanos > 0) {
      TimeUnit.NANOSECONDS.sleep(leftNanos);
    }
  }

  private static void progress(BotReport now, Report report, Terminal terminal) {
    report.write("progress", now);
    terminal
        .err()
        .printf(
            "%4.0f s  %,d of %,d in  %,.0f frames/s  %s in  %s out  round trip %.1f ms%s%n",
            now.seconds(),
            now.live(),
            now.count(),
            now.framesPerSecond(),
            bytes(now.bytesInPerSecond()),
            bytes(now.bytesOutPerSecond()),
            now.roundTripMs(),
            latency(now.tickToReceipt()));
    terminal.err().flush();
  }

  private static void summary(BotReport all, Terminal terminal) {
    PrintWriter out = terminal.err();
    out.printf("Played: %,d of %,d bots", all.played(), all.count());
    out.printf(", %,d in at the end, %,d connections lost.%n", all.live(), all.losses());
    out.printf(
        "Frames: %,.0f/s; %s in, %s out; round trip %.1f ms%s.%n",
        all.framesPerSecond(),
        bytes(all.bytesInPerSecond()),
        bytes(all.bytesOutPerSecond()),
        all.roundTripMs(),
        latency(all.tickToReceipt()));
    all.errors().stream()
        .limit(ERRORS_SHOWN)
        .forEach(error -> out.printf("%,7d x %s%n", error.times(), error.what()));
    out.flush();
  }

  private static String latency(BotReport.Latency latency) {
    return latency.frames() == 0
        ? ""
        : "  tick to receipt p50 %.1f ms, p99 %.1f ms".formatted(latency.p50(), latency.p99());
  }

  private static String bytes(double perSecond) {
    return perSecond < 1e6
        ? "%,.1f kB/s".formatted(perSecond / 1e3)
        : "%,.2f MB/s".formatted(perSecond / 1e6);
  }

  /// A line of JSON for each report.
  private record Report(@Nullable PrintWriter out, boolean isOwn) implements AutoCloseable {
    private record Line(String kind, BotReport report) {}

    static Report to(Optional<EventTarget> target, Terminal terminal) throws IOException {
      return switch (target.orElse(null)) {
        case null -> new Report(null, false);
        case EventTarget.StandardOutput() -> new Report(terminal.out(), false);
        case EventTarget.ToFile(Path file) ->
            new Report(new PrintWriter(Files.newBufferedWriter(file)), true);
      };
    }

    void write(String kind, BotReport report) {
      if (out != null) {
        out.println(JSON.valueToTree(new Line(kind, report)));
        out.flush();
      }
    }

    @Override
    public void close() {
      if (out != null && isOwn) {
        out.close();
      }
    }
  }
}
