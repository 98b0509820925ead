package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.StateHasher;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginStatus;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.StartReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A world for tests: stepped by hand, with its events noted and its values read in a line.
public final class TestWorld implements AutoCloseable {
  private final World world;
  private final Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM);
  private final List<WorldEvent> events = new ArrayList<>();

  public TestWorld() {
    this(WorldOptions.DEFAULT);
  }

  public TestWorld(WorldOptions options) {
    world = new World(options);
    world.listen(events::add);
  }

  public World world() {
    return world;
  }

  public PluginModule load(String name, WatPlugin plugin) throws PluginLoadException {
    return load(PluginSource.of(name, plugin.wasm()));
  }

  public PluginModule load(PluginSource source) throws PluginLoadException {
    return PluginModule.load(source, world.options().mode(), watchdog);
  }

  public TestWorld add(String name, WatPlugin plugin) throws PluginLoadException {
    return add(load(name, plugin));
  }

  public TestWorld add(PluginModule... modules) throws PluginLoadException {
    world.addPlugins(List.of(modules), StartReason.FRESH);
    return this;
  }

  /// Swaps new versions in at once.
  public void swap(PluginModule... modules) throws PluginLoadException {
    List<PluginSwap.Replacement> batch = new ArrayList<>();
    for (PluginModule module : modules) {
      batch.add(new PluginSwap.Replacement(module, Set.of()));
    }
    world.swap(batch);
  }

  /// Hands a command in, to be carried out by the next tick, which must not refuse it.
  public void submit(WorldCommand command) {
    CompletableFuture<Void> _ =
        world
            .submit(command)
            .thenAccept(result -> {
              if (result instanceof CommandResult.Refused refused) {
                throw new AssertionError(refused.reason());
              }
            });
  }

  public TestWorld tick(int count) {
    for (int i = 0; i < count; i++) {
      world.tickOnce();
    }
    return this;
  }

  public ComponentType type(String name) {
    return world.store().type(SchemaName.parse(name));
  }

  /// First i32 of a component, by entity.
  public Map<Long, Integer> values(String component) {
    Map<Long, Integer> values = new TreeMap<>();
    ComponentType type = type(component);
    for (Table table : world.store().tables()) {
      for (int row = 0; row < table.rows(); row++) {
        byte[] value = world.store().get(table.entities()[row], type);
        if (value != null) {
          values.put(table.entities()[row], buffer(value).getInt(0));
        }
      }
    }
    return values;
  }

  /// First i32 of a component that one entity has.
  public int value(String component) {
    return values(component).values().iterator().next();
  }

  public long entityWith(String component) {
    return values(component).keySet().iterator().next();
  }

  public static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public List<WorldEvent> events() {
    return events;
  }

  public List<String> log() {
    List<String> lines = new ArrayList<>();
    for (WorldEvent event : events) {
      if (event instanceof WorldEvent.Logged(LogLine line)) {
        lines.add(line.text());
      }
    }
    return lines;
  }

  public List<PluginFailure> failures() {
    List<PluginFailure> failures = new ArrayList<>();
    for (WorldEvent event : events) {
      if (event instanceof WorldEvent.OfPlugin(PluginEvent.Failed(PluginFailure failure))) {
        failures.add(failure);
      }
    }
    return failures;
  }

  public PluginStatus status(String plugin) {
    return world.plugins().status().stream()
        .filter(status -> status.name().equals(plugin))
        .findFirst()
        .orElseThrow();
  }

  /// Hash of the entities alone.
  public long storeHash() {
    StateHasher hasher = new StateHasher();
    world.store().hash(hasher);
    return hasher.value();
  }

  /// Options for a world whose code is interpreted or compiled.
  public static WorldOptions options(ExecutionMode mode) {
    return WorldOptions.DEFAULT.withMode(mode);
  }

  @Override
  public void close() {
    world.close();
    watchdog.close();
  }
}
