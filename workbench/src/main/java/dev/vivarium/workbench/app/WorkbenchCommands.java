package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.editor.EditorCommands;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.List;

/// Every act of the window with its name, shortcut and icon.
final class WorkbenchCommands {
  private static final int MAX_RECENT = 9;

  private final Workbench workbench;

  WorkbenchCommands(Workbench workbench) {
    this.workbench = workbench;
  }

  void addTo(CommandRegistry commands) {
    addFiles(commands);
    workbench.program().windows().ifPresent(w -> addProjects(commands, w));
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
        Obstacle.unless(this::hasFile, "No file is open"),
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
        Obstacle.unless(this::hasFile, "No file is open"),
        workbench::closeActive);
    commands.add(
        "window.close",
        "Close window",
        "Shortcut+Q",
        "mdi2e-exit-to-app",
        () -> workbench.view().requestClose());
  }

  private void addProjects(CommandRegistry commands, Windows windows) {
    commands.add(
        "file.start",
        "New or open project…",
        "Shortcut+O",
        "mdi2f-folder-open-outline",
        windows::showStart);
    commands.add(
        "file.attach",
        "Attach to a server…",
        "Shortcut+Shift+O",
        "mdi2s-server-network",
        () -> windows.showAttach(""));
    int number = 0;
    for (var recent : windows.recents()) {
      if (!recent.folder().equals(workbench.options().project().root()) && number < MAX_RECENT) {
        number++;
        commands.add(
            "recent." + number,
            "Open recent: " + recent.name(),
            "",
            "mdi2h-history",
            () -> windows.open(recent.folder()));
      }
    }
  }

  private void textSize(int step) {
    var sizes = List.of("small", "normal", "large");
    var size = workbench.program().settings().textSize();
    var now = sizes.indexOf(size.get());
    size.set(sizes.get(Math.clamp(now + step, 0, sizes.size() - 1)));
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
        () ->
            workbench
                .program()
                .settings()
                .theme()
                .set(workbench.themeProperty().get().other().id()));
    commands.add(
        "settings.open",
        "Settings",
        "Shortcut+COMMA",
        "mdi2c-cog-outline",
        () -> workbench.view().showSettings());
    commands.add(
        "view.larger", "Larger text", "", "mdi2f-format-font-size-increase", () -> textSize(1));
    commands.add(
        "view.smaller", "Smaller text", "", "mdi2f-format-font-size-decrease", () -> textSize(-1));
  }
}
