package dev.vivarium.workbench.script;

import java.util.List;

/// The window as scripts handle it, bound as `workbench`. Each call returns when it is done.
public interface ScriptDesk {
  /// Ids and titles of every command, such as `world.pause Pause the world`.
  List<String> commands();

  /// Does a command by its id; fails where there is none or it cannot be done now.
  void run(String command);

  /// Opens `path`, `path:line` or `path:line:column` in the editor.
  void open(String place);

  /// Selects these entities in table, map and inspector.
  void select(ScriptEntity... entities);

  /// The selected entities.
  List<ScriptEntity> selection();

  /// Brings a panel to the front: `messages`, `console`, `problems` …
  void show(String panel);

  /// Writes what the window shows as a PNG; the path is relative to the project.
  void screenshot(String file);

  /// A desk where there is no window: every call fails and says so.
  static ScriptDesk none() {
    return new NoDesk();
  }
}
