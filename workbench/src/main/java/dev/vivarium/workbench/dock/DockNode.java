package dev.vivarium.workbench.dock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A piece of the window: a group of tabs, or several pieces side by side.
public sealed interface DockNode {
  /// Panels that share one place.
  ///
  /// @param panels ids in the order of their tabs, closed ones included, so that they reopen where
  ///   they were
  /// @param closed those of them that are closed
  /// @param front the one that shows; empty where all are closed
  /// @param collapsed whether just the tabs show
  record Group(List<String> panels, Set<String> closed, String front, boolean collapsed)
      implements DockNode {
    public Group {
      panels = List.copyOf(new LinkedHashSet<>(panels));
      var kept = new LinkedHashSet<>(closed);
      kept.retainAll(panels);
      closed = Collections.unmodifiableSet(kept);
      if (!panels.contains(front) || closed.contains(front)) {
        front = panels.stream().filter(p -> !kept.contains(p)).findFirst().orElse("");
      }
    }

    static Group of(String... panels) {
      return new Group(List.of(panels), Set.of(), "", false);
    }

    /// The panels that are not closed.
    public List<String> open() {
      return panels.stream().filter(p -> !closed.contains(p)).toList();
    }

    Group showing(String panel) {
      var still = new LinkedHashSet<>(closed);
      still.remove(panel);
      return new Group(panels, still, panel, false);
    }

    Group closing(String panel) {
      var now = new LinkedHashSet<>(closed);
      now.add(panel);
      var open = open();
      var at = open.indexOf(panel);
      var next = at + 1 < open.size() ? at + 1 : at - 1;
      return new Group(
          panels, now, panel.equals(front) && next >= 0 ? open.get(next) : front, collapsed);
    }

    Group without(String panel) {
      var left = new ArrayList<>(panels);
      left.remove(panel);
      return new Group(left, closed, closing(panel).front(), collapsed);
    }

    /// With a panel more, in front, before the place `index` of those open.
    Group with(String panel, int index) {
      var open = open();
      var now = new ArrayList<>(panels);
      if (index < open.size()) {
        now.add(now.indexOf(open.get(Math.max(0, index))), panel);
      } else {
        now.add(panel);
      }
      return new Group(now, closed, panel, false);
    }

    Group collapsed(boolean value) {
      return new Group(panels, closed, front, value);
    }
  }

  /// Pieces side by side.
  ///
  /// @param rows whether they lie one below the other
  /// @param shares how much of the room each has, above 0, 1 in all
  record Split(boolean rows, List<DockNode> parts, List<Double> shares) implements DockNode {
    public Split {
      parts = List.copyOf(parts);
      shares = sound(shares, parts.size());
    }

    private static List<Double> sound(List<Double> shares, int count) {
      var fit =
          shares.size() == count && shares.stream().allMatch(s -> Double.isFinite(s) && s > 0);
      var sum = fit ? shares.stream().mapToDouble(s -> s).sum() : count;
      return fit
          ? shares.stream().map(s -> s / sum).toList()
          : Collections.nCopies(count, 1.0 / count);
    }
  }

  /// Every group, from the upper left.
  default Stream<Group> groups() {
    return switch (this) {
      case Group group -> Stream.of(group);
      case Split split -> split.parts().stream().flatMap(DockNode::groups);
    };
  }

  default boolean contains(String panel) {
    return groups().anyMatch(g -> g.panels().contains(panel));
  }
}
