package dev.vivarium.workbench.dock;

import java.util.function.ObjIntConsumer;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import software.coley.bentofx.Bento;
import software.coley.bentofx.control.ContentWrapper;
import software.coley.bentofx.control.Header;
import software.coley.bentofx.control.HeaderPane;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.dockable.DockableClickBehavior;
import software.coley.bentofx.dockable.DockableDragDropBehavior;
import software.coley.bentofx.layout.container.DockContainerLeaf;
import software.coley.bentofx.util.BentoUtils;
import software.coley.bentofx.util.DragUtils;

/// The docking library, told to report what the user drops and clicks instead of acting on it.
final class PanelBento extends Bento {
  /// Takes what was dropped where.
  @FunctionalInterface
  interface Drop {
    /// `side` is nothing where the panel joins the group, then before the tab `index`.
    void dropped(String panel, PanelLeaf target, @Nullable Side side, int index);
  }

  private final String window;
  private final Drop drop;

  /// `window` sets this window's panels apart from those of the same name in others.
  PanelBento(String window, Drop drop, ObjIntConsumer<Dockable> clicked) {
    this.window = window;
    this.drop = drop;
    this.clicked = clicked;
    controlsBuilding().setHeaderPaneFactory(PanelHeaderPane::new);
    controlsBuilding().setHeaderFactory(this::header);
    controlsBuilding()
        .setHeadersFactory((leaf, orientation, side) -> {
          var headers = new PanelHeaders(leaf, orientation, side);
          headers.setOnDragDropped(e -> dropped(e, leaf, null, Integer.MAX_VALUE));
          return headers;
        });
    controlsBuilding()
        .setContentWrapperFactory(leaf -> {
          var wrapper = new ContentWrapper(leaf);
          wrapper.setOnDragDropped(e -> dropped(e, leaf, side(wrapper, e), Integer.MAX_VALUE));
          return wrapper;
        });
  }

  private final ObjIntConsumer<Dockable> clicked;

  String identifier(String panel) {
    return window + "/" + panel;
  }

  String panel(Dockable dockable) {
    return dockable.getIdentifier().substring(window.length() + 1);
  }

  private static @Nullable Side side(ContentWrapper wrapper, DragEvent event) {
    return BentoUtils.computeClosestSide(wrapper, event.getX(), event.getY());
  }

  private void dropped(DragEvent event, DockContainerLeaf leaf, @Nullable Side side, int index) {
    event.consume();
    leaf.clearCanvas();
    var identifier = DragUtils.extractIdentifier(event.getDragboard());
    var path = identifier == null ? null : search().dockable(identifier);
    if (path != null
        && leaf instanceof PanelLeaf target
        && leaf.canReceiveDockable(path.dockable(), side)) {
      drop.dropped(panel(path.dockable()), target, side, index);
      event.setDropCompleted(true);
    }
  }

  private Header header(Dockable dockable, HeaderPane pane) {
    var header = new Header(dockable, pane).withDragDrop();
    header.setId("panel-" + panel(dockable));
    header.setAccessibleText(dockable.getTitle());
    header.setOnDragDropped(e -> {
      var leaf = pane.getContainer();
      dropped(e, leaf, null, leaf.getDockables().indexOf(dockable));
    });
    header.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, e -> menu(dockable, header, e));
    if (header.lookup(".close-button") instanceof Button close) {
      close.setText("");
      close.setGraphic(new FontIcon("mdi2c-close"));
      if (close.getParent() instanceof Region room) {
        // It lies in the padding, which is as wide as that on the other side.
        room.setMinWidth(0);
        room.setPrefWidth(0);
      }
    }
    return header;
  }

  /// The menu key and the right mouse button alike.
  private static void menu(Dockable dockable, Header header, ContextMenuEvent event) {
    var factory = dockable.contextMenuFactoryProperty().get();
    var menu = factory == null ? null : factory.build(dockable);
    if (menu != null) {
      menu.setAutoHide(true);
      menu.show(header, event.getScreenX(), event.getScreenY());
    }
  }

  @Override
  protected DockableDragDropBehavior newDragDropBehavior() {
    return new DockableDragDropBehavior() {
      @Override
      public boolean canReceiveDockable(
          DockContainerLeaf target, @Nullable Side side, Dockable dockable) {
        return target instanceof PanelLeaf leaf && (side != null || !leaf.isEditor());
      }
    };
  }

  @Override
  protected DockableClickBehavior newClickBehavior() {
    return new DockableClickBehavior() {
      @Override
      public void onMouseClick(
          DockContainerLeaf container, Dockable dockable, Header header, MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
          container.selectDockable(dockable);
          header.requestFocus();
          clicked.accept(dockable, event.getClickCount());
        }
      }
    };
  }
}
