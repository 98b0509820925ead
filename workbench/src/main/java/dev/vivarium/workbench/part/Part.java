package dev.vivarium.workbench.part;

import dev.vivarium.workbench.session.SessionEvent;
import java.util.List;
import javafx.scene.Node;

/// One area of the window, such as the message tracer: a model, the panels that show it and the
/// commands that act on it. Its constructor takes the [Desk] and adds its commands there, before it
/// makes controls of them. Belongs to the window's thread.
public interface Part {
  List<Panel> panels();

  /// What stands above all panels while it is visible, such as why the world stands still.
  default List<Node> banners() {
    return List.of();
  }

  /// Takes an event of the session.
  default void take(SessionEvent event) {}

  /// A visible file of the project was made, changed or deleted.
  default void fileChanged(String path) {}

  /// Lets go of what outlives the window.
  default void dispose() {}
}
