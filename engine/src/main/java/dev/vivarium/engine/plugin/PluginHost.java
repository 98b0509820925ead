package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.StateHasher;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.tick.DeferredChanges;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.Schedule;
import dev.vivarium.engine.tick.ScheduleCycleException;
import dev.vivarium.engine.tick.ScheduledSystem;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.tick.TickTime;
import dev.vivarium.engine.trace.TickProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The plugins of one side of a world: starts, runs and stops them, and keeps one plugin's failure
/// from touching anything else. Owned by the tick thread.
public final class PluginHost implements AutoCloseable {
  /// Owner id of what no plugin made.
  public static final int SCENE_OWNER = 0;

  public static final String SCENE_OWNER_NAME = "scene";

  private final EntityStore store;
  private final MessageBus bus;
  private final Side side;
  private final long seed;
  private final PluginWorld world;
  private final Consumer<PluginEvent> events;
  private final Watchdog watchdog;

  private final Map<String, Plugin> plugins = new LinkedHashMap<>();
  private final OwnerIds owners = new OwnerIds();
  private final PluginSchemas schemas;
  private final Dispatcher dispatcher;
  private Schedule schedule = Schedule.EMPTY;
  private @Nullable Prediction prediction;

  public PluginHost(
      EntityStore store,
      MessageBus bus,
      DeferredChanges changes,
      Side side,
      long seed,
      PluginWorld world,
      Consumer<PluginEvent> events,
      NanoClock clock) {
    this.store = store;
    this.bus = bus;
    this.side = side;
    this.seed = seed;
    this.world = world;
    this.events = events;
    this.watchdog = new Watchdog(side.name().toLowerCase(Locale.ROOT), clock);
    this.schemas = new PluginSchemas(store, bus);
    this.dispatcher = new Dispatcher(store, bus, changes, side, world, events, clock, this::fail);
  }

  public Schedule schedule() {
    return schedule;
  }

  public List<PluginStatus> status() {
    return plugins.values().stream().map(Plugin::status).toList();
  }

  public Optional<PluginModule> module(String plugin) {
    return Optional.ofNullable(plugins.get(plugin)).map(p -> p.module);
  }

  /// What a plugin took at most since it was started; empty if there is no such plugin.
  public Optional<PluginUse> use(String plugin) {
    return Optional.ofNullable(plugins.get(plugin)).map(Plugin::use);
  }

  /// The running version of every plugin.
  public Map<String, PluginModule> modules() {
    Map<String, PluginModule> modules = new LinkedHashMap<>();
    plugins.forEach((name, plugin) -> modules.put(name, plugin.module));
    return modules;
  }

  /// Private states of those of the plugins that save one.
  public Map<String, byte[]> savedStates(List<String> names) {
    Map<String, byte[]> states = new LinkedHashMap<>();
    for (String name : names) {
      Plugin plugin = plugins.get(name);
      if (plugin != null) {
        saveState(plugin).ifPresent(state -> states.put(name, state));
      }
    }
    return states;
  }

  /// The private state of a running plugin; one that fails to save it goes on without.
  Optional<byte[]> saveState(Plugin plugin) {
    try {
      return plugin.instance == null ? Optional.empty() : plugin.instance.saveState();
    } catch (WasmTrap e) {
      warn(plugin.name(), "its state could not be saved: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Says something about a plugin to whoever reads its log.
  void warn(String plugin, String text) {
    world.log(new LogLine(world.tick(), plugin, side, LogLevel.WARN, text));
  }

  /// A new version survived its probation.
  public void endProbation(String name) {
    Plugin plugin = plugins.get(name);
    if (plugin != null && plugin.state == PluginState.PROBATION) {
      plugin.state = PluginState.RUNNING;
    }
  }

  public Collection<String> names() {
    return List.copyOf(plugins.keySet());
  }

  public boolean runs(String plugin) {
    Plugin p = plugins.get(plugin);
    return p != null && p.state.runs();
  }

  // Owners and writers.

  /// Name of the plugin with this owner id.
  public String ownerName(int owner) {
    return owners.name(owner);
  }

  /// Owner id of a plugin, given out in order of first appearance.
  public int ownerId(String plugin) {
    return owners.id(plugin);
  }

  /// Names by owner id, for images; the first is the scene.
  public List<String> ownerNames() {
    return owners.names();
  }

  public void restoreOwnerNames(List<String> names) {
    owners.restore(names);
  }

  /// Id under which a system's writes are recorded.
  public short writerId(String plugin, int system) {
    return OwnerIds.writer(ownerId(plugin), system);
  }

  /// Name for people of a writer id.
  public String writerName(short writer) {
    if (OwnerIds.ownerOf(writer) == SCENE_OWNER) {
      return "editor";
    }
    SystemDescriptor system = writingSystem(writer);
    return system == null ? ownerName(OwnerIds.ownerOf(writer)) : system.id();
  }

  private @Nullable SystemDescriptor writingSystem(short writer) {
    Plugin plugin = plugins.get(ownerName(OwnerIds.ownerOf(writer)));
    int system = OwnerIds.systemOf(writer);
    return plugin == null || system >= plugin.module.descriptor().systems().size()
        ? null
        : plugin.module.descriptor().systems().get(system);
  }

  // How it runs.

  /// In replay the recording says when plugins stop, not the clock.
  public void obeyRecordedStops(Set<StopOrder> orders) {
    dispatcher.obeyRecordedStops(orders);
    watchdog.standDown();
  }

  /// Notes how long dispatches take from now on.
  public void profileTo(TickProfile to) {
    dispatcher.profileTo(to);
  }

  /// Begins to sample at which rows systems stand. Close it to end that.
  public RowSampler sampleRows() {
    dispatcher.sampled(true);
    return new RowSampler(dispatcher);
  }

  /// Nobody samples any more.
  public void endSampling(RowSampler sampler) {
    sampler.close();
    dispatcher.sampled(false);
  }

  // Prediction.

  /// Runs predicted systems too, whatever their side, from the plugins on that are added next: a
  /// client's world, which is ahead of the server's. They change nothing but the entities given
  /// here.
  ///
  /// @param client by which the server knows this client
  public Prediction predict(long client) {
    prediction = new Prediction(this, client);
    return prediction;
  }

  boolean predicts(SystemDescriptor system) {
    return prediction != null && prediction.covers(system);
  }

  /// Runs the predicted systems of a stage, as at that tick.
  public void runPredicted(Stage stage, TickTime time) {
    for (ScheduledSystem scheduled : schedule.systems(stage)) {
      if (scheduled instanceof PluginSystem system && system.isPrediction()) {
        store.advance();
        run(system, time);
      }
    }
    store.advance();
  }

  /// Whether the value was written by a system of this side that does not predict.
  public boolean isWrittenHere(short writer) {
    SystemDescriptor system = writingSystem(writer);
    return system != null && system.side() == side && !predicts(system);
  }

  // Starting.

  /// Adds plugins and starts all whose schemas are there; the others wait.
  ///
  /// @throws PluginLoadException if a plugin's schema conflicts with another's; nothing was added
  public void addAll(List<PluginModule> modules, StartReason reason) throws PluginLoadException {
    schemas.declareAll(modules);
    for (PluginModule module : modules) {
      Plugin plugin = new Plugin(module.name(), ownerId(module.name()), module);
      plugin.pendingStart = reason;
      plugins.put(module.name(), plugin);
    }
    startWaiting();
  }

  /// Makes components and channels known whose plugin does not run here. Values of a component that
  /// has another shape now start anew. Plugins that run see it after the next swap, which may be an
  /// empty one.
  ///
  /// @param owner name of the plugin that declares them elsewhere
  public void adopt(String owner, List<ComponentSchema> components, List<MessageSchema> messages) {
    schemas.adopt(owner, components, messages);
  }

  /// Starts every waiting plugin that now has what it needs.
  public void startWaiting() {
    boolean changed = false;
    for (Plugin plugin : plugins.values()) {
      if (plugin.state == PluginState.WAITING) {
        changed |= tryStart(plugin);
      }
    }
    if (changed) {
      reschedule();
    }
  }

  private boolean tryStart(Plugin plugin) {
    String missing = schemas.missing(plugin.module);
    if (!missing.isEmpty()) {
      if (!missing.equals(plugin.missing)) {
        plugin.missing = missing;
        events.accept(new PluginEvent.Waiting(plugin.name(), world.tick(), missing));
      }
      return false;
    }
    plugin.missing = "";
    try {
      start(plugin, newInstance(plugin.module));
      events.accept(new PluginEvent.Started(plugin.name(), world.tick(), plugin.module.version()));
      return true;
    } catch (PluginLoadException e) {
      fail(plugin, "start", PluginFailure.Kind.TRAP, e);
      return false;
    }
  }

  /// Puts an instance to work: subscriptions, systems, PostInit.
  void start(Plugin plugin, PluginInstance instance) {
    plugin.instance = instance;
    plugin.state = PluginState.RUNNING;
    plugin.failure = null;
    dropUnheard(plugin);
    plugin.systems = new ArrayList<>();
    for (SystemDescriptor system : plugin.module.descriptor().systems()) {
      if (system.side() == side || predicts(system)) {
        plugin.systems.add(new PluginSystem(this, plugin, system));
      }
    }
  }

  /// Makes an instance bound to this world; it has run nothing yet but its start function.
  PluginInstance newInstance(PluginModule module) throws PluginLoadException {
    PluginInstance instance = new PluginInstance(module, watchdog);
    instance.bind(binding(module));
    return instance;
  }

  /// A started copy that is not bound to this world yet.
  PluginInstance newUnboundInstance(PluginModule module) throws PluginLoadException {
    return new PluginInstance(module, watchdog);
  }

  /// The world's types and channels as a module names them.
  PluginInstance.Binding binding(PluginModule module) throws PluginLoadException {
    List<ComponentType> types = schemas.types(module);
    List<Channel> channels = schemas.channels(module);
    return new PluginInstance.Binding(
        store, side, ownerId(module.name()), seed, types, channels, world, prediction);
  }

  /// Orders the systems of all running plugins anew. Of plugins that wait for each other in a
  /// circle the last one fails, until there is an order.
  void reschedule() {
    while (true) {
      try {
        trySchedule();
        return;
      } catch (ScheduleCycleException e) {
        Plugin last = last(e.systems());
        fail(last, "schedule", PluginFailure.Kind.ABI, e);
      }
    }
  }

  private Plugin last(List<String> systems) {
    return plugins.values().stream()
        .filter(p -> p.systems.stream().anyMatch(system -> systems.contains(system.id())))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /// Orders the systems of all running plugins anew.
  ///
  /// @throws PluginLoadException if they wait for each other in a circle; the order is as before
  void order() throws PluginLoadException {
    try {
      trySchedule();
    } catch (ScheduleCycleException e) {
      throw new PluginLoadException(last(e.systems()).name(), e);
    }
  }

  private void trySchedule() throws ScheduleCycleException {
    List<PluginSystem> systems = new ArrayList<>();
    for (Plugin plugin : plugins.values()) {
      if (plugin.state.runs()) {
        systems.addAll(plugin.systems);
      }
    }
    schedule = Schedule.of(systems);
  }

  // Running.

  /// Runs one system; called by the schedule.
  void run(PluginSystem system, TickTime time) {
    Plugin plugin = system.plugin();
    PluginInstance instance = plugin.instance;
    if (!plugin.state.runs() || instance == null || !isDue(system)) {
      return;
    }
    if (prediction == null || !system.isPrediction() || prediction.begins(system)) {
      dispatcher.run(system, instance, time);
    }
  }

  private static boolean isDue(PluginSystem system) {
    return switch (system.stage()) {
      case POST_INIT -> system.plugin().pendingStart != null;
      case PRE_UPDATE, UPDATE, POST_UPDATE -> true;
    };
  }

  // Failing.

  private void fail(Plugin plugin, String doing, PluginFailure.Kind kind, Exception because) {
    String message = String.valueOf(because.getMessage());
    fail(plugin, PluginFailure.of(kind, plugin.name(), doing, world.tick(), message));
  }

  private void fail(Plugin plugin, PluginFailure failure) {
    plugin.traps++;
    if (plugin.state == PluginState.PROBATION) {
      plugin.unheard = plugin.inboxes();
      takeInstance(plugin, PluginState.FAILED);
    } else {
      retire(plugin, PluginState.FAILED);
    }
    plugin.failure = failure;
    events.accept(new PluginEvent.Failed(failure));
  }

  // Stopping.

  /// Stops a plugin; its entities and components stay.
  public void stop(String name) {
    Plugin plugin = plugins.get(name);
    if (plugin != null && plugin.state.runs()) {
      retire(plugin, PluginState.STOPPED);
      reschedule();
      events.accept(new PluginEvent.Stopped(name, world.tick()));
    }
  }

  /// Starts a stopped or failed plugin's version again, with a new instance.
  ///
  /// @return what prevents it, if anything does
  public Optional<String> restart(String name) {
    Plugin plugin = plugins.get(name);
    if (plugin == null) {
      return Optional.of("there is no plugin '%s'".formatted(name));
    }
    if (plugin.state.runs()) {
      return Optional.of("plugin '%s' runs already".formatted(name));
    }
    plugin.state = PluginState.WAITING;
    if (plugin.pendingStart == null || ownsEntities(plugin.owner())) {
      plugin.pendingStart = StartReason.RELOADED;
    }
    startWaiting();
    return plugin.state.runs()
        ? Optional.empty()
        : Optional.of(
            plugin.failure == null
                ? "plugin '%s' waits for %s".formatted(name, plugin.missing)
                : plugin.failure.describe());
  }

  // State as a whole.

  /// Adds what the plugins' private states hold to a hash: memories without their frames, globals
  /// and tables.
  public void hash(StateHasher hasher) {
    PluginImages.hash(plugins.values(), hasher);
  }

  /// Images of all plugins, in project order.
  ///
  /// @param memories whether to copy the instances' memories too
  public List<PluginImage> images(boolean memories) {
    return plugins.values().stream().map(plugin -> PluginImages.image(plugin, memories)).toList();
  }

  /// Puts plugins back as an image has them. The store holds the image's entities already.
  ///
  /// @param modules the image's modules; more than the image holds are started afresh afterwards
  public void restore(List<PluginImage> images, Map<String, PluginModule> modules)
      throws PluginLoadException {
    new PluginImages(this).restore(images, modules);
  }

  /// Takes the plugin's instance out of the world.
  ///
  /// @return the instance, no longer used by anything here
  @Nullable PluginInstance retire(Plugin plugin, PluginState next) {
    plugin.inboxes().forEach(bus::unsubscribe);
    plugin.unheard = List.of();
    return takeInstance(plugin, next);
  }

  private void dropUnheard(Plugin plugin) {
    plugin.unheard.forEach(bus::unsubscribe);
    plugin.unheard = List.of();
  }

  private static @Nullable PluginInstance takeInstance(Plugin plugin, PluginState next) {
    PluginInstance instance = plugin.instance;
    if (instance != null) {
      instance.releaseHandles();
    }
    plugin.instance = null;
    plugin.state = next;
    return instance;
  }

  // The tick's edges.

  /// Whether a PostInit stage is due.
  public boolean hasPendingStart() {
    for (Plugin plugin : plugins.values()) {
      if (plugin.pendingStart != null && plugin.state.runs()) {
        return true;
      }
    }
    return false;
  }

  /// PostInit ran: the starts are over.
  public void startsDone() {
    for (Plugin plugin : plugins.values()) {
      if (plugin.state.runs()) {
        plugin.pendingStart = null;
      }
    }
  }

  /// Ends a tick: collects garbage where a plugin ran, and takes failed plugins off the schedule.
  public void endTick() {
    boolean left = false;
    for (Plugin plugin : plugins.values()) {
      left |= !plugin.state.runs() && !plugin.systems.isEmpty();
      if (plugin.ranThisTick && plugin.state.runs() && plugin.instance != null) {
        dispatcher.collect(plugin, plugin.instance);
      }
      plugin.ranThisTick = false;
      if (plugin.failure != null && plugin.failure.tick() < world.tick()) {
        dropUnheard(plugin); // it did not go back in the tick in which it failed
      }
    }
    if (left) {
      dropSystemsOfStopped();
    }
  }

  private void dropSystemsOfStopped() {
    for (Plugin plugin : plugins.values()) {
      if (!plugin.state.runs()) {
        plugin.systems = new ArrayList<>();
      }
    }
    reschedule();
  }

  // For the reload and the image.

  Map<String, Plugin> plugins() {
    return plugins;
  }

  /// A plugin no longer fits the schemas that it uses.
  void failRebinding(Plugin plugin, PluginLoadException because) {
    fail(plugin, "reload", PluginFailure.Kind.ABI, because);
  }

  boolean ownsEntities(int owner) {
    for (Table table : store.tables()) {
      for (int row = 0; row < table.rows(); row++) {
        if (store.owner(table.entities()[row]) == owner) {
          return true;
        }
      }
    }
    return false;
  }

  EntityStore store() {
    return store;
  }

  PluginSchemas schemas() {
    return schemas;
  }

  MessageBus bus() {
    return bus;
  }

  PluginWorld world() {
    return world;
  }

  Side side() {
    return side;
  }

  void emit(PluginEvent event) {
    events.accept(event);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
