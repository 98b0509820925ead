package dev.vivarium.workbench.viewport;

import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityGroups;
import dev.vivarium.workbench.session.MapFrame;
import java.util.ArrayList;
import java.util.List;

/// Where everything is and to which group it belongs. Immutable; made off the window's thread.
///
/// @param groups names; a plugin's name by owner and mover, empty for none
/// @param groupOf for each point of the frame a place in `groups`
/// @param counts points of each group
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
record MapPicture(
    MapFrame frame, EntityGrouping by, List<String> groups, short[] groupOf, int[] counts) {
  /// What the group without a name is called: what nobody owns, or moved.
  static final String NO_PLUGIN = "no plugin";

  static final MapPicture EMPTY =
      new MapPicture(
          MapFrame.empty(), new EntityGrouping.Owner(), List.of(), new short[0], new int[0]);

  static MapPicture byOwner(MapFrame frame) {
    var groupOf = new short[frame.count()];
    for (var i = 0; i < groupOf.length; i++) {
      groupOf[i] = (short) frame.owner(i);
    }
    return counted(frame, new EntityGrouping.Owner(), frame.ownerNames(), groupOf);
  }

  /// What was born since the groups were told apart stands in a group of its own.
  static MapPicture of(MapFrame frame, EntityGrouping by, EntityGroups known) {
    var groups = new ArrayList<>(known.names());
    groups.add("just born");
    var groupOf = new short[frame.count()];
    for (var i = 0; i < groupOf.length; i++) {
      var group = known.of(frame.handleBits(i));
      groupOf[i] = (short) (group < 0 ? groups.size() - 1 : group);
    }
    return counted(frame, by, groups, groupOf);
  }

  private static MapPicture counted(
      MapFrame frame, EntityGrouping by, List<String> groups, short[] groupOf) {
    var counts = new int[groups.size()];
    for (var group : groupOf) {
      counts[group]++;
    }
    return new MapPicture(frame, by, List.copyOf(groups), groupOf, counts);
  }
}
