package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.tick.StartReason;
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
  /// @param waiting in its inboxes, by subscriber and channel
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
  private final PluginSchemas schemas;
  private final Undo undo;
  private final ComponentSwap components;
  private final InboxSwap inboxes;

  private PluginSwap(PluginHost host, Undo undo) {
    this.host = host;
    this.store = host.store();
    this.schemas = host.schemas();
    this.undo = undo;
    this.components = new ComponentSwap(store, (int) host.world().tick(), undo.schemas);
    this.inboxes = new InboxSwap(host.bus(), undo.dropped);
  }

  /// Swaps the versions in, all or none.
  ///
  /// @throws PluginLoadException if a plugin that is not in the batch would break, a change needs a
  ///   decision, or the new version fails to start; the old versions run on
  ///
  /// @param states private states to be restored where no instance is there to save them
  public static Undo swap(PluginHost host, List<Replacement> batch, Map<String, byte[]> states)
      throws PluginLoadException {
    return new PluginSwap(host, new Undo()).swapIn(batch, states);
  }

  /// Puts the old versions back: their instances as they were at the swap, current values of shared
  /// fields, dropped fields from before the swap.
  ///
  /// @param born entities that the failed versions spawned; they go
  /// @return messages waiting for the failed versions that the old ones cannot take, in words
  public static List<String> undo(PluginHost host, Undo undo, List<Long> born) {
    return new PluginSwap(host, undo).rollBack(born);
  }

  private Undo swapIn(List<Replacement> batch, Map<String, byte[]> givenStates)
      throws PluginLoadException {
    checkDecided(batch);
    declareAll(batch);
    Map<String, PluginInstance> instances = newInstances(batch);
    Map<String, byte[]> states = new HashMap<>(givenStates);
    batch.forEach(replacement -> takeOut(replacement.module().name(), states));
    try {
      putIn(batch, instances, states);
    } catch (PluginLoadException e) {
      swapBack(List.of());
      undo.versions.forEach(version -> inboxes.restore(running(version.plugin), version.waiting));
      throw e;
    }
    undo.versions.forEach(version -> despawnTransient(version.plugin));
    host.startWaiting();
    return undo;
  }

  private void takeOut(String name, Map<String, byte[]> states) {
    Plugin plugin = host.plugins().get(name);
    if (plugin == null) {
      undo.added.add(name);
      return;
    }
    host.saveState(plugin).ifPresent(state -> states.put(name, state));
    Map<String, Moment> lastRuns = new HashMap<>();
    plugin.systems.forEach(system -> lastRuns.put(system.id(), system.lastRun));
    Map<String, List<Message>> waiting = InboxSwap.waitingOf(plugin);
    PluginState state = plugin.state;
    undo.versions.add(
        new OldVersion(
            name, plugin.module, takeOut(plugin), state, plugin.pendingStart, lastRuns, waiting));
  }

  private void putIn(
      List<Replacement> batch, Map<String, PluginInstance> instances, Map<String, byte[]> states)
      throws PluginLoadException {
    for (Replacement replacement : batch) {
      components.swapIn(
          replacement,
          newInstance(replacement, instances),
          undo.version(replacement.module().name()));
      inboxes.declare(replacement.module());
    }
    inboxes.migrate();
    rebindOthers(batch);
    for (Replacement replacement : batch) {
      startNew(newInstance(replacement, instances), states);
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
    batch.forEach(replacement -> schemas.remove(replacement.module().name()));
    List<String> conflicts =
        batch.stream().flatMap(r -> schemas.conflicts(r.module()).stream()).toList();
    if (!conflicts.isEmpty()) {
      redeclareOld(batch);
      throw new PluginLoadException(batch.getFirst().module().name(), String.join("; ", conflicts));
    }
    batch.forEach(replacement -> schemas.replace(replacement.module()));
  }

  private void redeclareOld(List<Replacement> batch) throws PluginLoadException {
    List<PluginModule> old =
        batch.stream().flatMap(r -> host.module(r.module().name()).stream()).toList();
    batch.forEach(replacement -> schemas.remove(replacement.module().name()));
    old.forEach(schemas::replace);
    for (PluginModule module : old) {
      host.binding(module);
    }
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
    for (long entity : store.entitiesWith(type)) {
      if (store.isAlive(entity) && store.owner(entity) == owner) {
        store.despawn(entity);
      }
    }
  }

  /// Instances of plugins outside the batch see the changed schemas anew.
  private void rebindOthers(List<Replacement> batch) throws PluginLoadException {
    List<String> replaced = batch.stream().map(r -> r.module().name()).toList();
    for (Plugin plugin : host.plugins().values()) {
      if (!replaced.contains(plugin.name()) && plugin.instance != null) {
        plugin.instance.bind(host.binding(plugin.module));
        inboxes.resubscribe(plugin);
      }
    }
  }

  private Plugin running(String name) {
    return Objects.requireNonNull(host.plugins().get(name));
  }

  private void startNew(PluginInstance instance, Map<String, byte[]> states)
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
      inboxes.carry(plugin, version.waiting());
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
  private List<String> rollBack(List<Long> born) {
    Map<String, Map<String, List<Message>>> unheard = new LinkedHashMap<>();
    undo.plugins().forEach(name -> unheard.put(name, InboxSwap.waitingOf(running(name))));
    undo.dropped.clear();
    swapBack(born);
    unheard.forEach((name, waiting) -> {
      Plugin plugin = host.plugins().get(name);
      if (plugin == null) {
        inboxes.reportDropped(waiting);
      } else {
        inboxes.carry(plugin, waiting);
      }
    });
    return undo.droppedMessages();
  }

  private void swapBack(List<Long> born) {
    for (OldVersion version : undo.versions) {
      Plugin plugin = running(version.plugin);
      takeOut(plugin);
      plugin.module = version.module;
    }
    undo.added.forEach(this::forget);
    born.reversed().stream().filter(store::isAlive).forEach(store::despawn);
    schemas.declareAnew(host.plugins().values());
    undo.schemas.reversed().forEach(Runnable::run);
    inboxes.settle();
    undo.versions.forEach(version -> inboxes.declare(version.module));
    inboxes.migrate();
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
    schemas.remove(added);
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
          inboxes.resubscribe(plugin);
        } catch (PluginLoadException e) {
          host.failRebinding(plugin, e);
        }
      }
    }
  }
}
