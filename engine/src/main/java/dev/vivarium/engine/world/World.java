package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.StateHasher;
import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.plugin.AssetStore;
import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.PluginWorld;
import dev.vivarium.engine.plugin.Prediction;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.reload.Probation;
import dev.vivarium.engine.plugin.reload.VersionHistory;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.DeferredChanges;
import dev.vivarium.engine.tick.Schedule;
import dev.vivarium.engine.tick.ScheduledSystem;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.tick.StructuralChange;
import dev.vivarium.engine.tick.TickTime;
import dev.vivarium.engine.trace.TickProfile;
import dev.vivarium.engine.trace.TraceRing;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A world: entities, channels, plugins and time. All of it belongs to the thread that calls
/// [#tick()]; other threads only [#submit] commands and [#ask] questions, which are answered at the
/// start of the next tick (or of [#idle()] while the world stands still).
public final class World implements PluginWorld, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(World.class);
  private static final Comparator<Subscription> INBOXES =
      Comparator.comparing(Subscription::subscriber)
          .thenComparing(subscription -> subscription.channel().name());

  private static final List<Stage> PREDICTED_STAGES =
      List.of(Stage.PRE_UPDATE, Stage.UPDATE, Stage.POST_UPDATE);

  private final WorldOptions options;
  private final EntityStore store;
  private final MessageBus bus;
  private final TraceRing trace;
  private final DeferredChanges changes = new DeferredChanges();
  private final PluginHost plugins;
  private final CommandExecutor executor;
  private final BlockingQueue<Runnable> inbox;
  private volatile Runnable whenAsked = () -> {};
  private final List<Consumer<WorldEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<WorldTap> taps = new CopyOnWriteArrayList<>();
  private final List<WorldLink> links = new CopyOnWriteArrayList<>();
  private final List<DeferredChanges.Tap> changeTaps = new ArrayList<>();
  private TickTime time;
  private final Queue<Runnable> endOfTick = new ArrayDeque<>();
  private final List<Probation> probations = new ArrayList<>();
  private final VersionHistory versions = new VersionHistory();
  private final TickProfile profile = new TickProfile();
  private final TickParts parts = new TickParts(profile);
  private final Watches watches = new Watches(this);
  private @Nullable ClientHalf clientHalf;
  private @Nullable Runnable recordedClient;

  public World(WorldOptions options) {
    this.options = options;
    this.store = new EntityStore(options.seed(), options.side() == Side.SERVER ? 0 : 1);
    this.trace = new TraceRing(options.traceEntries());
    this.bus = new MessageBus(trace);
    this.plugins =
        new PluginHost(
            store,
            bus,
            changes,
            options.side(),
            options.seed(),
            this,
            this::onPluginEvent,
            options.clock());
    this.executor = new CommandExecutor(this);
    this.inbox = new ArrayBlockingQueue<>(options.inboxMax());
    this.time = new TickTime(0, options.rateHz());
    changeTaps.add(trace);
    plugins.profileTo(profile);
    for (ComponentSchema component : Vocabulary.components()) {
      store.register(component);
    }
    for (MessageSchema message : Vocabulary.messages()) {
      bus.declare(message);
    }
  }

  // For any thread.

  public WorldOptions options() {
    return options;
  }

  /// Offers a command for the start of the next tick.
  ///
  /// @return completes on the tick thread; refused at once if the inbox is full
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    CompletableFuture<CommandResult> answer = new CompletableFuture<>();
    if (!offer(answer, () -> execute(command))) {
      answer.complete(
          new CommandResult.Refused(
              "the world has %d commands waiting; try again".formatted(options.inboxMax())));
    }
    return answer;
  }

  /// Whatever a command or question throws is its asker's to see; the tick goes on.
  private <T> boolean offer(CompletableFuture<T> answer, Supplier<T> work) {
    boolean offered =
        inbox.offer(() -> {
          try {
            answer.complete(work.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    if (offered) {
      whenAsked.run();
    }
    return offered;
  }

  /// Called on any thread, after it left a command or a question here.
  void whenAsked(Runnable listener) {
    whenAsked = listener;
  }

  /// Asks something of the world on its own thread. The answer must hold no reference into it.
  public <T> CompletableFuture<T> ask(Function<World, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!offer(answer, () -> question.apply(this))) {
      answer.completeExceptionally(new IllegalStateException("the world's inbox is full"));
    }
    return answer;
  }

  /// Adds a listener, called on the tick thread; it must be quick and must not throw.
  public void listen(Consumer<WorldEvent> listener) {
    listeners.add(listener);
  }

  public void unlisten(Consumer<WorldEvent> listener) {
    listeners.remove(listener);
  }

  // For the tick thread.

  public EntityStore store() {
    return store;
  }

  public MessageBus bus() {
    return bus;
  }

  public TraceRing trace() {
    return trace;
  }

  public PluginHost plugins() {
    return plugins;
  }

  /// How long the newest ticks took, part by part.
  public TickProfile profile() {
    return profile;
  }

  /// Fields that somebody waits to see change.
  public Watches watches() {
    return watches;
  }

  /// Structural changes skipped so far because their entity was gone.
  public long deadTargetsTotal() {
    return changes.deadTargetsTotal();
  }

  public TickTime time() {
    return time;
  }

  @Override
  public long tick() {
    return time.tick();
  }

  /// Adds a tap, called on the tick thread; it must be quick and must not throw.
  public void attach(WorldTap tap) {
    taps.add(tap);
  }

  public void detach(WorldTap tap) {
    taps.remove(tap);
  }

  /// Couples the world with clients elsewhere, from the end of this tick on.
  public void link(WorldLink link) {
    if (!links.contains(link)) {
      links.add(link);
      link.linked(this);
    }
  }

  public void unlink(WorldLink link) {
    links.remove(link);
  }

  /// Takes a message from a client in; for a [WorldLink] while it exchanges.
  ///
  /// @param client above 0
  public Arrival receive(SchemaName name, long client, byte[] payload) {
    Channel channel = bus.channel(name).orElse(null);
    if (channel == null) {
      return Arrival.UNKNOWN_CHANNEL;
    }
    if (channel.schema().locality() != Locality.REMOTE) {
      return Arrival.LOCAL_CHANNEL;
    }
    if (!SchemaCodec.isMessage(channel.schema().layout(), payload)) {
      return Arrival.MALFORMED;
    }
    return arrive(channel, client, payload) < 0 ? Arrival.OVER_LIMIT : Arrival.TAKEN;
  }

  /// Tells the plugins which clients there are, and who came and went; for a [WorldLink] while it
  /// exchanges.
  public void connections(List<Long> clients, List<Long> joined, List<Long> left) {
    Channel channel = bus.channel(Vocabulary.CONNECTIONS.name()).orElseThrow();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    clients.forEach(json.putArray("clients")::add);
    joined.forEach(json.putArray("joined")::add);
    left.forEach(json.putArray("left")::add);
    arrive(channel, 0, SchemaCodec.encodeMessage(channel.schema().layout(), json));
  }

  /// Carries out a command at once, before the next tick.
  public CommandResult execute(WorldCommand command) {
    CommandResult result = executor.execute(command);
    taps.forEach(tap -> tap.executed(time.tick(), command, result));
    return result;
  }

  /// Adds plugins before the first tick, or later; they start in this order.
  public void addPlugins(List<PluginModule> modules, StartReason reason)
      throws PluginLoadException {
    taps.forEach(tap -> tap.adding(time.tick(), modules, reason));
    plugins.addAll(modules, reason);
    followOnClient(modules);
  }

  /// The world of the plugins' client halves, if any plugin has one.
  public Optional<World> client() {
    return Optional.ofNullable(clientHalf).map(ClientHalf::world);
  }

  /// In a replay no client runs; what reached this world from one is told at the same point of each
  /// tick.
  void replayClient(Runnable recorded) {
    recordedClient = recorded;
  }

  /// Starts the client halves of a restored world's plugins, as a client that connects anew.
  void connectClient() throws PluginLoadException {
    if (clientHalf == null) {
      openClientHalf(List.copyOf(plugins.modules().values()));
    }
  }

  /// Takes in what a client sent, or what the host says of clients.
  ///
  /// @return the message's number; below 0 if the channel takes no more in this tick
  long arrive(Channel channel, long client, byte[] payload) {
    taps.forEach(tap -> tap.arrived(time.tick(), channel.name(), client, payload));
    return bus.inject(time.tick(), channel, client, payload);
  }

  void clientFailed(PluginFailure failure) {
    taps.forEach(tap -> tap.clientFailed(time.tick(), failure));
    probations.forEach(probation -> probation.failed(failure));
  }

  private void openClientHalf(List<PluginModule> modules) throws PluginLoadException {
    if (options.side() == Side.SERVER && recordedClient == null && ClientHalf.isNeededBy(modules)) {
      clientHalf =
          new ClientHalf(this, List.copyOf(plugins.modules().values()), this::onClientEvent);
    }
  }

  /// A failure of a client half counts against its plugin's probation here.
  private void onClientEvent(WorldEvent event) {
    if (event instanceof WorldEvent.OfPlugin(PluginEvent.Failed(PluginFailure failure))) {
      clientFailed(failure);
    }
    emit(event);
  }

  /// Changes the world's rate; takes effect with the next tick.
  public void setRateHz(int rateHz) {
    taps.forEach(tap -> tap.rateChanged(time.tick(), rateHz));
    time = new TickTime(time.tick(), rateHz);
  }

  /// Advances the world by one tick.
  public void tickOnce() {
    long start = options.clock().nanos();
    profile.begin(time.tick());
    drainInbox();
    noted(parts.inbox(), start);
    watches.afterInput();
    trace.beginTick(time.tick());
    WorldMessages.publishFrameTime(bus, time);
    if (plugins.hasPendingStart()) {
      run(Stage.POST_INIT);
      plugins.startsDone();
    }
    run(Stage.PRE_UPDATE);
    run(Stage.UPDATE);
    run(Stage.POST_UPDATE);
    long endOfStages = options.clock().nanos();
    plugins.endTick();
    long collected = noted(parts.collect(), endOfStages);
    exchange();
    if (clientHalf != null || !links.isEmpty()) {
      noted(parts.client(), collected);
    }
    judgeProbation();
    // The counts start anew here and not with the tick, so that messages sent while the world
    // stands still count as if they had come with the next tick, as in a replay they do.
    bus.beginTick();
    store.beginTick();
    time = time.next();
    long ended = options.clock().nanos();
    runEndOfTick();
    taps.forEach(tap -> tap.tickEnded(this));
    profile.end(noted(parts.after(), ended) - start);
  }

  /// @return now
  private long noted(int part, long since) {
    long now = options.clock().nanos();
    profile.add(part, now - since);
    return now;
  }

  private void exchange() {
    if (recordedClient != null) {
      bus.takeLeaving();
      recordedClient.run();
    } else if (clientHalf != null || !links.isEmpty()) {
      List<Message> leaving = bus.takeLeaving();
      if (clientHalf != null) {
        clientHalf.tick(leaving);
      }
      links.forEach(link -> link.exchange(this, leaving));
    }
  }

  /// A tick of the past that is to be run again.
  ///
  /// @param heard what predicted systems took in then
  /// @param after called when its systems have run
  public record PastTick(long tick, List<Prediction.Heard> heard, Runnable after) {}

  /// Runs only the predicted systems, one tick after the other, on the state as it is now. Nothing
  /// is sent once more, and only predicted systems hear what they publish. To be called between
  /// ticks.
  public void predictAgain(Prediction prediction, List<PastTick> ticks) {
    prediction.beginAgain();
    for (PastTick past : ticks) {
      past.heard().forEach(heard -> heard.inbox().offer(heard.message()));
      TickTime then = new TickTime(past.tick(), time.rateHz());
      for (Stage stage : PREDICTED_STAGES) {
        plugins.runPredicted(stage, then);
        changes.apply(store, (int) time.tick(), (change, writer) -> {});
        bus.deliverAgain();
      }
      bus.beginTick();
      past.after().run();
    }
    prediction.endAgain();
  }

  /// Sets the number of the next tick, which may not go back: a client's world counts as its server
  /// does.
  public void startAt(long tick) {
    if (tick < time.tick()) {
      throw new IllegalArgumentException("tick %d after %d".formatted(tick, time.tick()));
    }
    time = new TickTime(tick, time.rateHz());
  }

  /// Answers commands and questions while the world stands still.
  public void idle() {
    drainInbox();
    watches.afterInput();
    runEndOfTick();
    taps.forEach(tap -> tap.stoodStill(this));
  }

  /// Answers what a world is still asked that no longer ticks, and does nothing else: one that
  /// could not go on may be in the middle of a tick, and is not to be saved.
  public void answer() {
    drainInbox();
    runEndOfTick();
  }

  private void runEndOfTick() {
    while (!endOfTick.isEmpty()) {
      endOfTick.poll().run();
    }
  }

  /// Runs this after the current tick, or after the inbox while the world stands still.
  void atEndOfTick(Runnable action) {
    endOfTick.add(action);
  }

  /// Swaps new versions in; they are on probation from the next tick on.
  ///
  /// @throws PluginLoadException if they do not fit, here or in the client's world; the old
  ///   versions run on
  public void swap(List<PluginSwap.Replacement> replacements) throws PluginLoadException {
    List<PluginModule> modules = replacements.stream().map(PluginSwap.Replacement::module).toList();
    // The client's world first: in a replay there is none that could refuse.
    PluginSwap.Undo atClient = clientHalf == null ? null : clientHalf.swap(modules);
    taps.forEach(tap -> tap.swapping(time.tick(), replacements));
    PluginSwap.Undo undo;
    try {
      undo = PluginSwap.swap(plugins, replacements, Map.of());
    } catch (PluginLoadException e) {
      if (clientHalf != null && atClient != null) {
        clientHalf.undo(atClient);
      }
      throw e;
    }
    for (Probation probation : List.copyOf(probations)) {
      if (!Collections.disjoint(probation.plugins(), undo.plugins())) {
        supersede(probation, undo.plugins());
      }
    }
    probations.add(new Probation(plugins, undo, time.tick()));
    if (clientHalf == null) {
      openClientHalf(modules);
    }
    reportDropped(undo.droppedMessages());
  }

  private void followOnClient(List<PluginModule> modules) throws PluginLoadException {
    if (clientHalf == null) {
      openClientHalf(modules);
    } else {
      PluginSwap.Undo _ = clientHalf.swap(modules);
    }
  }

  /// Whether a new version is on probation, and what it replaced might yet come back.
  public boolean isOnProbation() {
    return !probations.isEmpty();
  }

  /// There is no way back any more to before the older swap; those that it brought run on.
  private void supersede(Probation probation, List<String> swapped) {
    probations.remove(probation);
    probation.plugins().stream()
        .filter(plugin -> !swapped.contains(plugin))
        .forEach(plugins::endProbation);
  }

  /// Versions of each plugin that proved good, newest first.
  public VersionHistory versions() {
    return versions;
  }

  private void judgeProbation() {
    for (Probation probation : List.copyOf(probations)) {
      if (probation.failure().isPresent()) {
        probations.remove(probation);
        rollBack(probation, probation.failure().get());
      } else if (probation.isOverAfter(time.tick())) {
        probations.remove(probation);
        for (String plugin : probation.plugins()) {
          plugins.endProbation(plugin);
          plugins.module(plugin).ifPresent(module -> versions.good(module, time.tick()));
        }
      }
    }
  }

  private void rollBack(Probation probation, PluginFailure failure) {
    List<String> dropped = PluginSwap.undo(plugins, probation.undo(), probation.born());
    try {
      followOnClient(
          probation.plugins().stream().flatMap(p -> plugins.module(p).stream()).toList());
    } catch (PluginLoadException e) {
      LOG.warn("the client half did not follow a roll-back: {}", e.getMessage());
    }
    for (String plugin : probation.plugins()) {
      String version = plugins.module(plugin).map(PluginModule::version).orElse("none");
      emit(
          new WorldEvent.OfPlugin(
              new PluginEvent.RolledBack(plugin, time.tick(), version, failure)));
    }
    reportDropped(dropped);
  }

  private void reportDropped(List<String> messages) {
    if (!messages.isEmpty()) {
      emit(new WorldEvent.MessagesDropped(time.tick(), messages));
    }
  }

  private void onPluginEvent(PluginEvent event) {
    if (event instanceof PluginEvent.Failed(PluginFailure failure)) {
      probations.forEach(probation -> probation.failed(failure));
    }
    emit(new WorldEvent.OfPlugin(event));
  }

  /// Drains what was there at the start, so that a busy asker cannot hold the tick up.
  private void drainInbox() {
    for (int waiting = inbox.size(); waiting > 0; waiting--) {
      Objects.requireNonNull(inbox.poll()).run();
    }
  }

  private void run(Stage stage) {
    Schedule schedule = plugins.schedule();
    List<ScheduledSystem> systems = schedule.systems(stage);
    watches.beginStage();
    for (int i = 0; i < systems.size(); i++) {
      store.advance();
      systems.get(i).run(time);
      watches.after(systems.get(i).id(), stage.title());
    }
    store.advance();
    long systemsDone = options.clock().nanos();
    changes.apply(store, (int) time.tick(), this::applied);
    long applied = noted(parts.changes(stage), systemsDone);
    watches.afterChanges(stage.title());
    bus.deliver();
    noted(parts.delivery(stage), applied);
  }

  private void applied(StructuralChange change, int writer) {
    for (int i = 0; i < changeTaps.size(); i++) {
      changeTaps.get(i).applied(change, writer);
    }
    for (int i = 0; i < probations.size(); i++) {
      probations.get(i).applied(change);
    }
  }

  /// An image of all of it, memories included.
  ///
  /// @param previous an earlier image of this world, whose unchanged columns are shared
  public WorldImage image(@Nullable StoreImage previous) {
    return image(previous, true);
  }

  /// An image for a shadow: entities and waiting messages, no plugin's memory.
  public WorldImage imageWithoutMemories() {
    return image(null, false);
  }

  private WorldImage image(@Nullable StoreImage previous, boolean memories) {
    return new WorldImage(
        options.seed(),
        time.tick(),
        time.rateHz(),
        store.image(previous),
        plugins.ownerNames(),
        plugins.images(memories),
        bus.waitingImages(),
        bus.nextSequence());
  }

  /// Makes this new world what the image holds.
  ///
  /// @param modules the image's modules by plugin
  public void restore(WorldImage image, Map<String, PluginModule> modules)
      throws PluginLoadException {
    store.restore(image.store());
    plugins.restoreOwnerNames(image.owners());
    plugins.restore(image.plugins(), modules);
    bus.restoreWaiting(image.waiting());
    bus.restoreSequence(image.nextSequence());
    time = new TickTime(image.tick(), image.rateHz());
  }

  /// Hash of everything that decides how the world goes on: entities, plugin memories, waiting
  /// messages, tick.
  public long stateHash() {
    StateHasher hasher = new StateHasher();
    hasher.put(time.tick());
    store.hash(hasher);
    plugins.hash(hasher);
    hasher.put(bus.nextSequence());
    for (Subscription subscription : bus.subscriptions().stream().sorted(INBOXES).toList()) {
      for (Message message : subscription.waiting()) {
        hasher.put(subscription.subscriber());
        hasher.put(message.sequence());
        hasher.putBytes(MemorySegment.ofArray(message.payload()), 0, message.payload().length);
      }
    }
    return hasher.value();
  }

  @Override
  public AssetStore assets() {
    return options.assets();
  }

  @Override
  public void log(LogLine line) {
    WorldMessages.publishLog(bus, line);
    emit(new WorldEvent.Logged(line));
  }

  @Override
  public short writerId(String plugin, int system) {
    return plugins.writerId(plugin, system);
  }

  @Override
  public String ownerName(int owner) {
    return plugins.ownerName(owner);
  }

  void emit(WorldEvent event) {
    for (Consumer<WorldEvent> listener : listeners) {
      listener.accept(event);
    }
  }

  @Override
  public void close() {
    if (clientHalf != null) {
      clientHalf.close();
    }
    plugins.close();
  }
}
