package dev.vivarium.workbench.dock;

import dev.vivarium.workbench.part.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Side;

/// A panel and where it stands until the user moves it.
public record PanelPlace(String id, Panel.Place place) {
  private static final double LEFT_SHARE = 0.175;
  private static final double RIGHT_SHARE = 0.36;
  private static final double BOTTOM_SHARE = 0.36;
  private static final double FIRST_RIGHT_SHARE = 0.42;

  /// The layout of a window that nobody has arranged yet: one group on the left, one at the bottom,
  /// and on the right the first panel above the others.
  static DockLayout standard(List<PanelPlace> panels) {
    var left = ids(panels, Panel.Place.LEFT);
    var right = ids(panels, Panel.Place.RIGHT);
    var bottom = ids(panels, Panel.Place.BOTTOM);
    DockNode tree = DockNode.Group.of(DockLayout.EDITOR);
    var columns = new ArrayList<DockNode>();
    var shares = new ArrayList<Double>();
    if (!left.isEmpty()) {
      columns.add(group(left));
      shares.add(LEFT_SHARE);
    }
    columns.add(tree);
    shares.add(1 - (left.isEmpty() ? 0 : LEFT_SHARE) - (right.isEmpty() ? 0 : RIGHT_SHARE));
    if (!right.isEmpty()) {
      columns.add(rightColumn(right));
      shares.add(RIGHT_SHARE);
    }
    if (columns.size() > 1) {
      tree = new DockNode.Split(false, columns, shares);
    }
    return new DockLayout(
        bottom.isEmpty()
            ? tree
            : new DockNode.Split(
                true, List.of(tree, group(bottom)), List.of(1 - BOTTOM_SHARE, BOTTOM_SHARE)));
  }

  private static DockNode rightColumn(List<String> right) {
    return right.size() == 1
        ? group(right)
        : new DockNode.Split(
            true,
            List.of(group(right.subList(0, 1)), group(right.subList(1, right.size()))),
            List.of(FIRST_RIGHT_SHARE, 1 - FIRST_RIGHT_SHARE));
  }

  private static DockNode.Group group(List<String> ids) {
    return new DockNode.Group(ids, Set.of(), "", false);
  }

  private static List<String> ids(List<PanelPlace> panels, Panel.Place place) {
    return panels.stream().filter(p -> p.place() == place).map(PanelPlace::id).toList();
  }

  /// A layout with a panel that it does not know yet, where the panels of its kind stand.
  static DockLayout added(DockLayout layout, PanelPlace panel, List<PanelPlace> all) {
    var beside =
        all.reversed().stream()
            .filter(p -> p.place() == panel.place() && !p.id().equals(panel.id()))
            .filter(p -> layout.root().contains(p.id()))
            .findFirst();
    if (beside.isPresent()) {
      return new DockLayout(
          DockLayout.replace(layout.root(), beside.get().id(), g -> last(g, panel.id())),
          layout.hidden(),
          layout.focused());
    }
    var side =
        switch (panel.place()) {
          case LEFT -> Side.LEFT;
          case RIGHT -> Side.RIGHT;
          case BOTTOM -> Side.BOTTOM;
        };
    var rows = side == Side.BOTTOM;
    var added = DockNode.Group.of(panel.id());
    var parts = side == Side.LEFT ? List.of(added, layout.root()) : List.of(layout.root(), added);
    var share = side == Side.LEFT ? LEFT_SHARE : BOTTOM_SHARE;
    var shares = side == Side.LEFT ? List.of(share, 1 - share) : List.of(1 - share, share);
    return new DockLayout(
        DockLayout.normal(new DockNode.Split(rows, parts, shares)),
        layout.hidden(),
        layout.focused());
  }

  private static DockNode.Group last(DockNode.Group group, String id) {
    var panels = new ArrayList<>(group.panels());
    panels.add(id);
    return new DockNode.Group(panels, group.closed(), group.front(), group.collapsed());
  }
}
