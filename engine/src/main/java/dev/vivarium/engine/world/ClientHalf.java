package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.StartReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The world in which the client halves of a server world's plugins run, ticked right after it.
/// Owned by the server world's thread.
final class ClientHalf implements AutoCloseable {
  /// By which the server's plugins know the client in this process.
  static final long CLIENT_ID = 1;

  private final World world;
  private final MemoryLink link;

  /// @param events takes what happens in the client's world
  ClientHalf(World server, List<PluginModule> modules, Consumer<WorldEvent> events)
      throws PluginLoadException {
    world = new World(server.options().withSide(Side.CLIENT));
    world.listen(events);
    world.addPlugins(modules, StartReason.FRESH);
    link = new MemoryLink(server, world, CLIENT_ID);
  }

  static boolean isNeededBy(List<PluginModule> modules) {
    return modules.stream().anyMatch(module -> module.descriptor().hasSide(Side.CLIENT));
  }

  World world() {
    return world;
  }

  /// @param leaving remote messages of the server's plugins
  void tick(List<Message> leaving) {
    link.send(leaving);
    world.tickOnce();
    link.receive();
  }

  /// Follows the server's versions; whether they are good is the server's to judge.
  ///
  /// @return the way back, for a server that refuses them
  /// @throws PluginLoadException if they do not fit here; the old versions run on
  PluginSwap.Undo swap(List<PluginModule> modules) throws PluginLoadException {
    List<PluginSwap.Replacement> replacements =
        modules.stream()
            .map(module -> new PluginSwap.Replacement(module, resettable(module)))
            .toList();
    PluginSwap.Undo undo = PluginSwap.swap(world.plugins(), replacements, Map.of());
    undo.plugins().forEach(world.plugins()::endProbation);
    link.sendAnew();
    return undo;
  }

  void undo(PluginSwap.Undo undo) {
    PluginSwap.undo(world.plugins(), undo, List.of());
    link.sendAnew();
  }

  /// The server's state is sent again anyway, so that what no rule covers may start anew here.
  private static Set<SchemaName> resettable(PluginModule module) {
    return module.descriptor().ownComponents().stream()
        .map(ComponentSchema::name)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    world.close();
  }
}
