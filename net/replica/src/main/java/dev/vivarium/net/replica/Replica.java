package dev.vivarium.net.replica;

import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldEvent;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.SchemaEpoch;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.Welcome;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's world as it follows the server's, whatever carries messages between them. Client
/// halves of plugins run in it. The server's entities are in it in their newest state; [#pose]
/// shows them in steady motion, a little behind.
///
/// Belongs to one thread, which calls all of it; world and plugins are touched in [#tick] only.
public final class Replica implements AutoCloseable {
  /// Ticks that one call may make up for; what is missed beyond is left out.
  public static final int CATCH_UP_TICKS = 8;

  /// Messages kept while modules are being compiled; more are dropped.
  public static final int HELD_MESSAGES = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final ReplicaSettings settings;
  private final Outbox outbox;
  private final List<Consumer<WorldEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> arrived = new ArrayList<>();
  private @Nullable Loading loading;
  private @Nullable ReplicaWorld world;
  private @Nullable StateHistory history;
  private @Nullable RenderClock clock;
  private int client;
  private long tickNanos = 1;
  private long nextTickNanos;
  private long renderNanos;

  /// A world whose modules are being compiled, and what came for it meanwhile.
  private static final class Loading {
    final CompletableFuture<ClientPlugins> plugins;
    final long tick;
    final boolean anew;
    final List<RemoteMessage> messages = new ArrayList<>();
    @Nullable Snapshot newest;
    long newestNanos;

    Loading(CompletableFuture<ClientPlugins> plugins, long tick, boolean anew) {
      this.plugins = plugins;
      this.tick = tick;
      this.anew = anew;
    }
  }

  public Replica(ReplicaSettings settings, Outbox outbox) {
    this.settings = settings;
    this.outbox = outbox;
  }

  /// Adds a listener to what happens in the client's world, called in [#tick].
  public void listen(Consumer<WorldEvent> listener) {
    listeners.add(listener);
  }

  /// The client's world; empty before the first one is there. Another one where a reload could not
  /// be followed, or the client came anew.
  public Optional<World> world() {
    return Optional.ofNullable(world).map(ReplicaWorld::world);
  }

  /// By which the server knows this client; 0 before it said so.
  public int client() {
    return client;
  }

  /// The newest state that the world has; null before the first of its epoch.
  public @Nullable Snapshot newest() {
    return world == null ? null : world.mirror().newest();
  }

  /// How often the server's state differed from what was predicted here.
  public long corrections() {
    return world == null ? 0 : world.corrections();
  }

  // What the server says; to be called between ticks.

  /// The client is in a room.
  ///
  /// @param modules bytes of the modules that the world names
  /// @param isResumed whether it has the place that it had
  public void welcomed(Welcome welcome, Function<Sha256, byte[]> modules, boolean isResumed) {
    boolean anew = !isResumed || welcome.clientId() != client || world == null;
    client = welcome.clientId();
    tickNanos = Math.max(1, welcome.tickNanos());
    load(welcome.world(), modules, welcome.tick(), anew);
  }

  /// The server's world was reloaded.
  public void epoch(SchemaEpoch epoch, Function<Sha256, byte[]> modules) {
    Loading before = loading;
    load(epoch.world(), modules, epoch.tick(), before != null && before.anew);
  }

  private void load(WorldHalves halves, Function<Sha256, byte[]> modules, long tick, boolean anew) {
    arrived.clear();
    loading =
        new Loading(
            CompletableFuture.supplyAsync(
                () -> ClientPlugins.load(halves, modules, settings.options().mode()),
                settings.compiler()),
            tick,
            anew);
  }

  /// The connection is lost; what comes next is a welcome.
  public void lost() {
    arrived.clear();
    if (loading != null) {
      loading.plugins.cancel(false);
      loading = null;
    }
    if (world != null) {
      world.disconnected();
    }
  }

  /// @param nowNanos of the clock that [#tick] goes by
  public void state(Snapshot snapshot, long nowNanos) {
    Loading next = loading;
    if (next != null) {
      next.newest = snapshot;
      next.newestNanos = nowNanos;
    } else {
      arrived.add(() -> take(snapshot, nowNanos));
    }
  }

  public void remote(RemoteMessage message) {
    Loading next = loading;
    if (next == null) {
      arrived.add(() -> known().remote(message));
    } else if (next.messages.size() < HELD_MESSAGES) {
      next.messages.add(message);
    }
  }

  public void inputDone(InputDone done) {
    if (loading == null) {
      arrived.add(() -> known().inputDone(done));
    }
  }

  private ReplicaWorld known() {
    if (world == null) {
      throw new IllegalStateException("not in a room yet");
    }
    return world;
  }

  private void take(Snapshot snapshot, long nowNanos) {
    ReplicaWorld to = known();
    Snapshot before = to.mirror().newest();
    if (before != null && snapshot.tick() <= before.tick()) {
      return;
    }
    to.state(snapshot);
    if (history != null && clock != null) {
      history.add(snapshot);
      clock.arrived(snapshot.tick(), nowNanos);
    }
  }

  // Time.

  /// Takes in what arrived, and ticks the world as often as is due.
  ///
  /// @param nowNanos of any clock that goes on
  /// @throws BadWorldException if the server's description of its world makes no sense; there will
  ///   be nothing more of it, and the connection is better left
  public void tick(long nowNanos) {
    renderNanos = nowNanos;
    takeLoaded(nowNanos);
    if (world == null) {
      arrived.clear();
      return;
    }
    List<Runnable> now = List.copyOf(arrived);
    arrived.clear();
    now.forEach(Runnable::run);
    for (int left = CATCH_UP_TICKS; left > 0 && nowNanos - nextTickNanos >= 0; left--) {
      world.tick();
      nextTickNanos += tickNanos;
    }
    if (nowNanos - nextTickNanos >= 0) {
      nextTickNanos = nowNanos + tickNanos;
    }
  }

  private void takeLoaded(long nowNanos) {
    Loading done = loading;
    if (done == null || !done.plugins.isDone()) {
      return;
    }
    loading = null;
    use(done, plugins(done), nowNanos);
    Snapshot newest = done.newest;
    if (newest != null) {
      take(newest, done.newestNanos);
    }
    done.messages.forEach(known()::remote);
  }

  private static ClientPlugins plugins(Loading done) {
    try {
      return done.plugins.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BadWorldException bad) {
        throw bad;
      }
      throw new BadWorldException("its modules do not load: " + e.getCause());
    }
  }

  private void use(Loading done, ClientPlugins plugins, long nowNanos) {
    if (world == null || done.anew) {
      close();
      world = new ReplicaWorld(options(), client, done.tick, plugins, outbox, this::tell);
      nextTickNanos = nowNanos;
    } else {
      world.reload(plugins, done.tick);
    }
    int transform = -1;
    for (int i = 0; i < plugins.plan().components().size(); i++) {
      SchemaName name = plugins.schemas().components().get(i).name();
      transform = name.equals(Vocabulary.TRANSFORM.name()) ? i : transform;
    }
    history = new StateHistory(transform);
    clock = clock == null || done.anew ? new RenderClock(tickNanos) : clock;
    LOG.debug("event=replica_world epoch={} client={}", plugins.plan().epoch(), client);
  }

  private WorldOptions options() {
    int rateHz = Math.clamp(Math.round(1e9 / tickNanos), 1, WorldOptions.RATE_HZ_MAX);
    return settings.options().withRateHz(rateHz);
  }

  private void tell(WorldEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  // What the client does.

  /// Sends a message of a Remote channel to the server's world, such as what a person did with a
  /// device; predicted systems hear it here at once.
  ///
  /// @param payload laid out by the channel's schema, with this world's entities
  /// @return false if it was not taken: no such Remote channel, or not connected
  public boolean send(SchemaName channel, byte[] payload) {
    return world != null && loading == null && world.send(channel, payload);
  }

  // Looking.

  /// The server's tick, with its fraction, that [#pose] shows at the last [#tick]; NaN before the
  /// first state.
  public double renderTick() {
    return clock == null ? Double.NaN : clock.tickAt(renderNanos);
  }

  /// How far [#renderTick] is behind the states that come quickest, in ticks; follows their jitter.
  public double renderDelayTicks() {
    return clock == null ? 0 : clock.delayTicks();
  }

  /// Where to show an entity: between two of the server's states, a little behind; but own entities
  /// and those that are only here, as they are.
  ///
  /// @param local this world's handle
  /// @return empty if it has no Transform
  public Optional<InterpolatedPose> pose(long local) {
    ReplicaWorld from = world;
    if (from == null) {
      return Optional.empty();
    }
    long server = from.mirror().entities().toServer(local);
    if (server != 0 && history != null && !from.isOwn(local)) {
      return history.pose(server, renderTick());
    }
    World own = from.world();
    byte[] value = own.store().get(local, own.store().type(Vocabulary.TRANSFORM.name()));
    return Optional.ofNullable(value).map(StateHistory::floats).map(InterpolatedPose::of);
  }

  /// This world's entity for one of the server's; 0 if it has none.
  public long toLocal(long server) {
    return world == null ? 0 : world.mirror().entities().toLocal(server);
  }

  /// The server's entity for one of this world's; 0 if it is only here.
  public long toServer(long local) {
    return world == null ? 0 : world.mirror().entities().toServer(local);
  }

  @Override
  public void close() {
    if (world != null) {
      world.close();
      world = null;
    }
  }
}
