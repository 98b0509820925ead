package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.engine.store.project.ProjectProblem;
import dev.vivarium.workbench.toolchain.Diagnostic;
import java.util.List;

/// What happens to a live world, for the window and for `--events`. Comes from several threads.
public sealed interface LiveEvent {
  /// A plugin is being built, because the project opens or because it was saved.
  record BuildStarted(String plugin) implements LiveEvent {}

  /// @param compileMs what the compiler took to find out
  record BuildFailed(String plugin, List<Diagnostic> diagnostics, double compileMs)
      implements LiveEvent {
    public BuildFailed {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// A build went well; these are its warnings.
  record Built(String plugin, List<Diagnostic> warnings) implements LiveEvent {
    public Built {
      warnings = List.copyOf(warnings);
    }
  }

  record Reloaded(ReloadReport report) implements LiveEvent {}

  /// A new version was not taken; the old one runs on.
  record ReloadRefused(ReloadOutcome outcome) implements LiveEvent {}

  /// A plugin could be built, but not be started for the first time.
  record StartRefused(String plugin, String reason) implements LiveEvent {}

  record OfPlugin(PluginEvent event) implements LiveEvent {}

  record Logged(LogLine line) implements LiveEvent {}

  /// The world was written to disk.
  record Saved(long tick, long bytes, double ms) implements LiveEvent {}

  /// It could not be.
  record SaveFailed(long tick, String reason) implements LiveEvent {}

  record MessagesDropped(long tick, List<String> messages) implements LiveEvent {
    public MessagesDropped {
      messages = List.copyOf(messages);
    }
  }

  /// A saved plugin's `plugin.json` was read again.
  record PluginFileRead(String plugin, List<ProjectProblem> problems) implements LiveEvent {
    public PluginFileRead {
      problems = List.copyOf(problems);
    }
  }

  /// The project's files are watched no more.
  record ProjectTrouble(String message) implements LiveEvent {}
}
