package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.world.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What takes a step of the history back; more can be done within the step. Belongs to the world's
/// thread.
final class WayBack {
  private final Deque<Inverse> changes = new ArrayDeque<>();

  /// The values that are put back already and that nothing else has touched since.
  private final Set<Object> known = new HashSet<>();

  /// @param undo in the order in which it is to be done
  WayBack(List<Inverse> undo) {
    add(undo);
  }

  /// The step went on: what takes that back comes first. Of values that would be put back twice
  /// only the earlier ones count.
  void add(List<Inverse> later) {
    for (Inverse inverse : later.reversed()) {
      if (inverse instanceof Inverse.Put put) {
        if (known.add(place(put))) {
          changes.addFirst(inverse);
        }
      } else {
        known.clear();
        changes.addFirst(inverse);
      }
    }
  }

  private static Object place(Inverse.Put put) {
    return List.of(
        put.entity(),
        put.component(),
        put.onlyIfThere(),
        put.value().properties().stream()
            .map(Map.Entry<String, JsonNode>::getKey)
            .sorted()
            .toList());
  }

  /// In the order in which they are to be done.
  Iterable<Inverse> changes() {
    return changes;
  }

  int size() {
    return changes.size();
  }

  /// Gives up what it holds: it will not be used.
  void forget(World world) {
    changes.forEach(inverse -> inverse.forget(world));
  }
}
