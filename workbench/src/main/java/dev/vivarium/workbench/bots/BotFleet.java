package dev.vivarium.workbench.bots;

import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.ModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeState;
import dev.vivarium.net.client.realtime.RealtimeTimes;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.realtime.Traffic;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// All bots of a run. Belongs to one thread, which calls [#turn] every few milliseconds.
public final class BotFleet {
  /// Sign-ins that are under way at once.
  private static final int SIGNING_IN = 32;

  /// Seldom enough for thousands, often enough to say when ticks end.
  private static final Duration PING = Duration.ofSeconds(3);

  /// After which a server that lets nobody in is given up.
  private static final long GIVE_UP_NANOS = 15_000_000_000L;

  private static final int MAX_SIGN_INS = 5;
  private static final long SIGN_IN_AGAIN_NANOS = 2_000_000_000L;

  private record SigningIn(int number, CompletableFuture<Session> session) {}

  /// From when rates are counted.
  private record Since(long nanos, Traffic traffic) {}

  private record Known(WorldHalves world, @Nullable BotWorld read) {}

  private final BotOptions options;
  private final Client client;
  private final RealtimeCarrier carrier;
  private final ClientClock clock;
  private final ModuleStore store = new MemoryModuleStore();
  private final Tally tally = new Tally();
  private final List<Bot> bots = new ArrayList<>();
  private final List<SigningIn> signingIn = new ArrayList<>();
  private final Queue<Integer> waiting = new ArrayDeque<>();
  private final long startNanos;
  private int begun;
  private int failed;
  private int signInFailures;
  private long signInAgainNanos;
  private @Nullable Known known;
  private Since recent;
  private Since whole;

  public BotFleet(BotOptions options, Client client, RealtimeCarrier carrier, ClientClock clock) {
    this.options = options;
    this.client = client;
    this.carrier = carrier;
    this.clock = clock;
    this.startNanos = clock.nanos();
    this.recent = new Since(startNanos, traffic());
    this.whole = recent;
    this.signInAgainNanos = startNanos;
  }

  /// Lets bots begin that are due, takes what has arrived, and goes on in the scripts.
  public void turn() {
    long nowNanos = clock.nanos();
    begin(nowNanos);
    takeSessions(nowNanos);
    bots.forEach(Bot::turn);
  }

  private void begin(long nowNanos) {
    double due = (double) (nowNanos - startNanos) / 1e9 * options.perSecond() + 1;
    while (begun < Math.min(options.count(), due)) {
      waiting.add(begun++);
    }
    while (!waiting.isEmpty()
        && signingIn.size() < SIGNING_IN
        && nowNanos - signInAgainNanos >= 0) {
      int number = waiting.remove();
      signingIn.add(new SigningIn(number, signIn(number)));
    }
  }

  private CompletableFuture<Session> signIn(int number) {
    String device = "bot-%016x-%05d".formatted(options.seed(), number);
    String username = "bot%d-%s".formatted(number, Long.toHexString(options.seed()));
    return client.authenticateDevice(device, true, username, Map.of());
  }

  private void takeSessions(long nowNanos) {
    signingIn.removeIf(each -> {
      if (!each.session.isDone()) {
        return false;
      }
      try {
        bots.add(bot(each.number, each.session.join()));
      } catch (CompletionException e) {
        notSignedIn(each.number, e, nowNanos);
      }
      return true;
    });
  }

  /// A server that limits sign-ins is asked again a little later.
  private void notSignedIn(int number, CompletionException e, long nowNanos) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    tally.error("not signed in: " + cause.getMessage());
    signInAgainNanos = nowNanos + SIGN_IN_AGAIN_NANOS;
    if (++signInFailures <= MAX_SIGN_INS * options.count()) {
      waiting.add(number);
    } else {
      failed++;
    }
  }

  private Bot bot(int number, Session session) {
    RealtimeSettings settings =
        new RealtimeSettings(
            options.server(),
            options.room(),
            TokenSource.of(client, session, clock),
            depth(),
            RealtimeTimes.DEFAULT.withPing(PING),
            mix(options.seed() + number));
    return new Bot(settings, carrier, store, options.script(), clock, tally, this::read);
  }

  private RealtimeSettings.Depth depth() {
    return options.isDecoding() || options.script().moves()
        ? RealtimeSettings.Depth.STATES
        : RealtimeSettings.Depth.TICKS;
  }

  private static long mix(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  /// Bots of one world share what they know of it.
  private @Nullable BotWorld read(WorldHalves world) {
    Known last = known;
    if (last != null && Arrays.equals(last.world.schemas(), world.schemas())) {
      return last.read;
    }
    BotWorld read = null;
    try {
      read = BotWorld.of(world);
    } catch (DamagedDataException e) {
      tally.error("the world's schemas cannot be read: " + e.getMessage());
    }
    known = new Known(world, read);
    return read;
  }

  /// Bots leave in good order; a turn later they have.
  public void goodbye() {
    waiting.clear();
    bots.forEach(bot -> bot.client().goodbye("the bots are done"));
  }

  /// Whether all bots are in the room.
  public boolean isComplete() {
    return bots.size() == options.count() && live() == options.count();
  }

  /// Whether no bot can play any more.
  public boolean isOver() {
    if (bots.isEmpty() && signInFailures > 0 && clock.nanos() - startNanos >= GIVE_UP_NANOS) {
      return true;
    }
    return begun == options.count()
        && waiting.isEmpty()
        && signingIn.isEmpty()
        && failed + over() == options.count();
  }

  private int live() {
    return (int) bots.stream().filter(bot -> isIn(bot, RealtimeState.LIVE)).count();
  }

  private int over() {
    return (int) bots.stream().filter(bot -> isIn(bot, RealtimeState.ENDED)).count();
  }

  private static boolean isIn(Bot bot, RealtimeState state) {
    return bot.client().state() == state;
  }

  /// How it is, with rates and latencies of the time since this was asked last.
  public BotReport recent() {
    BotReport report = report(recent, tally.recent());
    recent = new Since(clock.nanos(), traffic());
    return report;
  }

  /// How it is, with rates and latencies since [#beginWhole].
  public BotReport whole() {
    return report(whole, tally.whole());
  }

  /// Leaves what was before out of [#whole]: the joining of many is no steady play.
  public void beginWhole() {
    whole = new Since(clock.nanos(), traffic());
    tally.beginWhole();
  }

  private BotReport report(Since since, BotReport.Latency latency) {
    long nowNanos = clock.nanos();
    Traffic now = traffic();
    Traffic before = since.traffic;
    double seconds = Math.max(1e-3, (double) (nowNanos - since.nanos) / 1e9);
    return new BotReport(
        (double) (nowNanos - startNanos) / 1e9,
        options.count(),
        live(),
        (int) bots.stream().filter(Bot::hasPlayed).count(),
        failed + over(),
        tally.losses,
        (double) (now.frames() - before.frames()) / seconds,
        (double) (now.bytesIn() - before.bytesIn()) / seconds,
        (double) (now.bytesOut() - before.bytesOut()) / seconds,
        roundTripMs(),
        latency,
        tally.errors());
  }

  private double roundTripMs() {
    double[] sorted =
        bots.stream()
            .flatMap(bot -> bot.client().roundTrip().stream())
            .mapToDouble(each -> (double) each.toNanos() / 1e6)
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private Traffic traffic() {
    long bytesIn = 0;
    long bytesOut = 0;
    long messagesIn = 0;
    long messagesOut = 0;
    long frames = 0;
    long fullFrames = 0;
    long drops = 0;
    for (Bot bot : bots) {
      Traffic each = bot.client().traffic();
      bytesIn += each.bytesIn();
      bytesOut += each.bytesOut();
      messagesIn += each.messagesIn();
      messagesOut += each.messagesOut();
      frames += each.frames();
      fullFrames += each.fullFrames();
      drops += each.drops();
    }
    return new Traffic(bytesIn, bytesOut, messagesIn, messagesOut, frames, fullFrames, drops);
  }
}
