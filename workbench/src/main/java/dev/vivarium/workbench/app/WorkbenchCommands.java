package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.editor.EditorCommands;
import dev.vivarium.workbench.session.WorldCommand;

/// Every act of the window with its name, shortcut and icon.
final class WorkbenchCommands {
  private final Workbench workbench;

  WorkbenchCommands(Workbench workbench) {
    this.workbench = workbench;
  }

  void addTo(CommandRegistry commands) {
    addFiles(commands);
    new EditorCommands(workbench.editor(), workbench::editorView).addTo(commands);
    addWorld(commands);
    addViews(commands);
  }

  private void addFiles(CommandRegistry commands) {
    commands.add(
        "file.save",
        "Save",
        "Shortcut+S",
        "mdi2c-content-save-outline",
        this::hasFile,
        workbench::saveActive);
    commands.add(
        "file.saveAll",
        "Save all",
        "Shortcut+Alt+S",
        "mdi2c-content-save-all-outline",
        () -> workbench.editor().saveAll());
    commands.add(
        "file.close",
        "Close file",
        "Shortcut+W",
        "mdi2c-close",
        this::hasFile,
        workbench::closeActive);
    commands.add(
        "window.close",
        "Close window",
        "Shortcut+Q",
        "mdi2e-exit-to-app",
        () -> workbench.view().requestClose());
  }

  private boolean hasFile() {
    return workbench.editor().activeProperty().get() != null;
  }

  private void addWorld(CommandRegistry commands) {
    var world = workbench.world();
    commands.add("world.toggle", "Run or pause the world", "F5", "mdi2p-play", world::togglePause);
    commands.add(
        "world.resume",
        "Run the world",
        "",
        "mdi2p-play",
        () -> world.act(new WorldCommand.Resume()));
    commands.add(
        "world.pause",
        "Pause the world",
        "",
        "mdi2p-pause",
        () -> world.act(new WorldCommand.Pause()));
    commands.add("world.step", "Step one tick", "F6", "mdi2s-skip-next", world::step);
    commands.add(
        "world.slower",
        "Slow the world down",
        "Shortcut+Alt+LEFT",
        "mdi2r-rewind",
        () -> world.changeSpeed(-1));
    commands.add(
        "world.faster",
        "Speed the world up",
        "Shortcut+Alt+RIGHT",
        "mdi2f-fast-forward",
        () -> world.changeSpeed(1));
    commands.add(
        "world.realTime",
        "Run at normal speed",
        "Shortcut+Alt+DOWN",
        "mdi2s-speedometer",
        () -> world.setSpeed(1));
    commands.add(
        "world.reset",
        "Reset the world",
        "Shortcut+Shift+F5",
        "mdi2r-restart",
        workbench::resetWorld);
  }

  private void addViews(CommandRegistry commands) {
    commands.add(
        "view.palette",
        "Find a command",
        "Shortcut+Shift+P",
        "mdi2c-console-line",
        () -> workbench.view().showPalette());
    commands.add(
        "view.theme",
        "Switch between dark and light",
        "Shortcut+Shift+L",
        "mdi2t-theme-light-dark",
        () -> workbench.themeProperty().set(workbench.themeProperty().get().other()));
    commands.add(
        "view.project",
        "Show or hide the project tree",
        "Shortcut+B",
        "mdi2d-dock-left",
        () -> workbench.view().toggleProject());
    commands.add(
        "view.panels",
        "Show or hide the lower panels",
        "Shortcut+J",
        "mdi2d-dock-bottom",
        () -> workbench.view().togglePanels());
    commands.add(
        "view.focus",
        "Show the editor and the world only",
        "Shortcut+Shift+ENTER",
        "mdi2f-fullscreen",
        () -> workbench.view().toggleFocus());
  }
}
