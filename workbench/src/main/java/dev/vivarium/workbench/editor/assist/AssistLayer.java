package dev.vivarium.workbench.editor.assist;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/// Lays boxes over the window beside a place in the text. They are no windows of their own: the
/// editor keeps the focus, and pictures show them.
final class AssistLayer {
  private static final double GAP_PX = 2;

  private AssistLayer() {}

  /// Shows a box below `anchor`, or above where there is more room.
  ///
  /// @param owner a node of the window
  /// @param anchor on the screen
  static void show(Region box, Node owner, Bounds anchor, boolean preferAbove) {
    if (owner.getScene() == null || !(owner.getScene().getRoot() instanceof Pane root)) {
      return;
    }
    if (!root.getChildren().contains(box)) {
      hide(box);
      box.setManaged(false);
      root.getChildren().add(box);
    }
    box.applyCss();
    box.autosize();
    var top = root.screenToLocal(anchor.getMinX(), anchor.getMinY());
    var bottom = root.screenToLocal(anchor.getMinX(), anchor.getMaxY());
    if (top != null && bottom != null) {
      place(box, root, top, bottom, preferAbove);
    }
    box.toFront();
    box.setVisible(true);
  }

  private static void place(
      Region box, Pane root, Point2D top, Point2D bottom, boolean preferAbove) {
    var above = top.getY() - box.getHeight() - GAP_PX;
    var below = bottom.getY() + GAP_PX;
    var fitsBelow = below + box.getHeight() <= root.getHeight();
    var y = above >= 0 && (preferAbove || !fitsBelow) ? above : below;
    var x = Math.clamp(top.getX(), 0, Math.max(0, root.getWidth() - box.getWidth()));
    box.relocate(Math.rint(x), Math.rint(y));
  }

  static void hide(Region box) {
    box.setVisible(false);
    Parent parent = box.getParent();
    if (parent instanceof Pane pane) {
      pane.getChildren().remove(box);
    }
  }
}
