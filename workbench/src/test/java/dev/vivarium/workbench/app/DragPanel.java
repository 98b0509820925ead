package dev.vivarium.workbench.app;

import java.nio.file.Path;
import javafx.geometry.Point2D;
import javafx.geometry.Side;
import javafx.scene.Node;

/// A user who drags the map by its tab onto the tabs of the lower panels and then to the left edge
/// of the editor: `DragPanel FOLDER`. Says where the map stands after each, on the standard output.
public final class DragPanel {
  private DragPanel() {}

  public static void main(String[] args) throws Exception {
    var user = DragUser.at(Path.of(args[0]));
    user.await(() -> user.robot().lookup("#panel-map").tryQuery().isPresent());
    user.robot().drag("#panel-map").dropTo("#panel-messages");
    await(user, Side.BOTTOM);
    user.settle();
    user.robot().drag("#panel-map").dropTo(leftEdge(user.robot().lookup(".editor").query()));
    await(user, Side.LEFT);
    System.exit(0);
  }

  private static Point2D leftEdge(Node editor) {
    var bounds = editor.localToScreen(editor.getBoundsInLocal());
    return new Point2D(bounds.getMinX() + 10, bounds.getCenterY());
  }

  private static void await(DragUser user, Side side) throws Exception {
    user.await(() -> user.workbench().view().dock().sideOf("map") == side);
    System.out.println("the map stands on the side " + side);
  }
}
