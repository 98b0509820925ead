package dev.vivarium.workbench.dock;

import dev.vivarium.workbench.command.CommandControls;
import javafx.scene.control.Button;
import org.kordamp.ikonli.javafx.FontIcon;
import software.coley.bentofx.control.HeaderPane;
import software.coley.bentofx.layout.container.DockContainerLeaf;

/// The tabs of a group; the editor's has none.
final class PanelHeaderPane extends HeaderPane {
  PanelHeaderPane(DockContainerLeaf container) {
    super(container);
    if (container instanceof PanelLeaf) {
      // The leaf is still being made, so that only its styles can tell later.
      container.getStyleClass().subscribe(() -> hideForEditor(container));
    }
  }

  private void hideForEditor(DockContainerLeaf container) {
    var tabs = getTop();
    if (tabs != null && container.getStyleClass().contains("editor-leaf")) {
      tabs.setVisible(false);
      tabs.setManaged(false);
    }
  }

  @Override
  protected Button createDockableListButton() {
    var button = super.createDockableListButton();
    button.setText("");
    button.setEllipsisString("");
    button.setGraphic(new FontIcon("mdi2c-chevron-down"));
    button.setAccessibleText("All tabs of this group");
    button.setTooltip(CommandControls.tooltip("All tabs of this group"));
    button.setMinSize(PanelHeaders.BUTTON_PX, PanelHeaders.BUTTON_PX);
    button.setMaxSize(PanelHeaders.BUTTON_PX, PanelHeaders.BUTTON_PX);
    return button;
  }
}
