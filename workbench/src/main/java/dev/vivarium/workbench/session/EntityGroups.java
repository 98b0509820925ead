package dev.vivarium.workbench.session;

import java.util.Arrays;
import java.util.List;

/// The group of each entity at one tick. Immutable.
public final class EntityGroups {
  /// Most groups; what lies beyond falls into the last.
  public static final int MAX_GROUPS = 64;

  private static final EntityGroups EMPTY =
      new EntityGroups(List.of(""), new long[0], new short[0]);

  private final List<String> names;
  private final long[] keys;
  private final short[] groups;

  /// @param handles bits of the entities, none of them 0
  /// @param groupOf for each a place in `names`
  public EntityGroups(List<String> names, long[] handles, short[] groupOf) {
    this.names = List.copyOf(names);
    var size = Integer.highestOneBit(Math.max(8, handles.length * 2 + 1)) * 2;
    this.keys = new long[size];
    this.groups = new short[size];
    Arrays.fill(groups, (short) -1);
    for (var i = 0; i < handles.length; i++) {
      var slot = slot(handles[i]);
      keys[slot] = handles[i];
      groups[slot] = groupOf[i];
    }
  }

  public static EntityGroups none() {
    return EMPTY;
  }

  public List<String> names() {
    return names;
  }

  /// The entities that are in a group, in no order.
  public long[] handles() {
    return Arrays.stream(keys).filter(key -> key != 0 && of(key) >= 0).toArray();
  }

  /// The place of an entity's group in [#names()]; -1 where it is not known.
  public int of(long handle) {
    return groups[slot(handle)];
  }

  private int slot(long handle) {
    var mask = keys.length - 1;
    var at = Long.hashCode(handle * 0x9e3779b97f4a7c15L) & mask;
    while (groups[at] >= 0 && keys[at] != handle) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
