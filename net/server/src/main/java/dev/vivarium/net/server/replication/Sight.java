package dev.vivarium.net.server.replication;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.net.protocol.replication.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the entities of a snapshot are and how large, for who cannot be shown all of them. What
/// hangs on something counts as being where that is and as large as that, so that it comes and goes
/// with it. Worked out when first asked; belongs to one thread.
public final class Sight {
  private static final int NOWHERE = -1;
  private static final int DEEPEST = 64;
  private static final float NEAREST_M = 0.01f;

  private final Snapshot snapshot;
  private final List<ComponentSchema> components;
  private @Nullable Places places;

  /// By entity; `size` is NaN where there is no Transform.
  private record Places(
      int[] root,
      float[] x,
      float[] y,
      float[] z,
      float[] size,
      Map<Integer, Integer> viewpoints) {}

  /// @param components by their numbers in the snapshot's plan
  public Sight(Snapshot snapshot, List<ComponentSchema> components) {
    this.snapshot = snapshot;
    this.components = components;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  List<ComponentSchema> components() {
    return components;
  }

  /// The entity that a client sees from, or -1: its Player, or else one that it owns, with a
  /// Transform.
  int viewpoint(int client) {
    return places().viewpoints.getOrDefault(client, NOWHERE);
  }

  /// Scale over distance as seen from another entity, or the scale where that is -1; infinite for
  /// what is nowhere in particular.
  float apparentSize(int entity, int viewpoint) {
    Places at = places();
    int root = at.root[entity];
    float size = at.size[root];
    if (Float.isNaN(size)) {
      return Float.POSITIVE_INFINITY;
    }
    if (viewpoint == NOWHERE) {
      return size;
    }
    return (float) (size / Math.max(NEAREST_M, distance(at, root, at.root[viewpoint])));
  }

  /// How far an entity of this snapshot is from where another one shows it, over its distance.
  float apparentDistance(int entity, Sight other, int entityThere, int viewpoint) {
    Places at = places();
    Places there = other.places();
    int here = at.root[entity];
    int shown = there.root[entityThere];
    if (Float.isNaN(at.size[here]) || Float.isNaN(there.size[shown])) {
      return 0;
    }
    double off =
        distance(
            at.x[here] - there.x[shown], at.y[here] - there.y[shown], at.z[here] - there.z[shown]);
    if (viewpoint == NOWHERE) {
      return (float) off;
    }
    return (float) (off / Math.max(NEAREST_M, distance(at, here, at.root[viewpoint])));
  }

  private static double distance(Places at, int one, int other) {
    return distance(at.x[one] - at.x[other], at.y[one] - at.y[other], at.z[one] - at.z[other]);
  }

  private static double distance(double dx, double dy, double dz) {
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  private Places places() {
    if (places == null) {
      places = find();
    }
    return places;
  }

  private Places find() {
    int count = snapshot.entities();
    var found =
        new Places(
            new int[count],
            new float[count],
            new float[count],
            new float[count],
            new float[count],
            new HashMap<>());
    transforms(found);
    roots(found);
    viewpoints(found);
    return found;
  }

  private void transforms(Places to) {
    Arrays.fill(to.size, Float.NaN);
    Layout layout = Vocabulary.TRANSFORM.layout();
    int position = layout.offset(layout.indexOf("position"));
    int scale = layout.offset(layout.indexOf("scale"));
    eachRow(
        Vocabulary.TRANSFORM,
        (entity, value) -> {
          to.x[entity] = value.getFloat(position);
          to.y[entity] = value.getFloat(position + Float.BYTES);
          to.z[entity] = value.getFloat(position + 2 * Float.BYTES);
          float size = Math.abs(value.getFloat(scale));
          size = Math.max(size, Math.abs(value.getFloat(scale + Float.BYTES)));
          to.size[entity] = Math.max(size, Math.abs(value.getFloat(scale + 2 * Float.BYTES)));
        });
  }

  private void roots(Places to) {
    int[] parents = new int[to.root.length];
    Arrays.fill(parents, NOWHERE);
    eachRow(
        Vocabulary.PARENT,
        (entity, value) -> parents[entity] = Math.max(NOWHERE, snapshot.indexOf(value.getLong(0))));
    for (int i = 0; i < parents.length; i++) {
      int root = i;
      for (int depth = 0; parents[root] >= 0 && depth < DEEPEST; depth++) {
        root = parents[root];
      }
      to.root[i] = root;
    }
  }

  private void viewpoints(Places to) {
    for (int i = 0; i < snapshot.entities(); i++) {
      if (snapshot.owner(i) != 0 && !Float.isNaN(to.size[i])) {
        to.viewpoints.putIfAbsent(snapshot.owner(i), i);
      }
    }
    eachRow(
        Vocabulary.PLAYER,
        (entity, value) -> {
          long client = value.getLong(0);
          if (client > 0 && client <= Integer.MAX_VALUE && !Float.isNaN(to.size[entity])) {
            to.viewpoints.put((int) client, entity);
          }
        });
  }

  private interface RowReader {
    void read(int entity, ByteBuffer value);
  }

  /// Rows and entities stand in the same order.
  private void eachRow(ComponentSchema schema, RowReader reader) {
    int component = number(schema);
    if (component < 0) {
      return;
    }
    byte[] bytes = new byte[schema.layout().sizeBytes()];
    ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int entity = 0;
    for (int row = 0; row < snapshot.rows(component); row++) {
      while (snapshot.id(entity) != snapshot.rowId(component, row)) {
        entity++;
      }
      snapshot.copyRow(component, row, bytes, 0);
      reader.read(entity, value);
    }
  }

  private int number(ComponentSchema schema) {
    for (int i = 0; i < snapshot.plan().components().size(); i++) {
      if (components.get(i).name().equals(schema.name())) {
        return i;
      }
    }
    return NOWHERE;
  }
}
