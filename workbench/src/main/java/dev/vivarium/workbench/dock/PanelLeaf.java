package dev.vivarium.workbench.dock;

import java.util.Optional;
import java.util.UUID;
import javafx.geometry.Side;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import software.coley.bentofx.layout.container.DockContainerLeaf;

/// One group of tabs as it stands in the window.
@SuppressWarnings("ReferenceEquality") // a dockable is itself and nothing else
final class PanelLeaf extends DockContainerLeaf {
  private static final int HINT_ARGB = 0x333d8bfd;
  private static final int HINT_BORDER_ARGB = 0xcc3d8bfd;
  private static final int HINT_BORDER_PX = 2;

  private final PanelBento bento;
  private final boolean editor;

  PanelLeaf(PanelBento bento, boolean editor) {
    super(bento, UUID.randomUUID().toString());
    this.bento = bento;
    this.editor = editor;
    setPruneWhenEmpty(false);
    if (editor) {
      getStyleClass().add("editor-leaf");
    }
  }

  /// Whether this is the place of the editor, which no panel joins.
  boolean isEditor() {
    return editor;
  }

  void select(Optional<String> panel) {
    getDockables().stream()
        .filter(d -> panel.filter(bento.panel(d)::equals).isPresent())
        .filter(d -> d != getSelectedDockable())
        .findFirst()
        .ifPresent(this::selectDockable);
  }

  /// Lets go of what it shows, so that another can show it.
  void letGo() {
    selectDockable(null);
  }

  @Override
  public void drawCanvasHint(Region target, @Nullable Side side) {
    var at = sceneToLocal(target.localToScene(target.getLayoutBounds()));
    var left = at.getMinX() + (side == Side.RIGHT ? at.getWidth() / 2 : 0);
    var top = at.getMinY() + (side == Side.BOTTOM ? at.getHeight() / 2 : 0);
    var width = at.getWidth() / (side == Side.LEFT || side == Side.RIGHT ? 2 : 1);
    var height = at.getHeight() / (side == Side.TOP || side == Side.BOTTOM ? 2 : 1);
    var canvas = getCanvas();
    canvas.clear();
    canvas.fillBorderedRect(left, top, width, height, HINT_BORDER_PX, HINT_ARGB, HINT_BORDER_ARGB);
    canvas.commit();
  }
}
