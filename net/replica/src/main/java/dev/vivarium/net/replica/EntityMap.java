package dev.vivarium.net.replica;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The server's entities and the client's for them. Belongs to the thread that ticks the world.
final class EntityMap {
  /// The server's handles, ascending, and the client's for them.
  private long[] servers = {};

  private long[] locals = {};
  private final Map<Long, Long> serverOf = new HashMap<>();

  /// The client's entity, or 0.
  long toLocal(long server) {
    int at = Arrays.binarySearch(servers, server);
    return at < 0 ? 0 : locals[at];
  }

  /// The server's entity, or 0 for one that is only here.
  long toServer(long local) {
    return serverOf.getOrDefault(local, 0L);
  }

  /// The client's entity for the one at that place of the newest snapshot.
  long local(int index) {
    return locals[index];
  }

  int size() {
    return servers.length;
  }

  /// Ends, brings to life and brings back, until there is one entity here for each of the
  /// snapshot's.
  ///
  /// @param singletons the client's entities of singletons, by the server's
  /// @return places of entities that have none of their components yet
  BitSet follow(Snapshot next, EntityStore store, Map<Long, Long> singletons) {
    long[] newServers = new long[next.entities()];
    long[] newLocals = new long[newServers.length];
    List<Long> gone = match(next, newServers, newLocals);
    gone.forEach(local -> end(local, next, store));
    BitSet bare = new BitSet();
    for (int i = 0; i < newServers.length; i++) {
      long singleton = singletons.getOrDefault(newServers[i], newLocals[i]);
      if (singleton == 0 || !store.isAlive(singleton)) {
        singleton = store.spawn(PluginHost.SCENE_OWNER);
      }
      if (singleton != newLocals[i]) {
        serverOf.remove(newLocals[i]);
        serverOf.put(singleton, newServers[i]);
        newLocals[i] = singleton;
        bare.set(i);
      }
    }
    servers = newServers;
    locals = newLocals;
    return bare;
  }

  /// Both are in ascending order.
  private List<Long> match(Snapshot next, long[] newServers, long[] newLocals) {
    List<Long> gone = new ArrayList<>();
    int old = 0;
    for (int i = 0; i < newServers.length; i++) {
      newServers[i] = next.id(i);
      while (old < servers.length && servers[old] < newServers[i]) {
        gone.add(locals[old++]);
      }
      if (old < servers.length && servers[old] == newServers[i]) {
        newLocals[i] = locals[old++];
      }
    }
    while (old < servers.length) {
      gone.add(locals[old++]);
    }
    return gone;
  }

  private void end(long local, Snapshot next, EntityStore store) {
    ComponentType parent = store.type(Vocabulary.PARENT.name());
    for (long child : store.children(local)) {
      if (next.indexOf(toServer(child)) >= 0) {
        store.remove(child, parent); // It lives on; what it hangs on now is yet to be told.
      }
    }
    store.despawn(local);
    serverOf.remove(local);
  }
}
