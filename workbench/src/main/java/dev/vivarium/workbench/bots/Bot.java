package dev.vivarium.workbench.bots;

import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.realtime.ClientModules;
import dev.vivarium.net.client.realtime.ModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeClient;
import dev.vivarium.net.client.realtime.RealtimeEnd;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeState;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One player: a client in a room, and its way through the script. Belongs to the bots' thread.
final class Bot implements RealtimeCallbacks, ScriptRun.Hands {
  /// Between two inputs of a move.
  private static final long MOVE_NANOS = 50_000_000;

  private final RealtimeClient client;
  private final BotScript script;
  private final long seed;
  private final ClientClock clock;
  private final Tally tally;
  private final Function<WorldHalves, @Nullable BotWorld> worlds;

  private @Nullable BotWorld world;
  private @Nullable ScriptRun run;
  private @Nullable Snapshot newest;
  private @Nullable Walk walk;
  private boolean hasPlayed;
  private String lastLoss = "";
  private @Nullable RealtimeEnd end;

  Bot(
      RealtimeSettings settings,
      RealtimeCarrier carrier,
      ModuleStore store,
      BotScript script,
      ClientClock clock,
      Tally tally,
      Function<WorldHalves, @Nullable BotWorld> worlds) {
    this.script = script;
    this.seed = settings.seed();
    this.clock = clock;
    this.tally = tally;
    this.worlds = worlds;
    this.client = new RealtimeClient(settings, carrier, store, this, clock);
    client.connect();
  }

  void turn() {
    client.tick();
    if (run != null && client.state() == RealtimeState.LIVE) {
      run.turn(clock.nanos());
    }
  }

  RealtimeClient client() {
    return client;
  }

  boolean hasPlayed() {
    return hasPlayed;
  }

  @Nullable Snapshot newest() {
    return newest;
  }

  @Nullable BotWorld world() {
    return world;
  }

  /// Why its connection was lost last; empty if it never was.
  String lastLoss() {
    return lastLoss;
  }

  /// Why it tries no more; null while it does.
  @Nullable RealtimeEnd end() {
    return end;
  }

  List<BotReport.Problem> errors() {
    return tally.errors();
  }

  @Override
  public void welcomed(Welcome welcome, ClientModules modules, boolean isResumed) {
    hasPlayed = true;
    tally.ticks.start(welcome.tickNanos());
    enter(welcome.world());
    if (run == null) {
      run = new ScriptRun(script, this, seed, clock.nanos());
    }
  }

  @Override
  public void epoch(SchemaEpoch epoch, ClientModules modules) {
    enter(epoch.world());
  }

  private void enter(WorldHalves halves) {
    world = worlds.apply(halves);
    newest = null;
    walk = null;
  }

  @Override
  public void state(Snapshot snapshot) {
    newest = snapshot;
  }

  @Override
  public void frame(long tick) {
    tally.ticks.sinceNanos(tick, clock.nanos()).ifPresent(tally::received);
  }

  @Override
  public void pong(Pong pong) {
    tally.ticks.ponged(pong, clock.nanos());
  }

  @Override
  public void lost(String reason, Duration nextTry) {
    lastLoss = reason;
    tally.losses++;
    tally.error(reason);
  }

  @Override
  public void ended(RealtimeEnd told) {
    end = told;
    if (told.kind() != RealtimeEnd.Kind.LEFT) {
      tally.error(told.kind() + ": " + told.reason());
    }
  }

  @Override
  public void send(BotScript.Send send, Random random) {
    BotWorld.Channel channel = world == null ? null : world.channel(send.channel());
    if (channel == null) {
      wrong(send, "the world has no channel " + send.channel() + " for clients");
      return;
    }
    try {
      byte[] payload =
          SchemaCodec.encodeMessage(channel.layout(), Payload.drawn(send.payload(), random));
      Target target = send.isForEveryone() ? new Target.Everyone() : new Target.Server();
      if (!client.send(channel.number(), target, payload)) {
        tally.error("a message was not taken");
      }
    } catch (InvalidValueException e) {
      wrong(send, send.channel() + " has no such payload: " + e.getMessage());
    }
  }

  private void wrong(BotScript.Step step, String problem) {
    tally.error("%s:%d: %s".formatted(script.name(), step.line(), problem));
  }

  @Override
  public void move(BotScript.Move move, Random random, long nowNanos) {
    Snapshot seen = newest;
    if (seen == null || world == null || world.transform() < 0) {
      return;
    }
    Walk current = walk;
    if (current == null || !current.isOf(seen)) {
      int own = Walk.ownRow(seen, world.transform(), client.clientId());
      if (own < 0) {
        return;
      }
      current = new Walk(seen, world, own, nowNanos);
      walk = current;
    }
    byte[] value = current.step(move, random, nowNanos, MOVE_NANOS);
    if (value != null) {
      var write = new Input.Write(current.entity(), world.transform(), value);
      if (client.input(seen.tick(), List.of(write)) == 0) {
        tally.error("an input was not taken");
      }
    }
  }
}
