package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.command.Obstacle;
import javafx.geometry.Side;

/// The acts on panels: where they stand, which shows, which has the focus.
final class PanelCommands {
  private final WorkbenchView view;
  private final Obstacle inPanel;

  PanelCommands(WorkbenchView view) {
    this.view = view;
    this.inPanel = Obstacle.unless(() -> !view.focusedPanel().isEmpty(), "No panel has the focus");
  }

  void addTo(CommandRegistry commands) {
    addSides(commands);
    addMoves(commands);
    addFocus(commands);
  }

  private void addSides(CommandRegistry commands) {
    var dock = view.dock();
    commands.add(
        "view.project",
        "Show or hide the left panels",
        "Shortcut+B",
        "mdi2d-dock-left",
        () -> dock.toggleSide(Side.LEFT));
    commands.add(
        "view.panels",
        "Show or hide the lower panels",
        "Shortcut+J",
        "mdi2d-dock-bottom",
        () -> dock.toggleSide(Side.BOTTOM));
    commands.add(
        "view.right",
        "Show or hide the right panels",
        "Shortcut+Alt+B",
        "mdi2d-dock-right",
        () -> dock.toggleSide(Side.RIGHT));
    commands.add(
        "view.focus",
        "Show the editor and the world only",
        "Shortcut+Shift+ENTER",
        "mdi2f-fullscreen",
        dock::toggleFocus);
    commands.add(
        "view.resetLayout",
        "Put all panels back where they were at first",
        "",
        "mdi2v-view-dashboard-outline",
        dock::reset);
  }

  private void addMoves(CommandRegistry commands) {
    addMove(commands, "panel.toLeft", "Move this panel to the left", "mdi2d-dock-left", Side.LEFT);
    addMove(
        commands, "panel.toRight", "Move this panel to the right", "mdi2d-dock-right", Side.RIGHT);
    addMove(
        commands,
        "panel.toBottom",
        "Move this panel below the editor",
        "mdi2d-dock-bottom",
        Side.BOTTOM);
    commands.add(
        "panel.close",
        "Close this panel",
        "",
        "mdi2c-close",
        inPanel,
        () -> view.dock().close(view.focusedPanel()));
    commands.add(
        "panel.fold",
        "Fold this panel to its tab",
        "",
        "mdi2a-arrow-collapse",
        inPanel,
        () -> view.dock().collapse(view.focusedPanel(), true));
  }

  private void addMove(CommandRegistry commands, String id, String title, String icon, Side side) {
    commands.add(id, title, "", icon, inPanel, () -> view.dock().moveTo(view.focusedPanel(), side));
  }

  private void addFocus(CommandRegistry commands) {
    commands.add(
        "focus.next",
        "Go to the next panel",
        "Shortcut+F6",
        "mdi2a-arrow-right",
        () -> view.focusNeighbour(1));
    commands.add(
        "focus.previous",
        "Go to the panel before",
        "Shortcut+Shift+F6",
        "mdi2a-arrow-left",
        () -> view.focusNeighbour(-1));
    commands.add(
        "focus.editor",
        "Go to the editor",
        "Shortcut+0",
        "mdi2f-file-document-edit-outline",
        () -> view.showPanel("editor"));
  }
}
