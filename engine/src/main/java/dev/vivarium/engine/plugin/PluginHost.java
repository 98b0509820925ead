package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.StateHasher;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.abi.ComponentUse;
import dev.vivarium.engine.plugin.abi.MessageUse;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaRegistry;
import dev.vivarium.engine.tick.DeferredChanges;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.Schedule;
import dev.vivarium.engine.tick.ScheduleCycleException;
import dev.vivarium.engine.tick.ScheduledSystem;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.tick.TickTime;
import dev.vivarium.engine.trace.TickProfile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The plugins of one side of a world: starts, runs and stops them, and keeps one plugin's failure
/// from touching anything else. Owned by the tick thread.
public final class PluginHost implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// Owner id of what no plugin made.
  public static final int SCENE_OWNER = 0;

  public static final String SCENE_OWNER_NAME = "scene";
  private static final int PLUGINS_MAX = 255;
  private static final String COLLECT = "vivarium_collect";

  private final EntityStore store;
  private final SchemaRegistry registry = SchemaRegistry.withVocabulary();
  private final MessageBus bus;
  private final DeferredChanges changes;
  private final Side side;
  private final long seed;
  private final PluginWorld world;
  private final Consumer<PluginEvent> events;
  private final NanoClock clock;
  private final Watchdog watchdog;

  private final Map<String, Plugin> plugins = new LinkedHashMap<>();
  private final Map<String, Integer> owners = new LinkedHashMap<>();
  private final List<String> ownerNames = new ArrayList<>(List.of(SCENE_OWNER_NAME));
  private final Set<StopOrder> stopOrders = new HashSet<>();
  private Schedule schedule = Schedule.EMPTY;
  private boolean obeysClock = true;
  private @Nullable TickProfile profile;
  private @Nullable Prediction prediction;

  /// Written by the tick thread while somebody samples, read by the sampler; a new one a dispatch.
  private volatile @Nullable Running running;

  private volatile boolean sampled;

  /// A dispatch under way; no two are the same.
  static final class Running {
    private final PluginInstance instance;
    private final int system;

    Running(PluginInstance instance, int system) {
      this.instance = instance;
      this.system = system;
    }

    PluginInstance instance() {
      return instance;
    }

    int system() {
      return system;
    }
  }

  /// A stop that a recording holds: at that tick the plugin stops, instead of the system's run or
  /// after it.
  ///
  /// @param system its id, or `PLUGIN/vivarium_collect`
  public record StopOrder(long tick, String system, boolean afterRun) {}

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
    this.changes = changes;
    this.side = side;
    this.seed = seed;
    this.world = world;
    this.events = events;
    this.clock = clock;
    this.watchdog = new Watchdog(side.name().toLowerCase(java.util.Locale.ROOT), clock);
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

  /// Name of the plugin with this owner id.
  public String ownerName(int owner) {
    return owner >= 0 && owner < ownerNames.size() ? ownerNames.get(owner) : SCENE_OWNER_NAME;
  }

  /// Owner id of a plugin, given out in order of first appearance.
  public int ownerId(String plugin) {
    Integer known = owners.get(plugin);
    if (known != null) {
      return known;
    }
    if (ownerNames.size() > PLUGINS_MAX) {
      throw new IllegalStateException("more than %d plugins in a world".formatted(PLUGINS_MAX));
    }
    ownerNames.add(plugin);
    owners.put(plugin, ownerNames.size() - 1);
    return ownerNames.size() - 1;
  }

  /// Names by owner id, for images; the first is the scene.
  public List<String> ownerNames() {
    return List.copyOf(ownerNames);
  }

  public void restoreOwnerNames(List<String> names) {
    ownerNames.clear();
    ownerNames.addAll(names);
    owners.clear();
    for (int i = 1; i < names.size(); i++) {
      owners.put(names.get(i), i);
    }
  }

  /// In replay the recording says when plugins stop, not the clock.
  public void obeyRecordedStops(Set<StopOrder> orders) {
    obeysClock = false;
    stopOrders.clear();
    stopOrders.addAll(orders);
    watchdog.standDown();
  }

  /// Notes how long dispatches take from now on.
  public void profileTo(TickProfile to) {
    profile = to;
  }

  /// Begins to sample at which rows systems stand. Close it to end that.
  public RowSampler sampleRows() {
    sampled = true;
    return new RowSampler(this);
  }

  /// Nobody samples any more.
  public void endSampling(RowSampler sampler) {
    sampler.close();
    sampled = false;
  }

  @Nullable Running running() {
    return running;
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
    Plugin plugin = plugins.get(ownerName(writer >> 8 & 0xff));
    int system = writer & 0xff;
    if (plugin == null || system >= plugin.module.descriptor().systems().size()) {
      return false;
    }
    SystemDescriptor descriptor = plugin.module.descriptor().systems().get(system);
    return descriptor.side() == side && !predicts(descriptor);
  }

  // Starting.

  /// Adds plugins and starts all whose schemas are there; the others wait.
  ///
  /// @throws PluginLoadException if a plugin's schema conflicts with another's; nothing was added
  public void addAll(List<PluginModule> modules, StartReason reason) throws PluginLoadException {
    try {
      for (PluginModule module : modules) {
        declare(module);
      }
    } catch (PluginLoadException e) {
      modules.forEach(module -> registry.remove(module.name()));
      throw e;
    }
    for (PluginModule module : modules) {
      declare(module);
    }
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
    registry.replace(owner, components, messages);
    components.forEach(this::adopt);
    messages.forEach(this::adopt);
  }

  private void adopt(ComponentSchema schema) {
    ComponentType known = store.findType(schema.name());
    if (known != null && !isSame(known.schema(), schema)) {
      store.unregister(known);
      known = null;
    }
    if (known == null) {
      store.register(schema);
    }
  }

  private static boolean isSame(ComponentSchema known, ComponentSchema schema) {
    return known.storage() == schema.storage() && known.layout().sameShape(schema.layout());
  }

  private void adopt(MessageSchema schema) {
    Optional<Channel> known = bus.channel(schema.name());
    boolean changed =
        known.isPresent() && !known.get().schema().layout().sameShape(schema.layout());
    Channel channel = bus.declare(schema);
    if (changed) {
      bus.subscriptions().stream()
          .filter(inbox -> inbox.channel() == channel)
          .forEach(inbox -> bus.restoreWaiting(inbox, List.of()));
    }
  }

  /// Makes the plugin's own components and channels known.
  public void declare(PluginModule module) throws PluginLoadException {
    try {
      registry.replace(
          module.name(), module.descriptor().ownComponents(), module.descriptor().ownMessages());
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(module.name(), e);
    }
    for (ComponentSchema schema : module.descriptor().ownComponents()) {
      declare(module.name(), schema);
    }
    module.descriptor().ownMessages().forEach(bus::declare);
  }

  /// A saved world may know the component with an older schema, whose plugin did not come back.
  private void declare(String plugin, ComponentSchema schema) throws PluginLoadException {
    ComponentType known = store.findType(schema.name());
    if (known == null) {
      store.register(schema);
    } else if (!known.schema().equals(schema)) {
      try {
        store.migrate(known, schema, SchemaMigration.plan(known.schema(), schema), null);
      } catch (SchemaConflictException e) {
        throw new PluginLoadException(plugin, e);
      }
    }
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
    String missing = missing(plugin.module);
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
      fail(plugin, "start", PluginFailure.Kind.TRAP, e.getMessage(), Optional.empty(), 0, -1);
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
        plugin.systems.add(system(plugin, system));
      }
    }
  }

  private PluginSystem system(Plugin plugin, SystemDescriptor descriptor) {
    return new PluginSystem(
        this,
        plugin,
        descriptor,
        subscribe(plugin, descriptor),
        descriptor.subscribes().stream().mapToInt(Integer::intValue).toArray());
  }

  private Subscription[] subscribe(Plugin plugin, SystemDescriptor descriptor) {
    return descriptor.subscribes().stream()
        .map(index -> plugin.module.descriptor().messages().get(index))
        .map(use ->
            bus.subscribe(
                descriptor.id(),
                bus.channel(use.name()).orElseThrow(),
                use.layout(),
                hearing(descriptor)))
        .toArray(Subscription[]::new);
  }

  private Subscription.Hearing hearing(SystemDescriptor system) {
    if (!predicts(system)) {
      return Subscription.Hearing.ALL;
    }
    return system.side() == side
        ? Subscription.Hearing.PREDICTED
        : Subscription.Hearing.PREDICTED_OF_SERVER;
  }

  /// Subscribes a running system anew, after a channel's schema changed; its inboxes are empty
  /// then.
  void resubscribe(PluginSystem system) {
    for (Subscription inbox : system.inboxes()) {
      bus.unsubscribe(inbox);
    }
    system.replaceInboxes(subscribe(system.plugin(), system.descriptor()));
  }

  /// What the module uses and nobody declares, as a list for people; empty if nothing.
  private String missing(PluginModule module) {
    List<String> missing = new ArrayList<>();
    for (ComponentUse use : module.descriptor().components()) {
      if (use instanceof ComponentUse.Foreign foreign
          && registry.component(foreign.name()) == null) {
        missing.add("component " + foreign.name());
      }
    }
    for (MessageUse use : module.descriptor().messages()) {
      if (use instanceof MessageUse.Foreign foreign && registry.message(foreign.name()) == null) {
        missing.add("message " + foreign.name());
      }
    }
    return String.join(", ", missing);
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
    List<ComponentType> types = new ArrayList<>();
    List<Channel> channels = new ArrayList<>();
    try {
      for (ComponentUse use : module.descriptor().components()) {
        registry.useComponent(module.name(), use.name(), use.layout());
        types.add(store.type(use.name()));
      }
      for (MessageUse use : module.descriptor().messages()) {
        registry.useMessage(module.name(), use.name(), use.layout());
        channels.add(bus.channel(use.name()).orElseThrow());
      }
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(module.name(), e);
    }
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
        fail(last, "schedule", PluginFailure.Kind.ABI, e.getMessage(), Optional.empty(), 0, -1);
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
    if (prediction != null && system.isPrediction() && !prediction.begins(system)) {
      return;
    }
    if (isStopOrdered(time.tick(), system.id(), false)) {
      instance.replayStopped(
          system.descriptor().index(), system.lastRun, system.inboxes(), system.channels());
      instance.frame(system.descriptor().index()).putInboxBack(system.inboxes());
      fail(plugin, system.id(), PluginFailure.Kind.TIME, "stopped", Optional.empty(), 0, -1);
      return;
    }
    boolean watchCpu = system.ticksOverSoftLimit > 0;
    long cpuBefore = watchCpu ? THREADS.getCurrentThreadCpuTime() : 0;
    long before = clock.nanos();
    if (sampled) {
      running = new Running(instance, system.descriptor().index());
    }
    try {
      dispatch(system, instance, time);
    } catch (WasmTrap trap) {
      failed(system, instance, trap);
      return;
    } finally {
      if (sampled) {
        running = null;
      }
    }
    long nanos = clock.nanos() - before;
    system.times().add(nanos);
    note(system, instance, nanos);
    plugin.ranThisTick = true;
    if (obeysClock) {
      long cpu = watchCpu ? THREADS.getCurrentThreadCpuTime() - cpuBefore : nanos;
      holdSoftLimit(system, cpu);
    } else if (isStopOrdered(time.tick(), system.id(), true)) {
      fail(
          plugin,
          system.id(),
          PluginFailure.Kind.OVER_BUDGET,
          "stopped as recorded",
          Optional.empty(),
          0,
          -1);
    }
  }

  private void note(PluginSystem system, PluginInstance instance, long nanos) {
    if (profile != null) {
      int[] keys = system.profileKeys(profile);
      long in = instance.copyInNanos();
      long out = instance.copyOutNanos();
      profile.add(keys[0], in);
      profile.add(keys[1], Math.max(0, nanos - in - out));
      profile.add(keys[2], out);
    }
  }

  private boolean isStopOrdered(long tick, String system, boolean afterRun) {
    return !stopOrders.isEmpty() && stopOrders.contains(new StopOrder(tick, system, afterRun));
  }

  private static boolean isDue(PluginSystem system) {
    return switch (system.stage()) {
      case POST_INIT -> system.plugin().pendingStart != null;
      case PRE_UPDATE, UPDATE, POST_UPDATE -> true;
    };
  }

  private void dispatch(PluginSystem system, PluginInstance instance, TickTime time)
      throws WasmTrap {
    StartReason start = system.plugin().pendingStart;
    int reason =
        system.stage() == dev.vivarium.engine.tick.Stage.POST_INIT && start != null
            ? start.code()
            : 0;
    long refused =
        instance.dispatch(
            system.descriptor().index(),
            time,
            reason,
            system.lastRun,
            system.inboxes(),
            system.channels());
    system.lastRun = store.now((int) world.tick());
    commit(system, instance.effects(), time);
    if (refused > 0) {
      reportRefusal(system, refused, time);
    }
  }

  private void commit(PluginSystem system, Effects effects, TickTime time) {
    short writer = writerId(system.plugin().owner(), system.descriptor().index());
    system.mostCommands = Math.max(system.mostCommands, effects.commandCount);
    system.mostMessages = Math.max(system.mostMessages, effects.messageCount);
    system.mostMessageBytes = Math.max(system.mostMessageBytes, effects.messageBytes);
    changes.addAll(effects.changes, writer);
    for (int i = 0; i < effects.messages.size(); i++) {
      Effects.Outgoing message = effects.messages.get(i);
      if (isServersToSend(system, message.channel())) {
        continue;
      }
      bus.publish(
          time.tick(),
          system.stage().title(),
          message.channel(),
          system.id(),
          message.targetClient(),
          message.payload(),
          message.cause());
    }
  }

  private boolean isServersToSend(PluginSystem system, Channel channel) {
    return system.descriptor().side() != side && channel.schema().locality() == Locality.REMOTE;
  }

  /// Id under which a system's writes are recorded: owner in the high byte, system in the low one.
  public static short writerId(int owner, int system) {
    return (short) (owner << 8 | system);
  }

  /// Name for people of a writer id.
  public String writerName(short writer) {
    int owner = writer >> 8 & 0xff;
    if (owner == SCENE_OWNER) {
      return "editor";
    }
    Plugin plugin = plugins.get(ownerName(owner));
    int system = writer & 0xff;
    if (plugin == null || system >= plugin.module.descriptor().systems().size()) {
      return ownerName(owner);
    }
    return plugin.module.descriptor().systems().get(system).id();
  }

  private void reportRefusal(PluginSystem system, long refused, TickTime time) {
    system.refusedRows += refused;
    if (!system.refusalReported) {
      system.refusalReported = true;
      events.accept(
          new PluginEvent.WriteRefused(system.plugin().name(), time.tick(), system.id(), refused));
    }
  }

  private void holdSoftLimit(PluginSystem system, long cpuNanos) {
    Budget budget = system.plugin().module.source().budget();
    if (++system.runs <= budget.warmUpTicks() || cpuNanos <= budget.softLimitNanos()) {
      system.ticksOverSoftLimit = 0;
      return;
    }
    if (++system.ticksOverSoftLimit >= budget.softLimitTicks()) {
      fail(
          system.plugin(),
          system.id(),
          PluginFailure.Kind.OVER_BUDGET,
          "took over %.1f ms of CPU time in %d ticks running"
              .formatted(budget.softLimitNanos() / 1e6, budget.softLimitTicks()),
          Optional.empty(),
          0,
          -1);
    }
  }

  private void failed(PluginSystem system, PluginInstance instance, WasmTrap trap) {
    SystemFrame frame = instance.frame(system.descriptor().index());
    frame.putInboxBack(system.inboxes());
    int query =
        instance.currentCell(frame, dev.vivarium.engine.plugin.abi.FrameLayout.CURRENT_QUERY);
    int row = instance.currentCell(frame, dev.vivarium.engine.plugin.abi.FrameLayout.CURRENT_ROW);
    fail(
        system.plugin(),
        system.id(),
        trap.interrupted() ? PluginFailure.Kind.TIME : PluginFailure.Kind.TRAP,
        trap.interrupted()
            ? "ran longer than %d ms in one dispatch"
                .formatted(system.plugin().module.source().budget().hardLimitNanos() / 1_000_000)
            : String.valueOf(trap.getMessage()),
        position(system.plugin().module, trap),
        frame.entityAt(query, row),
        row);
  }

  private static Optional<SourcePosition> position(PluginModule module, WasmTrap trap) {
    if (trap.getCause() instanceof PanicTrap panic) {
      SourcePosition said = panic.position();
      return said.inLibrary()
          ? module.position(trap).or(() -> Optional.of(said))
          : Optional.of(said);
    }
    return module.position(trap);
  }

  private void fail(
      Plugin plugin,
      String system,
      PluginFailure.Kind kind,
      @Nullable String message,
      Optional<SourcePosition> position,
      long entity,
      int row) {
    PluginFailure failure =
        new PluginFailure(
            kind,
            plugin.name(),
            system,
            world.tick(),
            String.valueOf(message),
            position,
            entity,
            row);
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

  /// Adds what the plugins' private states hold to a hash: memories without their frames, globals
  /// and tables.
  public void hash(StateHasher hasher) {
    for (Plugin plugin : plugins.values()) {
      hasher.put(plugin.owner());
      hasher.put(plugin.state.runs() ? 1 : 0);
      if (plugin.instance != null) {
        plugin.instance.hash(hasher);
      }
    }
  }

  /// Images of all plugins, in project order.
  ///
  /// @param memories whether to copy the instances' memories too
  public List<PluginImage> images(boolean memories) {
    return plugins.values().stream().map(plugin -> image(plugin, memories)).toList();
  }

  private static PluginImage image(Plugin plugin, boolean memories) {
    return new PluginImage(
        plugin.name(),
        plugin.module.digest(),
        plugin.state,
        plugin.pendingStart == null ? 0 : plugin.pendingStart.code(),
        memories ? plugin.instance().map(PluginInstance::image) : Optional.empty(),
        plugin.systems.stream().map(system -> system.lastRun).toList());
  }

  /// Puts plugins back as an image has them. The store holds the image's entities already.
  ///
  /// @param modules the image's modules; more than the image holds are started afresh afterwards
  public void restore(List<PluginImage> images, Map<String, PluginModule> modules)
      throws PluginLoadException {
    for (PluginImage image : images) {
      PluginModule module = modules.get(image.name());
      if (module == null) {
        throw new PluginLoadException(image.name(), "its module is missing");
      }
      Plugin plugin = new Plugin(image.name(), ownerId(image.name()), module);
      plugins.put(image.name(), plugin);
      declare(module);
    }
    for (PluginImage image : images) {
      restore(Objects.requireNonNull(plugins.get(image.name())), image);
    }
    reschedule();
  }

  private void restore(Plugin plugin, PluginImage image) throws PluginLoadException {
    plugin.state = image.state();
    plugin.pendingStart = image.pendingStart() == 0 ? null : StartReason.of(image.pendingStart());
    if (image.instance().isEmpty()) {
      if (plugin.state.runs()) {
        binding(plugin.module);
        plugin.state = PluginState.STOPPED;
        plugin.pendingStart = null;
      }
      return;
    }
    PluginInstance instance = newInstance(plugin.module);
    instance.restoreImage(image.instance().get());
    start(plugin, instance);
    plugin.state = image.state();
    for (int i = 0; i < plugin.systems.size(); i++) {
      plugin.systems.get(i).lastRun = image.lastRuns().get(i);
    }
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
        collect(plugin, plugin.instance);
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

  private void collect(Plugin plugin, PluginInstance instance) {
    if (isStopOrdered(world.tick(), plugin.name() + "/" + COLLECT, false)) {
      fail(plugin, COLLECT, PluginFailure.Kind.TIME, "stopped", Optional.empty(), 0, -1);
      return;
    }
    try {
      instance.collect();
    } catch (WasmTrap trap) {
      fail(
          plugin,
          COLLECT,
          trap.interrupted() ? PluginFailure.Kind.TIME : PluginFailure.Kind.TRAP,
          trap.getMessage(),
          position(plugin.module, trap),
          0,
          -1);
    }
  }

  // For the reload and the image.

  Map<String, Plugin> plugins() {
    return plugins;
  }

  /// Declares the schemas of all plugins from the beginning, as though none were used yet.
  void declareAnew() {
    plugins.keySet().forEach(registry::remove);
    for (Plugin plugin : plugins.values()) {
      registry.replace(
          plugin.name(),
          plugin.module.descriptor().ownComponents(),
          plugin.module.descriptor().ownMessages());
    }
  }

  /// A plugin no longer fits the schemas that it uses.
  void failRebinding(Plugin plugin, PluginLoadException because) {
    fail(plugin, "reload", PluginFailure.Kind.ABI, because.getMessage(), Optional.empty(), 0, -1);
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

  SchemaRegistry registry() {
    return registry;
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
