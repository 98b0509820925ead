package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.ChildPage;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Who hangs on whom. Copied on the tick thread, and only when something changed; from then on it
/// belongs to the thread that reads it.
final class ParentReading {
  private static final long[] NONE = {};
  private static final int DEPTH_MAX = 10_000;

  private final long tick;
  private final long version;
  private final SparseSet of;
  private final long[] children;
  private final long[] parents;
  private final Map<Long, long[]> byParent = new HashMap<>();
  private final Map<Long, Long> above = new HashMap<>();
  private @Nullable Roster rootsOf;
  private long[] roots = NONE;

  private ParentReading(long tick, SparseSet of, long version, long[] children, long[] parents) {
    this.tick = tick;
    this.of = of;
    this.version = version;
    this.children = children;
    this.parents = parents;
  }

  /// To be called on the tick thread.
  static ParentReading take(World world, @Nullable ParentReading previous) {
    SparseSet set = world.store().type(Vocabulary.PARENT.name()).sparseSet();
    if (previous != null && previous.of == set && previous.version == version(set)) {
      return previous;
    }
    long[] children = Arrays.copyOf(set.entities(), set.rows());
    long[] parents = new long[children.length];
    MemorySegment.copy(
        set.values().segment(), ValueLayout.JAVA_LONG_UNALIGNED, 0, parents, 0, parents.length);
    return new ParentReading(world.tick(), set, version(set), children, parents);
  }

  private static long version(SparseSet set) {
    return Math.max(set.structureVersion(), set.values().version());
  }

  // From here on: the reading thread.

  ChildPage page(Roster roster, Optional<EntityHandle> parent, int offset, int limit) {
    long[] found = under(roster, parent);
    List<EntityRow> rows = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int i = offset; i < found.length && i < offset + limit; i++) {
      long handle = found[i];
      roster
          .find(handle)
          .ifPresent(place -> {
            rows.add(roster.row(place));
            counts.add(byParent.getOrDefault(handle, NONE).length);
          });
    }
    return new ChildPage(tick, found.length, offset, rows, counts);
  }

  OptionalInt place(Roster roster, Optional<EntityHandle> parent, EntityHandle child) {
    int place = Arrays.binarySearch(under(roster, parent), child.bits());
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  private long[] under(Roster roster, Optional<EntityHandle> parent) {
    index();
    return parent.map(p -> byParent.getOrDefault(p.bits(), NONE)).orElseGet(() -> roots(roster));
  }

  List<EntityHandle> ancestors(EntityHandle handle) {
    indexAbove();
    List<EntityHandle> found = new ArrayList<>();
    Long next = above.get(handle.bits());
    while (next != null && found.size() < DEPTH_MAX) {
      found.add(new EntityHandle(next));
      next = above.get(next);
    }
    return found.reversed();
  }

  /// Adds each entity's number to all that it hangs on.
  Map<Long, Long> sums(Map<Long, Integer> numbers) {
    indexAbove();
    Map<Long, Long> sums = new HashMap<>();
    numbers.forEach((handle, number) -> {
      Long at = handle;
      for (int depth = 0; at != null && depth <= DEPTH_MAX; depth++) {
        sums.merge(at, (long) number, Long::sum);
        at = above.get(at);
      }
    });
    return sums;
  }

  private void indexAbove() {
    if (above.isEmpty()) {
      for (int i = 0; i < children.length; i++) {
        above.put(children[i], parents[i]);
      }
    }
  }

  private void index() {
    if (!byParent.isEmpty() || children.length == 0) {
      return;
    }
    Map<Long, List<Long>> lists = new HashMap<>();
    for (int i = 0; i < children.length; i++) {
      lists.computeIfAbsent(parents[i], p -> new ArrayList<>()).add(children[i]);
    }
    lists.forEach((parent, list) ->
        byParent.put(parent, list.stream().mapToLong(Long::longValue).sorted().toArray()));
  }

  private long[] roots(Roster roster) {
    if (rootsOf != roster) {
      long[] hanging = children.clone();
      Arrays.sort(hanging);
      roots =
          roster
              .handlesInOrder()
              .filter(handle -> Arrays.binarySearch(hanging, handle) < 0)
              .toArray();
      rootsOf = roster;
    }
    return roots;
  }
}
