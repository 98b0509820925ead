package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.FloatColumn;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.ArrayList;
import java.util.List;

/// Puts entities at places of the world: the way back through what they hang on. Belongs to the
/// world's thread.
final class Placement {
  private Placement() {}

  /// @throws RefusedException if the entity has no Transform, or hangs on one of no size
  static void move(Doing doing, WorldCommand.MoveTo move) {
    EntityStore store = doing.world().store();
    ComponentType transform = doing.type(move.entity(), Vocabulary.TRANSFORM.name().toString());
    double[] place = {move.x(), move.y(), move.z()};
    for (float[] parent : parents(store, transform, move.entity().bits())) {
      back(parent, place);
    }
    ArrayNode position = JsonNodeFactory.instance.arrayNode();
    for (double value : place) {
      if (!Double.isFinite(value)) {
        throw new RefusedException(
            move.entity().label() + " cannot be put there: its parent has no size");
      }
      position.add((float) value);
    }
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.set("position", position);
    doing.set(move.entity().bits(), transform.name(), value, true);
  }

  /// The Transforms of what an entity hangs on, the topmost first.
  private static List<float[]> parents(EntityStore store, ComponentType transform, long entity) {
    List<float[]> found = new ArrayList<>();
    long parent = PositionReading.parent(store, entity);
    for (int depth = 0; parent != EntityHandle.NONE && depth < PositionReading.DEPTH_MAX; depth++) {
      if (store.tableOf(parent).column(transform) instanceof FloatColumn column) {
        int from = store.rowOf(parent) * column.stride();
        found.add(java.util.Arrays.copyOfRange(column.values(), from, from + column.stride()));
      }
      parent = PositionReading.parent(store, parent);
    }
    return found.reversed();
  }

  /// From a place of the world to one relative to a Transform: moves, turns and scales back.
  private static void back(float[] t, double[] p) {
    double x = p[0] - t[0];
    double y = p[1] - t[1];
    double z = p[2] - t[2];
    double qx = -t[PositionReading.ROTATION];
    double qy = -t[PositionReading.ROTATION + 1];
    double qz = -t[PositionReading.ROTATION + 2];
    double qw = t[PositionReading.ROTATION + 3];
    double ux = 2 * (qy * z - qz * y);
    double uy = 2 * (qz * x - qx * z);
    double uz = 2 * (qx * y - qy * x);
    p[0] = (x + qw * ux + qy * uz - qz * uy) / t[PositionReading.SCALE];
    p[1] = (y + qw * uy + qz * ux - qx * uz) / t[PositionReading.SCALE + 1];
    p[2] = (z + qw * uz + qx * uy - qy * ux) / t[PositionReading.SCALE + 2];
  }
}
