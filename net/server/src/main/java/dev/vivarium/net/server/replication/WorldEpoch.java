package dev.vivarium.net.server.replication;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.store.WorldSchemas;
import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.ReplicationLimits;
import dev.vivarium.net.protocol.replication.SnapshotPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a world was made of for its clients from one reload to the next. Immutable.
public final class WorldEpoch {
  private static final Set<SchemaName> NOT_SENT =
      Set.of(Vocabulary.SAVED.name(), Vocabulary.TRANSIENT.name(), Vocabulary.AUTHORED.name());

  private final WorldHalves halves;
  private final List<ComponentSchema> components;
  private final List<MessageSchema> channels;
  private final Map<SchemaName, Integer> channelNumbers = new HashMap<>();
  private final Map<Sha256, PluginModule> modules = new LinkedHashMap<>();

  /// @throws IllegalArgumentException if the world is more than the protocol's limits allow
  WorldEpoch(
      int number,
      Collection<ComponentSchema> components,
      Collection<MessageSchema> channels,
      Collection<PluginModule> modules) {
    List<ComponentSchema> sent =
        components.stream().filter(WorldEpoch::isSent).limit(ReplicationLimits.COMPONENTS).toList();
    this.components = new ArrayList<>(sent);
    components.stream().filter(schema -> !sent.contains(schema)).forEach(this.components::add);
    this.channels = List.copyOf(channels);
    for (int i = 0; i < this.channels.size(); i++) {
      channelNumbers.put(this.channels.get(i).name(), i);
    }
    List<ClientHalf> clientHalves = new ArrayList<>();
    for (PluginModule module : modules) {
      if (runsOnClients(module)) {
        var digest = new Sha256(module.digest());
        this.modules.put(digest, module);
        clientHalves.add(new ClientHalf(module.name(), digest, module.source().wasm().length));
      }
    }
    List<ComponentPlan> plans = sent.stream().map(WorldEpoch::plan).toList();
    this.halves =
        new WorldHalves(
            new SnapshotPlan(number, plans),
            new WorldSchemas(this.components, this.channels).toBytes(),
            clientHalves);
  }

  private static boolean isSent(ComponentSchema schema) {
    return !NOT_SENT.contains(schema.name())
        && schema.layout().sizeBytes() <= ReplicationLimits.ROW_BYTES;
  }

  private static ComponentPlan plan(ComponentSchema schema) {
    return new ComponentPlan(
        schema.name().toString(), schema.layout().sizeBytes(), FieldPlans.of(schema.layout()));
  }

  /// Whether any of it is to run on clients.
  static boolean runsOnClients(PluginModule module) {
    return module.descriptor().hasSide(Side.CLIENT)
        || module.descriptor().systems().stream().anyMatch(SystemDescriptor::predicted);
  }

  public int number() {
    return halves.epoch();
  }

  public WorldHalves halves() {
    return halves;
  }

  public SnapshotPlan plan() {
    return halves.plan();
  }

  /// By their numbers; the plan's are the first.
  public List<ComponentSchema> components() {
    return components;
  }

  /// By their numbers.
  public List<MessageSchema> channels() {
    return channels;
  }

  /// The number of a channel, or -1.
  public int channelNumber(SchemaName name) {
    return channelNumbers.getOrDefault(name, -1);
  }

  /// A client half's module.
  public Optional<byte[]> module(Sha256 digest) {
    return Optional.ofNullable(modules.get(digest)).map(module -> module.source().wasm());
  }
}
