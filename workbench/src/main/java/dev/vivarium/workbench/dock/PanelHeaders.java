package dev.vivarium.workbench.dock;

import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.Node;
import software.coley.bentofx.control.Headers;
import software.coley.bentofx.layout.container.DockContainerLeaf;

/// The strip of a group's tabs. The library calls a tab shown of which a pixel can be seen; here it
/// is shown whole or not at all, and then the button with all of them is there.
final class PanelHeaders extends Headers {
  static final double BUTTON_PX = 28;

  private final DockContainerLeaf leaf;

  PanelHeaders(DockContainerLeaf leaf, Orientation orientation, Side side) {
    super(leaf, orientation, side);
    this.leaf = leaf;
  }

  @Override
  protected void layoutHorizontal() {
    lay(true);
  }

  @Override
  protected void layoutVertical() {
    lay(false);
  }

  private void lay(boolean row) {
    var tabs = getChildren();
    var sizes =
        tabs.stream().map(tab -> Math.ceil(row ? tab.prefWidth(-1) : tab.prefHeight(-1))).toList();
    var chosen = keepInViewProperty().get();
    var shown =
        TabRow.fit(
            sizes,
            row ? leaf.getWidth() : leaf.getHeight(),
            BUTTON_PX,
            chosen == null ? -1 : tabs.indexOf(chosen));
    var at = 0.0;
    for (var i = 0; i < tabs.size(); i++) {
      var visible = shown.first() <= i && i < shown.end();
      show(tabs.get(i), visible);
      if (visible) {
        tabs.get(i)
            .resizeRelocate(
                row ? at : 0,
                row ? 0 : at,
                row ? sizes.get(i) : getWidth(),
                row ? getHeight() : sizes.get(i));
        at += sizes.get(i);
      }
    }
    overflowingProperty().set(shown.overflows());
  }

  private static void show(Node tab, boolean visible) {
    tab.setManaged(visible);
    tab.setVisible(visible);
  }
}
