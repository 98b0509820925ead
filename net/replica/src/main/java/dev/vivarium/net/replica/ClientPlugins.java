package dev.vivarium.net.replica;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a world is made of, ready to run here: its schemas read and its modules compiled.
/// Immutable; made off the tick thread, for it takes tens of milliseconds a module.
record ClientPlugins(SnapshotPlan plan, WorldSchemas schemas, List<PluginModule> modules) {
  private static final Logger LOG = LoggerFactory.getLogger(ClientPlugins.class);

  /// What a plugin declares that does not run here.
  record Declared(List<ComponentSchema> components, List<MessageSchema> channels) {}

  ClientPlugins {
    modules = List.copyOf(modules);
  }

  /// @param bytes of the modules, by digest
  /// @throws BadWorldException if the schemas are none, or do not belong to the plan
  static ClientPlugins load(
      WorldHalves halves, Function<Sha256, byte[]> bytes, ExecutionMode mode) {
    WorldSchemas schemas = schemas(halves);
    List<PluginModule> modules = new ArrayList<>();
    for (ClientHalf half : halves.halves()) {
      try (Watchdog watchdog = new Watchdog("replica", NanoClock.SYSTEM)) {
        PluginSource source = PluginSource.of(half.plugin(), bytes.apply(half.digest()));
        modules.add(PluginModule.loadGranting(source, mode, watchdog));
      } catch (PluginLoadException e) {
        LOG.warn("event=client_half_refused plugin={} reason={}", half.plugin(), e.getMessage());
      }
    }
    return new ClientPlugins(halves.plan(), schemas, modules);
  }

  private static WorldSchemas schemas(WorldHalves halves) {
    try {
      WorldSchemas schemas = WorldSchemas.read(halves.schemas());
      int planned = halves.plan().components().size();
      if (planned > schemas.components().size()) {
        throw new BadWorldException("a plan of more components than the schemas have");
      }
      for (int i = 0; i < planned; i++) {
        int bytes = schemas.components().get(i).layout().sizeBytes();
        if (halves.plan().components().get(i).rowBytes() != bytes) {
          throw new BadWorldException(
              "rows of another size than " + schemas.components().get(i).name());
        }
      }
      return schemas;
    } catch (DamagedDataException e) {
      throw new BadWorldException("no schemas: " + e.getMessage());
    }
  }

  /// Schemas of plugins that do not run here, by the plugin's name.
  Map<String, Declared> elsewhere() {
    Set<String> here =
        modules.stream().map(PluginModule::name).collect(Collectors.toCollection(TreeSet::new));
    Map<String, Declared> elsewhere = new TreeMap<>();
    for (ComponentSchema schema : schemas.components()) {
      if (!schema.name().isBuiltIn() && !here.contains(schema.name().owner())) {
        declared(elsewhere, schema.name().owner()).components().add(schema);
      }
    }
    for (MessageSchema schema : schemas.channels()) {
      if (!schema.name().isBuiltIn() && !here.contains(schema.name().owner())) {
        declared(elsewhere, schema.name().owner()).channels().add(schema);
      }
    }
    return elsewhere;
  }

  private static Declared declared(Map<String, Declared> elsewhere, String owner) {
    return elsewhere.computeIfAbsent(
        owner, name -> new Declared(new ArrayList<>(), new ArrayList<>()));
  }
}
