package dev.vivarium.engine.world.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.trace.TraceEntry;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldEvent;
import dev.vivarium.engine.world.WorldOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A world with the plugin under test alone, in the words of the contract.
final class ConformanceWorld implements AutoCloseable {
  private final World world;
  private final PluginModule module;
  private final PluginModule interpreted;
  private final List<PluginFailure> failures = new ArrayList<>();

  ConformanceWorld(PluginModule module, PluginModule interpreted) throws PluginLoadException {
    this(module, interpreted, new World(WorldOptions.DEFAULT));
    world.addPlugins(List.of(module), StartReason.FRESH);
  }

  private ConformanceWorld(PluginModule module, PluginModule interpreted, World world) {
    this.world = world;
    this.module = module;
    this.interpreted = interpreted;
    world.listen(this::note);
  }

  private void note(WorldEvent event) {
    if (event instanceof WorldEvent.OfPlugin(PluginEvent.Failed(PluginFailure failure))) {
      failures.add(failure);
    }
  }

  private static SchemaName name(String name) {
    return new SchemaName(Conformance.PLUGIN, name);
  }

  List<String> systems() {
    return module.descriptor().systems().stream().map(SystemDescriptor::name).toList();
  }

  List<String> components() {
    return module.descriptor().ownComponents().stream().map(c -> c.name().name()).toList();
  }

  void tick(int ticks) throws Conformance.Mismatch {
    trapAfter(ticks);
    if (!failures.isEmpty()) {
      throw new Conformance.Mismatch(failures.getFirst().describe());
    }
  }

  /// One tick in which the plugin is expected to fail.
  void trap() {
    trapAfter(1);
  }

  private void trapAfter(int ticks) {
    for (int i = 0; i < ticks; i++) {
      world.tickOnce();
    }
  }

  String failure() {
    return failures.isEmpty() ? "none" : failures.getFirst().message();
  }

  long hash() {
    return world.stateHash();
  }

  private List<JsonNode> values(String component) {
    List<JsonNode> values = new ArrayList<>();
    ComponentType type = world.store().type(name(component));
    for (long entity : entities()) {
      byte[] value = world.store().get(entity, type);
      if (value != null) {
        values.add(SchemaCodec.decode(type.schema().layout(), value, 0));
      }
    }
    return values;
  }

  private List<Long> entities() {
    List<Long> entities = new ArrayList<>();
    for (Table table : world.store().tables()) {
      for (int row = 0; row < table.rows(); row++) {
        entities.add(table.entities()[row]);
      }
    }
    return entities;
  }

  List<Integer> counters(String field) {
    return values("Counter").stream().map(value -> value.path(field).asInt()).toList();
  }

  int sum(String field) {
    return counters(field).stream().mapToInt(Integer::intValue).sum();
  }

  int marked() {
    return world.store().type(name("Mark")).sparseSet().size();
  }

  int total() {
    return values("Total").getFirst().path("dispatches").asInt();
  }

  long firstCounter() {
    ComponentType type = world.store().type(name("Counter"));
    return entities().stream()
        .filter(entity -> world.store().has(entity, type))
        .findFirst()
        .orElse(0L);
  }

  long pulseCause() {
    return world.trace().since(0, Integer.MAX_VALUE).stream()
        .filter(TraceEntry.Sent.class::isInstance)
        .map(entry -> entry.cause().entity())
        .findFirst()
        .orElse(0L);
  }

  void setStep(int step) {
    ComponentType type = world.store().type(name("Step"));
    JsonNode value = JsonNodeFactory.instance.objectNode().put("ticks", step);
    var _ =
        world.submit(new WorldCommand.SetComponent(type.singleton(), type.schema().name(), value));
  }

  void spawnCounters(int count) {
    JsonNode value = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < count; i++) {
      var _ = world.submit(new WorldCommand.Spawn(Map.of(name("Counter"), value)));
    }
  }

  /// Swaps the same module in again, as a gear change does.
  void reload() throws PluginLoadException {
    world.swap(List.of(new PluginSwap.Replacement(module, Set.of())));
  }

  ConformanceWorld interpreted() throws PluginLoadException {
    World other = new World(WorldOptions.DEFAULT.withMode(ExecutionMode.INTERPRETED));
    other.addPlugins(List.of(interpreted), StartReason.FRESH);
    return new ConformanceWorld(interpreted, interpreted, other);
  }

  /// A second world that goes on from where this one stands.
  ConformanceWorld copy() throws PluginLoadException {
    World other = new World(WorldOptions.DEFAULT);
    other.restore(world.image(null), Map.of(Conformance.PLUGIN, module));
    return new ConformanceWorld(module, interpreted, other);
  }

  @Override
  public void close() {
    world.close();
  }
}
