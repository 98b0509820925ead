package dev.vivarium.engine.world;

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
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
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
  private final Map<Long, Replica> replicas = new LinkedHashMap<>();
  private final Map<Long, Long> serverOf = new HashMap<>();
  private final Map<Layout, EntityRemap> remaps = new HashMap<>();
  private int sentTick = Integer.MIN_VALUE;
  private boolean connected;

  /// What the client has of one of the server's entities.
  ///
  /// @param local the client's handle of it
  /// @param sent components that came from the server; the client's plugins may have added others
  private record Replica(long local, Set<SchemaName> sent) {}

  /// @param clientId by which the server's plugins know the client; above 0
  public MemoryLink(World server, World client, long clientId) {
    this.server = server;
    this.client = client;
    this.clientId = clientId;
  }

  public World client() {
    return client;
  }

  /// Carries over what changed on the server since the last call, and its messages. To be called
  /// after the server's tick and before the client's.
  ///
  /// @param leaving remote messages of the server's plugins since the last call
  public void send(List<Message> leaving) {
    if (!connected) {
      connected = true;
      announce();
    }
    replicate();
    sentTick = (int) server.tick() - 1;
    carry(leaving, client, 0, this::toClient);
  }

  /// Carries the client's messages to the server. To be called after the client's tick, so that
  /// none is under way when versions are swapped.
  public void receive() {
    carry(client.bus().takeLeaving(), server, clientId, this::toServer);
  }

  /// Sends all state again with the next call: a new version may have left the client's behind.
  public void sendAnew() {
    sentTick = Integer.MIN_VALUE;
  }

  private void announce() {
    server.connections(List.of(clientId), List.of(clientId), List.of());
  }

  private long toClient(long entity) {
    Replica replica = replicas.get(entity);
    return replica == null ? 0 : replica.local();
  }

  private long toServer(long entity) {
    return serverOf.getOrDefault(entity, 0L);
  }

  // State.

  private void replicate() {
    SparseSet marked = server.store().type(Vocabulary.SYNCHRONIZED.name()).sparseSet();
    Set<Long> present = new TreeSet<>();
    for (int row = 0; row < marked.size(); row++) {
      present.add(marked.entities()[row]);
    }
    removeGone(present);
    Set<Long> fresh = new TreeSet<>();
    for (long entity : present) {
      if (!client.store().isAlive(toClient(entity))) {
        fresh.add(entity);
      }
    }
    fresh.forEach(this::spawn);
    for (long entity : present) {
      replicate(entity, fresh.contains(entity), !fresh.isEmpty());
    }
  }

  /// Of entities that left the server's state, and of those that the client ended: they are the
  /// server's, and come anew.
  private void removeGone(Set<Long> present) {
    for (Map.Entry<Long, Replica> pair : List.copyOf(replicas.entrySet())) {
      long local = pair.getValue().local();
      boolean gone = !present.contains(pair.getKey());
      if (gone) {
        client.store().despawn(local);
      }
      if (gone || !client.store().isAlive(local)) {
        replicas.remove(pair.getKey());
        serverOf.remove(local);
      }
    }
  }

  private void spawn(long entity) {
    long local =
        singletonAtClient(entity).orElseGet(() -> client.store().spawn(PluginHost.SCENE_OWNER));
    replicas.put(entity, new Replica(local, new HashSet<>()));
    serverOf.put(local, entity);
  }

  /// The client has an entity of its own for each singleton.
  private OptionalLong singletonAtClient(long entity) {
    for (ComponentType type : server.store().types()) {
      ComponentType theirs = client.store().findType(type.name());
      if (type.singleton() == entity && theirs != null && theirs.singleton() != 0) {
        return OptionalLong.of(theirs.singleton());
      }
    }
    return OptionalLong.empty();
  }

  /// @param all whether to send what did not change too
  /// @param newcomers whether there are entities that handles could not be mapped to before
  private void replicate(long entity, boolean all, boolean newcomers) {
    Replica replica = Objects.requireNonNull(replicas.get(entity));
    removeLost(entity, replica);
    EntityStore from = server.store();
    Table table = from.tableOf(entity);
    int row = from.rowOf(entity);
    for (Column column : table.columns()) {
      replicate(entity, replica, column.type(), all, newcomers, column.writtenTick(row));
    }
    for (ComponentType type : from.types()) {
      if (type.isSparse() && from.has(entity, type)) {
        SparseSet set = type.sparseSet();
        int written = set.values().writtenTick(set.row(entity));
        replicate(entity, replica, type, all, newcomers, written);
      }
    }
  }

  private void replicate(
      long entity,
      Replica replica,
      ComponentType type,
      boolean all,
      boolean newcomers,
      int writtenTick) {
    if (all
        || writtenTick > sentTick
        || !replica.sent().contains(type.name())
        || (newcomers && remap(type.schema()).hasHandles())) {
      copy(entity, replica, type);
    }
  }

  private void copy(long entity, Replica replica, ComponentType type) {
    ComponentType own = client.store().findType(type.name());
    if (own == null || !own.schema().equals(type.schema())) {
      return;
    }
    byte[] value = Objects.requireNonNull(server.store().get(entity, type));
    byte[] mapped = remap(type.schema()).apply(value, this::toClient);
    client
        .store()
        .set(
            replica.local(), own, MemorySegment.ofArray(mapped), 0, (int) client.tick(), (short) 0);
    replica.sent().add(type.name());
  }

  private EntityRemap remap(ComponentSchema schema) {
    return remaps.computeIfAbsent(schema.layout(), EntityRemap::new);
  }

  /// Components that the server took away go; those that the client's plugins added of their own
  /// stay.
  private void removeLost(long entity, Replica replica) {
    replica
        .sent()
        .removeIf(name -> {
          ComponentType theirs = server.store().findType(name);
          if (theirs != null && server.store().has(entity, theirs)) {
            return false;
          }
          ComponentType own = client.store().findType(name);
          if (own != null) {
            client.store().remove(replica.local(), own);
          }
          return true;
        });
  }

  // Messages.

  private void take(World to, Channel channel, long sender, byte[] payload) {
    if (to == server) {
      server.arrive(channel, sender, payload);
    } else {
      to.bus().receive(to.tick(), channel, sender, payload);
    }
  }

  private void carry(List<Message> leaving, World to, long sender, LongUnaryOperator map) {
    for (Message message : leaving) {
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
