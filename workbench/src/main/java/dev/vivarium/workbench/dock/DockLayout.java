package dev.vivarium.workbench.dock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.geometry.Side;
import org.jspecify.annotations.Nullable;

/// Where every panel stands. Immutable; each act gives a new one.
///
/// @param hidden sides of the editor that are folded out of sight
/// @param focused whether all but the editor and the world is out of sight
public record DockLayout(DockNode root, Set<Side> hidden, boolean focused) {
  /// The id under which the editor stands among the panels. It is never closed, moved or joined.
  public static final String EDITOR = "editor";

  /// The panels that show the world, and stay while all others are out of sight.
  static final Set<String> WORLD = Set.of("map", "viewport");

  private static final double SHARE_BESIDE_EDITOR = 0.3;

  public DockLayout {
    hidden =
        Collections.unmodifiableSet(
            hidden.isEmpty() ? EnumSet.noneOf(Side.class) : EnumSet.copyOf(hidden));
  }

  DockLayout(DockNode root) {
    this(root, Set.of(), false);
  }

  private DockLayout with(DockNode tree) {
    return new DockLayout(tree, hidden, focused);
  }

  /// The group in which a panel stands, closed or not.
  Optional<DockNode.Group> groupOf(String panel) {
    return root.groups().filter(g -> g.panels().contains(panel)).findFirst();
  }

  boolean isOpen(String panel) {
    return groupOf(panel).filter(g -> !g.closed().contains(panel)).isPresent();
  }

  /// Whether a panel can be seen: open, in front, and not out of sight with its group.
  boolean isVisible(String panel) {
    return groupOf(panel)
        .filter(g -> !g.collapsed() || focused)
        .filter(g -> front(g).equals(panel))
        .isPresent();
  }

  /// The panels of a group that have a tab now.
  List<String> shown(DockNode.Group group) {
    if (focused) {
      return group.open().stream().filter(p -> p.equals(EDITOR) || WORLD.contains(p)).toList();
    }
    var side = group.panels().isEmpty() ? null : sideOf(group.panels().getFirst());
    return side != null && hidden.contains(side) ? List.of() : group.open();
  }

  /// The panel of a group that shows; empty for none.
  String front(DockNode.Group group) {
    var shown = shown(group);
    return shown.contains(group.front()) ? group.front() : shown.stream().findFirst().orElse("");
  }

  /// On which side of the editor a panel stands; nothing for the editor.
  @Nullable Side sideOf(String panel) {
    return sideOf(root, panel);
  }

  private static @Nullable Side sideOf(DockNode node, String panel) {
    if (!(node instanceof DockNode.Split split)) {
      return null;
    }
    var editor = place(split, EDITOR);
    var at = place(split, panel);
    if (at < 0 || editor < 0) {
      return null;
    }
    if (at == editor) {
      return sideOf(split.parts().get(at), panel);
    }
    return split.rows()
        ? at < editor ? Side.TOP : Side.BOTTOM
        : at < editor ? Side.LEFT : Side.RIGHT;
  }

  private static int place(DockNode.Split split, String panel) {
    for (var i = 0; i < split.parts().size(); i++) {
      if (split.parts().get(i).contains(panel)) {
        return i;
      }
    }
    return -1;
  }

  /// Opens a panel where it stood and brings it to the front, with all that hides it out of the
  /// way.
  DockLayout show(String panel) {
    var side = sideOf(panel);
    var still = EnumSet.noneOf(Side.class);
    still.addAll(hidden);
    if (side != null) {
      still.remove(side);
    }
    return new DockLayout(
        edit(root, g -> g.panels().contains(panel), g -> g.showing(panel)),
        still,
        focused && (WORLD.contains(panel) || panel.equals(EDITOR)));
  }

  DockLayout close(String panel) {
    return panel.equals(EDITOR)
        ? this
        : with(edit(root, g -> g.panels().contains(panel), g -> g.closing(panel)));
  }

  /// Folds the group of a panel to its tabs, or unfolds it.
  DockLayout collapse(String panel, boolean collapsed) {
    return panel.equals(EDITOR)
        ? this
        : with(edit(root, g -> g.panels().contains(panel), g -> g.collapsed(collapsed)));
  }

  /// Hides what stands on one side of the editor, or shows it again.
  DockLayout toggle(Side side) {
    var now = EnumSet.noneOf(Side.class);
    now.addAll(hidden);
    if (focused || !now.remove(side)) {
      if (!focused) {
        now.add(side);
      }
    }
    return new DockLayout(root, now, false);
  }

  DockLayout toggleFocus() {
    return new DockLayout(root, hidden, !focused);
  }

  /// Moves a panel beside another: into its group where `side` is nothing, else into a new group on
  /// that side of it.
  ///
  /// @param index place among the open tabs of the group
  DockLayout move(String panel, String target, @Nullable Side side, int index) {
    var from = groupOf(panel);
    if (panel.equals(EDITOR)
        || panel.equals(target)
        || from.isEmpty()
        || groupOf(target).isEmpty()
        || (side == null && target.equals(EDITOR))) {
      return this;
    }
    var left = without(root, panel);
    if (left == null) {
      return this;
    }
    var put = left.equals(root) ? root : left;
    return with(normal(replace(put, target, group -> placed(group, panel, side, index))))
        .show(panel);
  }

  private static DockNode placed(
      DockNode.Group group, String panel, @Nullable Side side, int index) {
    if (side == null) {
      return group.with(panel, index);
    }
    var added = DockNode.Group.of(panel);
    var rows = side == Side.TOP || side == Side.BOTTOM;
    var share = group.panels().contains(EDITOR) ? SHARE_BESIDE_EDITOR : 0.5;
    return side == Side.TOP || side == Side.LEFT
        ? new DockNode.Split(rows, List.of(added, group), List.of(share, 1 - share))
        : new DockNode.Split(rows, List.of(group, added), List.of(1 - share, share));
  }

  /// Moves a panel to one side of the editor: into the first group there, or into a new one.
  DockLayout moveTo(String panel, Side side) {
    if (panel.equals(EDITOR) || sideOf(panel) == side) {
      return this;
    }
    var there =
        root.groups()
            .filter(g -> !g.open().isEmpty() && sideOf(g.panels().getFirst()) == side)
            .findFirst();
    return there.isPresent()
        ? move(panel, there.get().open().getFirst(), null, Integer.MAX_VALUE)
        : move(panel, EDITOR, side, 0);
  }

  /// With other shares of the room, as the window shows them now.
  DockLayout sized(Function<DockNode.Split, List<Double>> shares) {
    return with(sized(root, shares));
  }

  /// With the shares that another layout has where it divides the same panels in the same way.
  DockLayout sizedLike(DockLayout other) {
    return sized(split ->
        splits(other.root())
            .filter(s ->
                s.rows() == split.rows()
                    && s.parts().size() == split.parts().size()
                    && panels(s).equals(panels(split)))
            .findFirst()
            .map(DockNode.Split::shares)
            .orElse(split.shares()));
  }

  private static Stream<DockNode.Split> splits(DockNode node) {
    return node instanceof DockNode.Split split
        ? Stream.concat(Stream.of(split), split.parts().stream().flatMap(DockLayout::splits))
        : Stream.empty();
  }

  private static List<List<String>> panels(DockNode node) {
    return node.groups().map(DockNode.Group::panels).toList();
  }

  private static DockNode sized(DockNode node, Function<DockNode.Split, List<Double>> shares) {
    return switch (node) {
      case DockNode.Group group -> group;
      case DockNode.Split split ->
          new DockNode.Split(
              split.rows(),
              split.parts().stream().map(p -> sized(p, shares)).toList(),
              shares.apply(split));
    };
  }

  private static DockNode edit(
      DockNode node, Predicate<DockNode.Group> which, UnaryOperator<DockNode.Group> change) {
    return switch (node) {
      case DockNode.Group group -> which.test(group) ? change.apply(group) : group;
      case DockNode.Split split ->
          new DockNode.Split(
              split.rows(),
              split.parts().stream().map(p -> edit(p, which, change)).toList(),
              split.shares());
    };
  }

  static DockNode replace(
      DockNode node, String panel, Function<DockNode.Group, DockNode> replacement) {
    return switch (node) {
      case DockNode.Group group ->
          group.panels().contains(panel) ? replacement.apply(group) : group;
      case DockNode.Split split ->
          new DockNode.Split(
              split.rows(),
              split.parts().stream().map(p -> replace(p, panel, replacement)).toList(),
              split.shares());
    };
  }

  /// The tree without a panel; nothing where it was all there was.
  static @Nullable DockNode without(DockNode node, String panel) {
    return switch (node) {
      case DockNode.Group group -> {
        var left = group.panels().contains(panel) ? group.without(panel) : group;
        yield left.panels().isEmpty() ? null : left;
      }
      case DockNode.Split split -> {
        var parts = new ArrayList<DockNode>();
        var shares = new ArrayList<Double>();
        for (var i = 0; i < split.parts().size(); i++) {
          var part = without(split.parts().get(i), panel);
          if (part != null) {
            parts.add(part);
            shares.add(split.shares().get(i));
          }
        }
        yield parts.isEmpty()
            ? null
            : parts.size() == 1
                ? parts.getFirst()
                : new DockNode.Split(split.rows(), parts, shares);
      }
    };
  }

  /// The same places without a split right inside one of its own kind.
  static DockNode normal(DockNode node) {
    if (!(node instanceof DockNode.Split split)) {
      return node;
    }
    var parts = new ArrayList<DockNode>();
    var shares = new ArrayList<Double>();
    for (var i = 0; i < split.parts().size(); i++) {
      var part = normal(split.parts().get(i));
      var share = split.shares().get(i);
      if (part instanceof DockNode.Split inner && inner.rows() == split.rows()) {
        parts.addAll(inner.parts());
        inner.shares().forEach(s -> shares.add(s * share));
      } else {
        parts.add(part);
        shares.add(share);
      }
    }
    return new DockNode.Split(split.rows(), parts, shares);
  }
}
