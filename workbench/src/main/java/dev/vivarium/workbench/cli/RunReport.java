package dev.vivarium.workbench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.plugin.PluginStatus;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.TickTimes;
import java.util.List;
import java.util.Locale;

/// What `run --report` writes.
///
/// @param stateHash of the world at its end, in hex
/// @param components number of component types known
/// @param messages messages published since the start
record RunReport(
    long ticks,
    long seed,
    String stateHash,
    int entities,
    int components,
    long messages,
    double tickP50Us,
    double tickP99Us,
    List<PluginStatus> plugins) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  RunReport {
    plugins = List.copyOf(plugins);
  }

  /// Of a world that stands still; to be called on its thread, or after it has ended.
  static RunReport of(World world, TickTimes times) {
    return new RunReport(
        world.tick(),
        world.options().seed(),
        "%016x".formatted(world.stateHash()),
        world.store().entityCount(),
        world.store().types().size(),
        world.bus().nextSequence(),
        times.percentileUs(0.5),
        times.percentileUs(0.99),
        world.plugins().status());
  }

  String json() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("ticks", ticks)
            .put("seed", seed)
            .put("stateHash", stateHash)
            .put("entities", entities)
            .put("components", components)
            .put("messages", messages)
            .put("tickP50Us", tickP50Us)
            .put("tickP99Us", tickP99Us);
    ArrayNode list = root.putArray("plugins");
    plugins.forEach(plugin -> addPlugin(list.addObject(), plugin));
    return root.toPrettyString();
  }

  private static void addPlugin(ObjectNode node, PluginStatus plugin) {
    node.put("name", plugin.name())
        .put("version", plugin.version())
        .put("gear", plugin.gear().name().toLowerCase(Locale.ROOT))
        .put("state", plugin.state().name().toLowerCase(Locale.ROOT));
    ArrayNode systems = node.putArray("systems");
    for (PluginStatus.SystemTiming system : plugin.systems()) {
      systems
          .addObject()
          .put("name", system.name())
          .put("p50Us", system.p50Us())
          .put("p99Us", system.p99Us());
    }
    node.put("traps", plugin.traps()).put("memoryPages", plugin.memoryPages());
  }
}
