package dev.vivarium.net.replica;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Storage;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.EntityRemap;
import dev.vivarium.engine.world.World;
import dev.vivarium.net.protocol.replication.ComponentPlan;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.protocol.replication.SnapshotChanges;
import dev.vivarium.net.protocol.replication.SnapshotChanges.ComponentChanges;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the server's entities in a client's world as the newest snapshot has them. What the
/// client's plugins added of their own stays. Belongs to the thread that ticks the world.
final class StateMirror {
  /// A component of the plan.
  ///
  /// @param type null where this world does not know it, or in another shape
  /// @param unresolved the server's entities whose value names one that is not here
  private record Mirrored(
      ComponentSchema schema,
      ComponentPlan plan,
      @Nullable ComponentType type,
      EntityRemap remap,
      Set<Long> unresolved) {
    boolean isParent() {
      return schema.name().equals(Vocabulary.PARENT.name());
    }
  }

  private final EntityStore store;
  private final World world;
  private final EntityMap entities = new EntityMap();
  private List<Mirrored> components = List.of();
  private @Nullable Snapshot newest;

  /// Of the epoch before, until the first snapshot of the new one.
  private @Nullable Snapshot formerNewest;

  private List<Mirrored> formerComponents = List.of();

  StateMirror(World world) {
    this.world = world;
    this.store = world.store();
  }

  /// Takes up a plan whose components the world knows by now. The next snapshot is seen as full.
  void use(ClientPlugins plugins) {
    if (newest != null) {
      formerNewest = newest;
      formerComponents = components;
    }
    newest = null;
    List<Mirrored> next = new ArrayList<>();
    for (int i = 0; i < plugins.plan().components().size(); i++) {
      ComponentSchema schema = plugins.schemas().components().get(i);
      EntityRemap remap = new EntityRemap(schema.layout());
      ComponentPlan plan = plugins.plan().components().get(i);
      next.add(new Mirrored(schema, plan, known(schema), remap, new HashSet<>()));
    }
    components = List.copyOf(next);
  }

  private @Nullable ComponentType known(ComponentSchema schema) {
    ComponentType type = store.findType(schema.name());
    return type != null
            && type.schema().storage() == schema.storage()
            && type.layout().sameShape(schema.layout())
        ? type
        : null;
  }

  EntityMap entities() {
    return entities;
  }

  @Nullable Snapshot newest() {
    return newest;
  }

  int components() {
    return components.size();
  }

  @Nullable ComponentType type(int component) {
    return components.get(component).type();
  }

  ComponentPlan plan(int component) {
    return components.get(component).plan();
  }

  /// A value with the client's handles; null if the entity does not have the component there.
  byte @Nullable [] value(Snapshot snapshot, int component, long server) {
    int row = snapshot.rowOf(component, server);
    return row < 0 ? null : value(snapshot, component, row);
  }

  private byte[] value(Snapshot snapshot, int component, int row) {
    Mirrored mirrored = components.get(component);
    byte[] value = new byte[mirrored.plan().rowBytes()];
    snapshot.copyRow(component, row, value, 0);
    return mirrored.remap().apply(value, entities::toLocal);
  }

  /// A value of this world's with the server's handles.
  byte[] forServer(int component, byte[] value) {
    return components.get(component).remap().apply(value, entities::toServer);
  }

  /// Brings entities in step with a snapshot, which is newer than the one before.
  ///
  /// @return places of entities that have none of their components yet
  BitSet follow(Snapshot next) {
    return entities.follow(next, store, singletons(next));
  }

  private Map<Long, Long> singletons(Snapshot next) {
    Map<Long, Long> singletons = new HashMap<>();
    for (int i = 0; i < components.size(); i++) {
      ComponentType type = components.get(i).type();
      if (type != null && type.schema().storage() == Storage.SINGLETON && next.rows(i) > 0) {
        singletons.put(next.rowId(i, 0), type.singleton());
      }
    }
    return singletons;
  }

  /// Brings values in step, after [#follow].
  ///
  /// @param bare as it returned
  /// @param own places of entities whose values are somebody else's business, unless they are bare
  void apply(Snapshot next, BitSet bare, BitSet own) {
    Snapshot before = newest;
    SnapshotChanges changes = SnapshotChanges.between(before, next);
    boolean moved = before != null && bare.stream().anyMatch(i -> before.indexOf(next.id(i)) >= 0);
    removeFormer(next);
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).type() != null) {
        apply(next, i, changes.components()[i], bare, own, moved);
      }
    }
    newest = next;
    formerNewest = null;
    formerComponents = List.of();
  }

  /// @param moved whether an entity has another handle here than before
  private void apply(
      Snapshot next,
      int component,
      ComponentChanges changes,
      BitSet bare,
      BitSet own,
      boolean moved) {
    Mirrored mirrored = components.get(component);
    BitSet rows = new BitSet();
    for (int row : changes.set()) {
      rows.set(row);
    }
    bare.stream().forEach(i -> addRow(next, component, next.id(i), rows));
    if (mirrored.remap().hasHandles() && !bare.isEmpty()) {
      mirrored.unresolved().forEach(server -> addRow(next, component, server, rows));
      if (moved) {
        rows.set(0, next.rows(component));
      }
    }
    for (long server : changes.removed()) {
      mirrored.unresolved().remove(server);
      if (!own.get(next.indexOf(server))) {
        remove(entities.toLocal(server), mirrored);
      }
    }
    mirrored.unresolved().removeIf(server -> next.indexOf(server) < 0);
    leaveOwn(next, component, rows, bare, own);
    set(next, component, rows);
  }

  private static void addRow(Snapshot next, int component, long server, BitSet rows) {
    int row = next.rowOf(component, server);
    if (row >= 0) {
      rows.set(row);
    }
  }

  private static void leaveOwn(Snapshot next, int component, BitSet rows, BitSet bare, BitSet own) {
    for (int i = own.nextSetBit(0); i >= 0; i = own.nextSetBit(i + 1)) {
      int row = bare.get(i) ? -1 : next.rowOf(component, next.id(i));
      if (row >= 0) {
        rows.clear(row);
      }
    }
  }

  /// Rows and entities both ascend by the server's handles.
  private void set(Snapshot next, int component, BitSet rows) {
    Mirrored mirrored = components.get(component);
    if (mirrored.isParent()) {
      // Together they make no circle, one after the other they might.
      rows.stream().forEach(row -> remove(entities.toLocal(next.rowId(component, row)), mirrored));
    }
    byte[] value = new byte[mirrored.plan().rowBytes()];
    int at = 0;
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      long server = next.rowId(component, row);
      while (next.id(at) < server) {
        at++;
      }
      next.copyRow(component, row, value, 0);
      set(mirrored, entities.local(at), mapped(mirrored, server, value));
    }
  }

  private byte[] mapped(Mirrored mirrored, long server, byte[] value) {
    if (!mirrored.remap().hasHandles()) {
      return value;
    }
    boolean[] missed = {false};
    byte[] mapped =
        mirrored
            .remap()
            .apply(
                value,
                named -> {
                  long local = entities.toLocal(named);
                  missed[0] |= local == EntityHandle.NONE && named != EntityHandle.NONE;
                  return local;
                });
    if (missed[0]) {
      mirrored.unresolved().add(server);
    } else {
      mirrored.unresolved().remove(server);
    }
    return mapped;
  }

  /// Gives an entity the server's value of a component.
  ///
  /// @param value with the client's handles; null takes the component away
  void set(int component, long local, byte @Nullable [] value) {
    Mirrored mirrored = components.get(component);
    if (value == null) {
      remove(local, mirrored);
    } else {
      set(mirrored, local, value);
    }
  }

  private void set(Mirrored mirrored, long local, byte[] value) {
    ComponentType type = mirrored.type();
    if (type != null) {
      store.set(local, type, MemorySegment.ofArray(value), 0, (int) world.tick(), 0);
    }
  }

  private void remove(long local, Mirrored mirrored) {
    ComponentType type = mirrored.type();
    if (type != null) {
      store.remove(local, type);
    }
  }

  /// Components that the server took away while the epoch changed.
  private void removeFormer(Snapshot next) {
    Snapshot former = formerNewest;
    if (former == null) {
      return;
    }
    for (int old = 0; old < formerComponents.size(); old++) {
      ComponentType type = store.findType(formerComponents.get(old).schema().name());
      int now = planned(formerComponents.get(old).schema());
      for (int row = 0; type != null && row < former.rows(old); row++) {
        long server = former.rowId(old, row);
        if (now < 0 || next.rowOf(now, server) < 0) {
          store.remove(entities.toLocal(server), type);
        }
      }
    }
  }

  private int planned(ComponentSchema schema) {
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).schema().name().equals(schema.name())) {
        return i;
      }
    }
    return -1;
  }
}
