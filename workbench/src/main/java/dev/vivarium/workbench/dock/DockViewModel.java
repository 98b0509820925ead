package dev.vivarium.workbench.dock;

import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Side;
import org.jspecify.annotations.Nullable;

/// The places of one window's panels and the acts on them. Belongs to the window's thread.
public final class DockViewModel {
  private final List<PanelPlace> panels;
  private final ReadOnlyObjectWrapper<DockLayout> layout;
  private UnaryOperator<DockLayout> measure = UnaryOperator.identity();

  public DockViewModel(List<PanelPlace> panels) {
    this.panels = List.copyOf(panels);
    this.layout = new ReadOnlyObjectWrapper<>(PanelPlace.standard(panels));
  }

  ReadOnlyObjectProperty<DockLayout> layoutProperty() {
    return layout.getReadOnlyProperty();
  }

  /// `reading` puts the sizes that the window shows into a layout.
  void measureBy(UnaryOperator<DockLayout> reading) {
    measure = reading;
  }

  /// The layout with the sizes as they are now.
  public DockLayout layout() {
    return measure.apply(layout.get());
  }

  private void change(UnaryOperator<DockLayout> act) {
    layout.set(act.apply(layout()));
  }

  /// Takes a remembered layout. Panels that are no more are left out, those it does not know are
  /// added where they stand by themselves; one without the editor is no layout.
  ///
  /// @return whether it could be taken
  public boolean restore(DockLayout remembered) {
    var fitting = fitted(remembered);
    if (fitting != null) {
      layout.set(fitting);
    }
    return fitting != null;
  }

  private @Nullable DockLayout fitted(DockLayout remembered) {
    var known = new HashSet<>(panels.stream().map(PanelPlace::id).toList());
    known.add(DockLayout.EDITOR);
    DockNode tree = remembered.root();
    for (var id : remembered.root().groups().flatMap(g -> g.panels().stream()).toList()) {
      if (!known.contains(id)) {
        var left = DockLayout.without(tree, id);
        tree = left == null ? DockNode.Group.of() : left;
      }
    }
    if (!tree.contains(DockLayout.EDITOR)) {
      return null;
    }
    var now = new DockLayout(DockLayout.normal(tree), remembered.hidden(), remembered.focused());
    for (var panel : panels) {
      if (!now.root().contains(panel.id())) {
        now = PanelPlace.added(now, panel, panels);
      }
    }
    return now;
  }

  /// Gives the panels the sizes of an earlier layout again, wherever they stand by now.
  public void sizeLike(DockLayout earlier) {
    layout.set(layout.get().sizedLike(earlier));
  }

  public void reset() {
    layout.set(PanelPlace.standard(panels));
  }

  /// Opens a panel and brings it to the front; false where there is none of that id.
  public boolean show(String panel) {
    var known = layout.get().root().contains(panel);
    if (known) {
      change(l -> l.show(panel));
    }
    return known;
  }

  public void close(String panel) {
    change(l -> l.close(panel));
  }

  /// On which side of the editor a panel stands; nothing for the editor.
  public @Nullable Side sideOf(String panel) {
    return layout.get().sideOf(panel);
  }

  public boolean isOpen(String panel) {
    return layout.get().isOpen(panel);
  }

  public boolean isVisible(String panel) {
    return layout.get().isVisible(panel);
  }

  public boolean isCollapsed(String panel) {
    return layout.get().groupOf(panel).filter(DockNode.Group::collapsed).isPresent();
  }

  public void collapse(String panel, boolean collapsed) {
    change(l -> l.collapse(panel, collapsed));
  }

  public void toggleSide(Side side) {
    change(l -> l.toggle(side));
  }

  /// Hides everything but the editor and the world, or shows it again.
  public void toggleFocus() {
    change(DockLayout::toggleFocus);
  }

  public void moveTo(String panel, Side side) {
    change(l -> l.moveTo(panel, side));
  }

  /// As [DockLayout#move].
  public void move(String panel, String target, @Nullable Side side, int index) {
    change(l -> l.move(panel, target, side, index));
  }

  /// The panels that can be seen, from the upper left, the editor among them.
  public List<String> visible() {
    var now = layout.get();
    return now.root()
        .groups()
        .filter(g -> !g.collapsed() || now.focused())
        .map(now::front)
        .filter(p -> !p.isEmpty())
        .toList();
  }

  /// The visible panel after `panel`, or before it; the first one where it is none.
  public String neighbour(String panel, int step) {
    var all = visible();
    var at = all.indexOf(panel);
    return at < 0 ? all.getFirst() : all.get(Math.floorMod(at + step, all.size()));
  }
}
