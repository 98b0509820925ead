package dev.vivarium.net.replica;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.Prediction;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.world.EntityRemap;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldEvent;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's engine world: client halves of plugins run in it, and the server's entities are in it
/// as the newest snapshot has them, but for those that the client owns, in which it is ahead. All
/// of it belongs to one thread.
final class ReplicaWorld implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaWorld.class);

  /// Messages that wait for the next tick.
  private static final int WAITING_MAX = 4_096;

  private final WorldOptions options;
  private final int client;
  private final Outbox outbox;
  private final Consumer<WorldEvent> events;
  private ClientPlugins plugins;
  private World world;
  private StateMirror mirror;
  private OwnEntities own;
  private Prediction prediction;
  private final Map<SchemaName, Integer> channelNumbers = new HashMap<>();
  private final Map<SchemaName, EntityRemap> remaps = new HashMap<>();
  private final List<Leaving> waiting = new ArrayList<>();
  private int owners;

  /// @param payload with the server's handles
  private record Leaving(int channel, byte[] payload) {}

  /// @param tick the server's now
  /// @param events takes what happens in the world
  ReplicaWorld(
      WorldOptions options,
      int client,
      long tick,
      ClientPlugins plugins,
      Outbox outbox,
      Consumer<WorldEvent> events) {
    this.options = options.withSide(Side.CLIENT);
    this.client = client;
    this.plugins = plugins;
    this.outbox = outbox;
    this.events = events;
    this.world = new World(this.options);
    this.prediction = world.plugins().predict(client);
    this.mirror = new StateMirror(world);
    this.own = new OwnEntities(world, mirror, prediction, outbox);
    start(tick);
  }

  World world() {
    return world;
  }

  StateMirror mirror() {
    return mirror;
  }

  long corrections() {
    return own.corrections();
  }

  /// Whether the entity is one that this client is ahead in.
  boolean isOwn(long local) {
    return prediction.entities().contains(local);
  }

  private void start(long tick) {
    world.startAt(tick);
    world.listen(events);
    plugins
        .elsewhere()
        .forEach((owner, all) -> world.plugins().adopt(owner, all.components(), all.channels()));
    for (PluginModule module : plugins.modules()) {
      add(module);
    }
    taken();
  }

  private void add(PluginModule module) {
    try {
      world.addPlugins(List.of(module), StartReason.FRESH);
    } catch (PluginLoadException e) {
      LOG.warn("event=client_half_refused plugin={} reason={}", module.name(), e.getMessage());
    }
  }

  private void taken() {
    mirror.use(plugins);
    own.reset();
    waiting.clear();
    remaps.clear();
    channelNumbers.clear();
    for (int i = 0; i < plugins.schemas().channels().size(); i++) {
      channelNumbers.put(plugins.schemas().channels().get(i).name(), i);
    }
    owners = -1;
    for (int i = 0; i < mirror.components(); i++) {
      SchemaName name = plugins.schemas().components().get(i).name();
      owners = name.equals(Vocabulary.OWNER.name()) ? i : owners;
    }
  }

  // Another epoch.

  /// Takes up what the server's world is made of now. Plugins whose modules did not change run on,
  /// others are swapped; state that does not fit comes with the next snapshot, a full one.
  ///
  /// @param tick the server's now
  void reload(ClientPlugins next, long tick) {
    ClientPlugins former = plugins;
    plugins = next;
    try {
      follow(former);
      world.startAt(Math.max(tick, world.tick()));
      taken();
    } catch (PluginLoadException | SchemaConflictException e) {
      LOG.warn("event=client_halves_start_anew reason={}", e.getMessage());
      restart(Math.max(tick, world.tick()));
    }
  }

  private void follow(ClientPlugins former) throws PluginLoadException {
    Set<String> here =
        plugins.modules().stream().map(PluginModule::name).collect(Collectors.toSet());
    former.modules().stream()
        .map(PluginModule::name)
        .filter(name -> !here.contains(name))
        .forEach(world.plugins()::stop);
    plugins
        .elsewhere()
        .forEach((owner, all) -> world.plugins().adopt(owner, all.components(), all.channels()));
    List<PluginSwap.Replacement> batch = new ArrayList<>();
    for (PluginModule module : plugins.modules()) {
      Optional<PluginModule> running = world.plugins().module(module.name());
      if (running.isEmpty()) {
        world
            .plugins()
            .adopt(
                module.name(),
                module.descriptor().ownComponents(),
                module.descriptor().ownMessages());
      }
      if (running.isEmpty() || !running.get().digest().equals(module.digest())) {
        batch.add(new PluginSwap.Replacement(module, resettable(module)));
      }
    }
    PluginSwap.Undo undo = PluginSwap.swap(world.plugins(), batch, Map.of());
    undo.plugins().forEach(world.plugins()::endProbation);
  }

  private static Set<SchemaName> resettable(PluginModule module) {
    return module.descriptor().ownComponents().stream()
        .map(ComponentSchema::name)
        .collect(Collectors.toSet());
  }

  /// What cannot be swapped begins again, in a world of its own.
  private void restart(long tick) {
    world.close();
    world = new World(options);
    prediction = world.plugins().predict(client);
    mirror = new StateMirror(world);
    own = new OwnEntities(world, mirror, prediction, outbox);
    start(tick);
  }

  /// What was under way with a connection that is lost will not be answered.
  void disconnected() {
    waiting.clear();
    own.reset();
  }

  // What the server says.

  void state(Snapshot next) {
    Snapshot before = mirror.newest();
    BitSet bare = mirror.follow(next);
    BitSet places = places(next);
    mirror.apply(next, bare, places);
    own.own(before, next, places);
    own.settle(before, next, places);
  }

  /// Places of the entities that this client owns.
  private BitSet places(Snapshot next) {
    BitSet places = new BitSet();
    for (int i = 0; i < next.entities(); i++) {
      if (next.owner(i) == client && places.cardinality() < OwnEntities.ENTITIES) {
        places.set(i);
      }
    }
    byte[] owner = new byte[Long.BYTES];
    for (int row = 0; owners >= 0 && row < next.rows(owners); row++) {
      next.copyRow(owners, row, owner, 0);
      boolean isOwn = ByteBuffer.wrap(owner).order(ByteOrder.LITTLE_ENDIAN).getLong() == client;
      if (isOwn && places.cardinality() < OwnEntities.ENTITIES) {
        places.set(next.indexOf(next.rowId(owners, row)));
      }
    }
    return places;
  }

  void inputDone(InputDone answer) {
    own.inputDone(answer);
  }

  /// Gives a message to the client halves; one that does not fit is dropped.
  void remote(RemoteMessage message) {
    if (message.epoch() != plugins.plan().epoch()
        || message.channel() >= plugins.schemas().channels().size()) {
      return;
    }
    MessageSchema schema = plugins.schemas().channels().get(message.channel());
    Channel channel = channel(schema);
    if (channel == null || !SchemaCodec.isMessage(schema.layout(), message.payload())) {
      LOG.debug("event=remote_message_dropped channel={}", schema.name());
      return;
    }
    byte[] payload = remap(schema).apply(message.payload(), mirror.entities()::toLocal);
    long _ = world.bus().receive(world.tick(), channel, message.sender(), payload);
  }

  private @Nullable Channel channel(MessageSchema schema) {
    return world
        .bus()
        .channel(schema.name())
        .filter(known -> known.schema().locality() == Locality.REMOTE)
        .filter(known -> known.schema().layout().sameShape(schema.layout()))
        .orElse(null);
  }

  private EntityRemap remap(MessageSchema schema) {
    return remaps.computeIfAbsent(schema.name(), name -> new EntityRemap(schema.layout()));
  }

  // A tick.

  void tick() {
    long tick = world.tick();
    world.tickOnce();
    for (Message message : world.bus().takeLeaving()) {
      boolean _ = send(message.channel().name(), message.payload());
    }
    // With the input that marks the tick, so that the server takes both in one of its own.
    for (Leaving message : waiting) {
      boolean _ = outbox.message(message.channel(), message.payload());
    }
    waiting.clear();
    own.ticked(tick);
  }

  /// Sends a message to the server with the next tick, and tells predicted systems of it before.
  ///
  /// @param payload with this world's handles
  /// @return false if it was not taken
  boolean send(SchemaName name, byte[] payload) {
    Integer number = channelNumbers.get(name);
    Channel channel = number == null ? null : channel(plugins.schemas().channels().get(number));
    if (number == null || channel == null) {
      return false;
    }
    MessageSchema schema = plugins.schemas().channels().get(number);
    byte[] mapped = remap(schema).apply(payload, mirror.entities()::toServer);
    if (waiting.size() >= WAITING_MAX) {
      return false;
    }
    waiting.add(new Leaving(number, mapped));
    own.echoed(prediction.echo(channel, payload));
    return true;
  }

  @Override
  public void close() {
    world.close();
  }
}
