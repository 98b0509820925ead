package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.Access;
import dev.vivarium.engine.ecs.ColumnShadow;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.MigrationHook;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.ecs.QueryTerm;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.MalformedMessageException;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.StartReason;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts new versions of plugins in the place of running ones at a tick's edge, and back again. The
/// same code runs on the live world and on its shadow. Owned by the tick thread of the world it
/// works on.
public final class PluginSwap {
  /// A new version and what the user decided about it.
  ///
  /// @param reset components that start anew because no rule and no hook covers the change
  public record Replacement(PluginModule module, Set<SchemaName> reset) {
    public Replacement {
      reset = Set.copyOf(reset);
    }
  }

  /// What a swap left behind, enough to go back.
  public static final class Undo {
    private final List<OldVersion> versions = new ArrayList<>();
    private final List<Runnable> schemas = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> added = new ArrayList<>();

    /// Names of the plugins that were replaced or added.
    public List<String> plugins() {
      return Stream.concat(versions.stream().map(OldVersion::plugin), added.stream()).toList();
    }

    /// Messages that could not be carried over, in words.
    public List<String> droppedMessages() {
      return List.copyOf(dropped);
    }

    /// The version that ran before, if the plugin ran.
    public Optional<PluginModule> version(String plugin) {
      return old(plugin).map(OldVersion::module);
    }

    private Optional<OldVersion> old(String plugin) {
      return versions.stream().filter(v -> v.plugin.equals(plugin)).findFirst();
    }
  }

  /// @param pendingStart why its PostInit was still to run, if it was
  /// @param lastRuns by system
  /// @param waiting in its inboxes, by [#key]
  private record OldVersion(
      String plugin,
      PluginModule module,
      @Nullable PluginInstance instance,
      PluginState state,
      @Nullable StartReason pendingStart,
      Map<String, Moment> lastRuns,
      Map<String, List<Message>> waiting) {}

  private final PluginHost host;
  private final EntityStore store;
  private final int tick;

  /// The former schemas of channels whose layout changed.
  private final Map<Channel, MessageSchema> changedChannels = new HashMap<>();

  private PluginSwap(PluginHost host) {
    this.host = host;
    this.store = host.store();
    this.tick = (int) host.world().tick();
  }

  /// Swaps the versions in, all or none.
  ///
  /// @throws PluginLoadException if a plugin that is not in the batch would break, a change needs a
  ///   decision, or the new version fails to start; the old versions run on
  ///
  /// @param states private states to be restored where no instance is there to save them
  public static Undo swap(PluginHost host, List<Replacement> batch, Map<String, byte[]> states)
      throws PluginLoadException {
    return new PluginSwap(host).swapIn(batch, states);
  }

  /// Puts the old versions back: their instances as they were at the swap, current values of shared
  /// fields, dropped fields from before the swap.
  ///
  /// @param born entities that the failed versions spawned; they go
  /// @return messages waiting for the failed versions that the old ones cannot take, in words
  public static List<String> undo(PluginHost host, Undo undo, List<Long> born) {
    return new PluginSwap(host).rollBack(undo, born);
  }

  private Undo swapIn(List<Replacement> batch, Map<String, byte[]> givenStates)
      throws PluginLoadException {
    Undo undo = new Undo();
    checkDecided(batch);
    declareAll(batch);
    Map<String, PluginInstance> instances = newInstances(batch);
    Map<String, byte[]> states = new HashMap<>(givenStates);
    batch.forEach(replacement -> takeOut(replacement.module().name(), states, undo));
    try {
      putIn(batch, instances, states, undo);
    } catch (PluginLoadException e) {
      swapBack(undo, List.of());
      undo.versions.forEach(version -> restoreWaiting(version.plugin, version.waiting));
      throw e;
    }
    undo.versions.forEach(version -> despawnTransient(version.plugin));
    host.startWaiting();
    return undo;
  }

  private void takeOut(String name, Map<String, byte[]> states, Undo undo) {
    Plugin plugin = host.plugins().get(name);
    if (plugin == null) {
      undo.added.add(name);
      return;
    }
    host.saveState(plugin).ifPresent(state -> states.put(name, state));
    Map<String, Moment> lastRuns = new HashMap<>();
    plugin.systems.forEach(system -> lastRuns.put(system.id(), system.lastRun));
    Map<String, List<Message>> waiting = waitingOf(plugin);
    PluginState state = plugin.state;
    undo.versions.add(
        new OldVersion(
            name, plugin.module, takeOut(plugin), state, plugin.pendingStart, lastRuns, waiting));
  }

  private void putIn(
      List<Replacement> batch,
      Map<String, PluginInstance> instances,
      Map<String, byte[]> states,
      Undo undo)
      throws PluginLoadException {
    for (Replacement replacement : batch) {
      migrateComponents(replacement, newInstance(replacement, instances), undo);
      declareChannels(replacement.module());
    }
    migrateWaiting(undo);
    rebindOthers(batch);
    for (Replacement replacement : batch) {
      startNew(newInstance(replacement, instances), states, undo);
    }
    host.order();
  }

  private static PluginInstance newInstance(
      Replacement replacement, Map<String, PluginInstance> instances) {
    return Objects.requireNonNull(instances.get(replacement.module().name()));
  }

  private void checkDecided(List<Replacement> batch) throws PluginLoadException {
    for (Replacement replacement : batch) {
      Optional<PluginModule> old = host.module(replacement.module().name());
      if (old.isPresent()) {
        MigrationPreview preview = preview(old.get(), replacement.module());
        List<MigrationPreview.Change> undecided = preview.undecided(replacement.reset());
        if (!undecided.isEmpty()) {
          throw new DecisionNeededException(replacement.module().name(), undecided);
        }
      }
    }
  }

  private Map<String, PluginInstance> newInstances(List<Replacement> batch)
      throws PluginLoadException {
    Map<String, PluginInstance> instances = new HashMap<>();
    try {
      for (Replacement replacement : batch) {
        instances.put(replacement.module().name(), host.newUnboundInstance(replacement.module()));
      }
      return instances;
    } catch (PluginLoadException e) {
      redeclareOld(batch);
      throw e;
    }
  }

  private static MigrationPreview preview(PluginModule from, PluginModule to) {
    return MigrationPreview.of(from.descriptor(), to.descriptor());
  }

  private void declareAll(List<Replacement> batch) throws PluginLoadException {
    batch.forEach(replacement -> host.registry().remove(replacement.module().name()));
    List<String> conflicts = new ArrayList<>();
    for (Replacement replacement : batch) {
      PluginDescriptor next = replacement.module().descriptor();
      conflicts.addAll(
          host.registry().conflicts(next.plugin(), next.ownComponents(), next.ownMessages()));
    }
    if (!conflicts.isEmpty()) {
      redeclareOld(batch);
      throw new PluginLoadException(batch.getFirst().module().name(), String.join("; ", conflicts));
    }
    for (Replacement replacement : batch) {
      PluginDescriptor next = replacement.module().descriptor();
      host.registry().replace(next.plugin(), next.ownComponents(), next.ownMessages());
    }
  }

  private void redeclareOld(List<Replacement> batch) throws PluginLoadException {
    List<PluginModule> old =
        batch.stream().flatMap(r -> host.module(r.module().name()).stream()).toList();
    batch.forEach(replacement -> host.registry().remove(replacement.module().name()));
    old.forEach(this::declareOld);
    for (PluginModule module : old) {
      host.binding(module);
    }
  }

  private void declareOld(PluginModule module) {
    PluginDescriptor descriptor = module.descriptor();
    host.registry().replace(module.name(), descriptor.ownComponents(), descriptor.ownMessages());
  }

  private static Map<String, List<Message>> waitingOf(Plugin plugin) {
    Map<String, List<Message>> waiting = new HashMap<>();
    for (Subscription inbox : plugin.inboxes()) {
      waiting.put(key(inbox), List.copyOf(inbox.waiting()));
    }
    return waiting;
  }

  private static String key(Subscription inbox) {
    return inbox.subscriber() + " " + inbox.channel().name();
  }

  private @Nullable PluginInstance takeOut(Plugin plugin) {
    PluginInstance instance = host.retire(plugin, PluginState.STOPPED);
    plugin.systems = new ArrayList<>();
    return instance;
  }

  /// Entities survive a reload, but for those that their plugin marked as transient.
  private void despawnTransient(String plugin) {
    int owner = host.ownerId(plugin);
    ComponentType type = store.type(Vocabulary.TRANSIENT.name());
    for (long entity : entitiesWith(type)) {
      if (store.isAlive(entity) && store.owner(entity) == owner) {
        store.despawn(entity);
      }
    }
  }

  private List<Long> entitiesWith(ComponentType type) {
    List<Long> entities = new ArrayList<>();
    if (type.isSparse()) {
      long[] members = type.sparseSet().entities();
      for (int row = 0; row < type.sparseSet().size(); row++) {
        entities.add(members[row]);
      }
      return entities;
    }
    for (Table table : store.query(List.of(QueryTerm.of(type, Access.WITH))).tables()) {
      for (int row = 0; row < table.rows(); row++) {
        entities.add(table.entities()[row]);
      }
    }
    return entities;
  }

  private void migrateComponents(Replacement replacement, PluginInstance instance, Undo undo)
      throws PluginLoadException {
    PluginModule next = replacement.module();
    Optional<PluginModule> old = undo.version(next.name());
    if (old.isEmpty()) {
      next.descriptor().ownComponents().forEach(schema -> add(schema, undo));
      return;
    }
    MigrationPreview preview = preview(old.get(), next);
    for (MigrationPreview.Change change : preview.changes()) {
      if (change.keepsStorage()) {
        migrate(change, replacement, instance, undo);
      } else {
        remove(change.migration().from(), undo);
        add(change.migration().to(), undo);
      }
    }
    preview.removed().forEach(schema -> remove(schema, undo));
    preview.added().forEach(schema -> add(schema, undo));
  }

  private void add(ComponentSchema schema, Undo undo) {
    if (store.findType(schema.name()) == null) {
      store.register(schema);
      undo.schemas.add(() -> store.unregister(store.type(schema.name())));
    }
  }

  private void remove(ComponentSchema schema, Undo undo) {
    ComponentType type = store.type(schema.name());
    Map<Long, byte[]> rows = new LinkedHashMap<>();
    for (long entity : entitiesWith(type)) {
      rows.put(entity, Objects.requireNonNull(store.get(entity, type)));
    }
    store.unregister(type);
    undo.schemas.add(() -> putBack(schema, rows));
  }

  private void putBack(ComponentSchema schema, Map<Long, byte[]> rows) {
    ComponentType type = store.register(schema);
    rows.forEach((entity, value) -> {
      long target = type.singleton() == 0 ? entity : type.singleton();
      store.set(target, type, MemorySegment.ofArray(value), 0, tick, (short) 0);
    });
  }

  private void migrate(
      MigrationPreview.Change change, Replacement replacement, PluginInstance instance, Undo undo)
      throws PluginLoadException {
    ComponentType type = store.type(change.name());
    SchemaMigration plan = change.migration();
    try {
      ColumnShadow shadow =
          store.migrate(type, plan.to(), plan, hook(change, replacement, instance));
      undo.schemas.add(() -> store.rollBack(type, shadow));
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(replacement.module().name(), e);
    }
  }

  private static @Nullable MigrationHook hook(
      MigrationPreview.Change change, Replacement replacement, PluginInstance instance) {
    if (replacement.reset().contains(change.name())) {
      return (rows, oldRows, newRows) -> true;
    }
    int fromVersion = change.migration().from().version();
    return change.byHook()
        ? (rows, oldRows, newRows) ->
            migrated(instance, change.component(), fromVersion, rows, oldRows, newRows)
        : null;
  }

  private static boolean migrated(
      PluginInstance instance,
      int component,
      int fromVersion,
      int rows,
      byte[] oldRows,
      byte[] newRows) {
    try {
      return instance.migrate(component, fromVersion, rows, oldRows, newRows);
    } catch (WasmTrap e) {
      throw new SchemaConflictException("its migration hook trapped: " + e.getMessage());
    }
  }

  /// Gives channels their new schema.
  private void declareChannels(PluginModule next) {
    for (MessageSchema schema : next.descriptor().ownMessages()) {
      Optional<MessageSchema> old = host.bus().channel(schema.name()).map(Channel::schema);
      Channel channel = host.bus().declare(schema);
      if (old.isPresent() && !old.get().layout().sameShape(schema.layout())) {
        changedChannels.put(channel, old.get());
      }
    }
  }

  /// Carries waiting messages of changed channels over, in every running subscriber's inbox.
  private void migrateWaiting(Undo undo) {
    for (Subscription subscription : host.bus().subscriptions()) {
      if (changedChannels.containsKey(subscription.channel())) {
        host.bus().restoreWaiting(subscription, carried(subscription.waiting(), undo));
      }
    }
  }

  private List<Message> carried(List<Message> waiting, Undo undo) {
    if (waiting.isEmpty()) {
      return waiting;
    }
    Channel channel = waiting.getFirst().channel();
    MessageSchema old = changedChannels.get(channel);
    return old == null ? waiting : migrated(waiting, old, channel.schema(), undo);
  }

  private static List<Message> migrated(
      List<Message> waiting, MessageSchema from, MessageSchema to, Undo undo) {
    List<Message> kept = new ArrayList<>();
    for (Message message : waiting) {
      migrated(message, from, to)
          .ifPresentOrElse(
              kept::add,
              () ->
                  undo.dropped.add(
                      "a waiting %s of tick %d does not fit the new version"
                          .formatted(from.name(), message.tick())));
    }
    return kept;
  }

  private static Optional<Message> migrated(Message message, MessageSchema from, MessageSchema to) {
    try {
      byte[] payload = message.payload();
      var json =
          SchemaCodec.decodeMessage(
              from.layout(), MemorySegment.ofArray(payload), 0, payload.length);
      return Optional.of(
          message.withPayload(
              SchemaCodec.encodeMessage(to.layout(), MessageFields.known(json, to))));
    } catch (MalformedMessageException | InvalidValueException e) {
      return Optional.empty();
    }
  }

  /// Instances of plugins outside the batch see the changed schemas anew.
  private void rebindOthers(List<Replacement> batch) throws PluginLoadException {
    List<String> replaced = batch.stream().map(r -> r.module().name()).toList();
    for (Plugin plugin : host.plugins().values()) {
      if (!replaced.contains(plugin.name()) && plugin.instance != null) {
        plugin.instance.bind(host.binding(plugin.module));
        resubscribe(plugin);
      }
    }
  }

  private void resubscribe(Plugin plugin) {
    Map<String, List<Message>> waiting = waitingOf(plugin);
    for (PluginSystem system : plugin.systems) {
      host.resubscribe(system);
      restoreWaiting(system, waiting);
    }
  }

  private Plugin running(String name) {
    return Objects.requireNonNull(host.plugins().get(name));
  }

  private void restoreWaiting(String plugin, Map<String, List<Message>> waiting) {
    running(plugin).systems.forEach(system -> restoreWaiting(system, waiting));
  }

  private void restoreWaiting(PluginSystem system, Map<String, List<Message>> waiting) {
    for (Subscription inbox : system.inboxes()) {
      List<Message> messages = waiting.get(key(inbox));
      if (messages != null) {
        host.bus().restoreWaiting(inbox, messages);
      }
    }
  }

  private void startNew(PluginInstance instance, Map<String, byte[]> states, Undo undo)
      throws PluginLoadException {
    PluginModule next = instance.module();
    instance.bind(host.binding(next));
    Optional<OldVersion> old = undo.old(next.name());
    byte[] state = states.get(next.name());
    if (state != null && old.isPresent()) {
      restoreState(instance, state, old.get().module().descriptor().stateVersion());
    }
    Plugin plugin =
        host.plugins()
            .computeIfAbsent(next.name(), name -> new Plugin(name, host.ownerId(name), next));
    plugin.module = next;
    plugin.pendingStart = reason(plugin, old);
    host.start(plugin, instance);
    plugin.state = PluginState.PROBATION;
    old.ifPresent(version -> {
      restoreLastRuns(plugin, version);
      carryInboxes(plugin, version.waiting(), undo);
    });
  }

  /// A system goes on seeing what changed where the version before left off.
  private static void restoreLastRuns(Plugin plugin, OldVersion version) {
    for (PluginSystem system : plugin.systems) {
      system.lastRun = version.lastRuns.getOrDefault(system.id(), Moment.NEVER);
    }
  }

  /// A plugin whose first start never came to anything starts afresh.
  private StartReason reason(Plugin plugin, Optional<OldVersion> old) {
    if (old.isEmpty()) {
      return StartReason.FRESH;
    }
    StartReason pending = old.get().pendingStart();
    return pending == null || host.ownsEntities(plugin.owner()) ? StartReason.RELOADED : pending;
  }

  private void carryInboxes(Plugin plugin, Map<String, List<Message>> waiting, Undo undo) {
    Map<String, List<Message>> left = new LinkedHashMap<>(waiting);
    for (PluginSystem system : plugin.systems) {
      for (Subscription inbox : system.inboxes()) {
        List<Message> messages = left.remove(key(inbox));
        if (messages != null) {
          host.bus().restoreWaiting(inbox, carried(messages, undo));
        }
      }
    }
    reportDropped(left, undo);
  }

  private static void reportDropped(Map<String, List<Message>> left, Undo undo) {
    left.forEach((inbox, messages) -> {
      if (!messages.isEmpty()) {
        undo.dropped.add(
            "%d waiting for %s, which no longer subscribes".formatted(messages.size(), inbox));
      }
    });
  }

  private void restoreState(PluginInstance instance, byte[] state, int version)
      throws PluginLoadException {
    try {
      if (!instance.restoreState(state, version)) {
        host.warn(instance.module().name(), "it did not take the state of the version before");
      }
    } catch (WasmTrap e) {
      throw new PluginLoadException(instance.module().name(), e);
    }
  }

  // Back.

  /// As [#swapBack]; what waits for the failed versions now goes to the old ones.
  private List<String> rollBack(Undo undo, List<Long> born) {
    Map<String, Map<String, List<Message>>> unheard = new LinkedHashMap<>();
    undo.plugins().forEach(name -> unheard.put(name, waitingOf(running(name))));
    undo.dropped.clear();
    swapBack(undo, born);
    unheard.forEach((name, waiting) -> {
      Plugin plugin = host.plugins().get(name);
      if (plugin == null) {
        reportDropped(waiting, undo);
      } else {
        carryInboxes(plugin, waiting, undo);
      }
    });
    return undo.droppedMessages();
  }

  private void swapBack(Undo undo, List<Long> born) {
    for (OldVersion version : undo.versions) {
      Plugin plugin = running(version.plugin);
      takeOut(plugin);
      plugin.module = version.module;
    }
    undo.added.forEach(this::forget);
    born.reversed().stream().filter(store::isAlive).forEach(store::despawn);
    host.declareAnew();
    undo.schemas.reversed().forEach(Runnable::run);
    changedChannels.clear();
    undo.versions.forEach(version -> declareChannels(version.module));
    migrateWaiting(undo);
    undo.versions.forEach(this::restart);
    rebindAll();
    host.reschedule();
  }

  private void forget(String added) {
    Plugin plugin = host.plugins().get(added);
    if (plugin != null) {
      takeOut(plugin);
      host.plugins().remove(added);
    }
    host.registry().remove(added);
  }

  private void restart(OldVersion version) {
    Plugin plugin = running(version.plugin);
    plugin.pendingStart = version.pendingStart;
    if (version.instance != null) {
      host.start(plugin, version.instance);
      restoreLastRuns(plugin, version);
    }
    plugin.state = version.state;
  }

  /// A plugin that came to rely on what the failed version brought cannot go on.
  private void rebindAll() {
    for (Plugin plugin : host.plugins().values()) {
      if (plugin.instance != null) {
        try {
          plugin.instance.bind(host.binding(plugin.module));
          resubscribe(plugin);
        } catch (PluginLoadException e) {
          host.failRebinding(plugin, e);
        }
      }
    }
  }
}
