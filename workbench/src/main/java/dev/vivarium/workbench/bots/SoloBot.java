package dev.vivarium.workbench.bots;

import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.net.client.Client;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCarrier;
import dev.vivarium.net.client.realtime.RealtimeEnd;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeTimes;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.realtime.Traffic;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One bot by itself, with a line of its own, whose state can be asked. Belongs to one thread,
/// which calls [#turn] every few milliseconds.
public final class SoloBot {
  /// Often enough to see at once what a change of its line does.
  private static final Duration PING = Duration.ofMillis(250);

  private static final Traffic NO_TRAFFIC = new Traffic(0, 0, 0, 0, 0, 0, 0);
  private static final String PARENT = "vivarium/Parent";

  /// How far it has come.
  public enum State {
    CONNECTING,
    PLAYING,
    /// Tries to come back.
    LOST,
    /// Tries no more.
    ENDED
  }

  private final ServerAddress server;
  private final String room;
  private final BotScript script;
  private final long seed;
  private final Client client;
  private final RealtimeCarrier carrier;
  private final ClientClock clock;
  private final CompletableFuture<Session> signingIn;
  private @Nullable Bot bot;
  private String problem = "";

  // Of the row that was read last, so that one can be read after the other without waste.
  private byte[] row = new byte[0];

  /// Begins to sign in.
  public SoloBot(
      ServerAddress server,
      String room,
      String name,
      BotScript script,
      long seed,
      Client client,
      RealtimeCarrier carrier,
      ClientClock clock) {
    this.server = server;
    this.room = room;
    this.script = script;
    this.seed = seed;
    this.client = client;
    this.carrier = carrier;
    this.clock = clock;
    this.signingIn = client.authenticateDevice("bot-" + name, true, name, Map.of());
  }

  /// Takes what has arrived, and goes on in the script.
  public void turn() {
    if (bot != null) {
      bot.turn();
    } else if (problem.isEmpty() && signingIn.isDone()) {
      try {
        bot = bot(signingIn.join());
      } catch (CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        problem = "not signed in: " + cause.getMessage();
      }
    }
  }

  private Bot bot(Session session) {
    RealtimeSettings settings =
        new RealtimeSettings(
            server,
            room,
            TokenSource.of(client, session, clock),
            RealtimeSettings.Depth.STATES,
            RealtimeTimes.DEFAULT.withPing(PING),
            seed);
    var store = new MemoryModuleStore();
    return new Bot(settings, carrier, store, script, clock, new Tally(), SoloBot::read);
  }

  private static @Nullable BotWorld read(WorldHalves world) {
    try {
      return BotWorld.of(world);
    } catch (DamagedDataException _) {
      return null; // It plays on without a script, as in a world that has none of its channels.
    }
  }

  public State state() {
    Bot playing = bot;
    if (playing == null) {
      return problem.isEmpty() ? State.CONNECTING : State.ENDED;
    }
    return switch (playing.client().state()) {
      case IDLE, JOINING, LOADING -> State.CONNECTING;
      case LIVE -> State.PLAYING;
      case WAITING -> playing.lastLoss().isEmpty() ? State.CONNECTING : State.LOST;
      case ENDED -> State.ENDED;
    };
  }

  /// Why it was lost or tries no more; empty where neither is so.
  public String reason() {
    Bot playing = bot;
    if (playing == null) {
      return problem;
    }
    RealtimeEnd end = playing.end();
    return switch (state()) {
      case CONNECTING, PLAYING -> "";
      case LOST -> playing.lastLoss();
      case ENDED -> end == null ? "" : end.reason();
    };
  }

  /// What its script could not do, the most frequent first.
  public List<BotReport.Problem> errors() {
    return bot == null ? List.of() : bot.errors();
  }

  public OptionalDouble roundTripMs() {
    return bot == null
        ? OptionalDouble.empty()
        : bot.client().roundTrip().stream()
            .mapToDouble(each -> (double) each.toNanos() / 1e6)
            .findFirst();
  }

  public Traffic traffic() {
    return bot == null ? NO_TRAFFIC : bot.client().traffic();
  }

  /// Tick of its newest state; empty before the first.
  public OptionalLong tick() {
    Snapshot newest = bot == null ? null : bot.newest();
    return newest == null ? OptionalLong.empty() : OptionalLong.of(newest.tick());
  }

  /// Where it sees entities.
  public interface Sight {
    /// @param xyz takes where it sees the entity
    /// @return false if it does not see it, or only relative to another entity
    boolean at(long entity, float[] xyz);
  }

  /// Its newest state's; valid until the next turn.
  public Sight sight() {
    Bot playing = bot;
    Snapshot seen = playing == null ? null : playing.newest();
    BotWorld world = playing == null ? null : playing.world();
    if (seen == null || world == null || world.transform() < 0) {
      return (entity, xyz) -> false;
    }
    int parent = number(seen.plan().components());
    return (entity, xyz) -> at(seen, world, parent, entity, xyz);
  }

  private static int number(List<ComponentPlan> components) {
    for (int number = 0; number < components.size(); number++) {
      if (components.get(number).name().equals(PARENT)) {
        return number;
      }
    }
    return -1;
  }

  private boolean at(Snapshot seen, BotWorld world, int parent, long entity, float[] xyz) {
    int component = world.transform();
    int at = seen.rowOf(component, entity);
    if (at < 0 || (parent >= 0 && seen.rowOf(parent, entity) >= 0)) {
      return false;
    }
    int bytes = seen.plan().components().get(component).rowBytes();
    if (row.length != bytes) {
      row = new byte[bytes];
    }
    seen.copyRow(component, at, row, 0);
    ByteBuffer values = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    for (int axis = 0; axis < xyz.length; axis++) {
      xyz[axis] = values.getFloat(world.positionBytes() + axis * Float.BYTES);
    }
    return true;
  }

  /// Leaves in good order; a turn later it has.
  public void goodbye(String reason) {
    if (bot == null) {
      problem = reason;
    } else {
      bot.client().goodbye(reason);
    }
  }
}
