package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.Message;
import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;

/// Couples a server's world and one client's in the same process, by nothing but the state of
/// Synchronized entities and Remote messages. Entities have handles of their own on each side; the
/// link translates them. To be used by the thread that ticks both worlds.
public final class MemoryLink {
  private final World server;
  private final World client;
  private final long clientId;
  private final Map<Long, Long> clientOf = new LinkedHashMap<>();
  private final Map<Long, Long> serverOf = new HashMap<>();
  private final Map<Layout, EntityRemap> remaps = new HashMap<>();
  private int sentTick = Integer.MIN_VALUE;
  private boolean connected;

  /// @param clientId by which the server's plugins know the client; above 0
  public MemoryLink(World server, World client, long clientId) {
    this.server = server;
    this.client = client;
    this.clientId = clientId;
  }

  public World client() {
    return client;
  }

  /// Carries over what changed on the server since the last call, and messages both ways. To be
  /// called after the server's tick and before the client's.
  public void exchange() {
    if (!connected) {
      connected = true;
      announce();
    }
    replicate();
    sentTick = (int) server.tick() - 1;
    carry(server, client, 0, this::toClient);
    carry(client, server, clientId, this::toServer);
  }

  private void announce() {
    SchemaName name = Vocabulary.CONNECTIONS.name();
    Channel channel = server.bus().channel(name).orElseThrow();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("clients").add(clientId);
    json.putArray("joined").add(clientId);
    json.putArray("left");
    server.arrive(channel, 0, SchemaCodec.encodeMessage(channel.schema().layout(), json));
  }

  private long toClient(long entity) {
    return clientOf.getOrDefault(entity, 0L);
  }

  private long toServer(long entity) {
    return serverOf.getOrDefault(entity, 0L);
  }

  // State.

  private void replicate() {
    SparseSet marked = server.store().type(Vocabulary.SYNCHRONIZED.name()).sparseSet();
    Set<Long> present = new TreeSet<>();
    Set<Long> fresh = new TreeSet<>();
    for (int row = 0; row < marked.size(); row++) {
      long entity = marked.entities()[row];
      present.add(entity);
      if (!clientOf.containsKey(entity)) {
        fresh.add(entity);
      }
    }
    removeGone(present);
    for (long entity : fresh) {
      long local = client.store().spawn(PluginHost.SCENE_OWNER);
      clientOf.put(entity, local);
      serverOf.put(local, entity);
    }
    for (long entity : present) {
      replicate(entity, fresh.contains(entity));
    }
  }

  private void removeGone(Set<Long> present) {
    for (Map.Entry<Long, Long> pair : List.copyOf(clientOf.entrySet())) {
      if (!present.contains(pair.getKey())) {
        client.store().despawn(pair.getValue());
        clientOf.remove(pair.getKey());
        serverOf.remove(pair.getValue());
      }
    }
  }

  private void replicate(long entity, boolean all) {
    EntityStore from = server.store();
    long local = toClient(entity);
    Table table = from.tableOf(entity);
    int row = from.rowOf(entity);
    for (Column column : table.columns()) {
      if (all || column.writtenTick(row) > sentTick) {
        copy(entity, local, column.type());
      }
    }
    for (ComponentType type : from.types()) {
      if (type.isSparse() && from.has(entity, type)) {
        copySparse(entity, local, type, all);
      }
    }
    removeLost(entity, local);
  }

  private void copySparse(long entity, long local, ComponentType type, boolean all) {
    SparseSet set = type.sparseSet();
    int written = set.values().writtenTick(set.row(entity));
    ComponentType own = client.store().findType(type.name());
    if (all || written > sentTick || own == null || !client.store().has(local, own)) {
      copy(entity, local, type);
    }
  }

  private void copy(long entity, long local, ComponentType type) {
    ComponentType own = client.store().findType(type.name());
    if (own == null || !own.schema().equals(type.schema())) {
      return;
    }
    byte[] value = Objects.requireNonNull(server.store().get(entity, type));
    byte[] mapped = remap(type.schema()).apply(value, this::toClient);
    client
        .store()
        .set(local, own, MemorySegment.ofArray(mapped), 0, (int) client.tick(), (short) 0);
  }

  private EntityRemap remap(ComponentSchema schema) {
    return remaps.computeIfAbsent(schema.layout(), EntityRemap::new);
  }

  /// Components that the server took away go; those that the client's plugins added of their own
  /// stay.
  private void removeLost(long entity, long local) {
    for (Column column : client.store().tableOf(local).columns()) {
      ComponentType theirs = server.store().findType(column.type().name());
      short editor = 0;
      if (theirs != null
          && !server.store().has(entity, theirs)
          && column.writtenBy(client.store().rowOf(local)) == editor) {
        client.store().remove(local, column.type());
        return; // the table changed; what else is lost goes at the next exchange
      }
    }
  }

  // Messages.

  private void take(World to, Channel channel, long sender, byte[] payload) {
    if (to == server) {
      server.arrive(channel, sender, payload);
    } else {
      to.bus().receive(to.tick(), channel, sender, payload);
    }
  }

  private void carry(World from, World to, long sender, LongUnaryOperator map) {
    for (Message message : from.bus().takeLeaving()) {
      if (message.targetClient() != 0 && message.targetClient() != clientId) {
        continue;
      }
      Layout layout = message.channel().schema().layout();
      to.bus()
          .channel(message.channel().name())
          .filter(channel -> channel.schema().equals(message.channel().schema()))
          .ifPresent(channel ->
              take(
                  to,
                  channel,
                  sender,
                  remaps.computeIfAbsent(layout, EntityRemap::new).apply(message.payload(), map)));
    }
  }
}
