package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.workbench.toolchain.Diagnostic;
import java.util.List;

/// What happens to a live world, for the window and for `--events`. Comes from several threads.
public sealed interface LiveEvent {
  /// A saved plugin is being built.
  record BuildStarted(String plugin) implements LiveEvent {}

  record BuildFailed(String plugin, List<Diagnostic> diagnostics) implements LiveEvent {
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

  record OfPlugin(PluginEvent event) implements LiveEvent {}

  record Logged(LogLine line) implements LiveEvent {}

  /// The world was written to disk.
  record Saved(long tick, long bytes, double ms) implements LiveEvent {}

  record MessagesDropped(long tick, List<String> messages) implements LiveEvent {
    public MessagesDropped {
      messages = List.copyOf(messages);
    }
  }

  /// The project's files are watched no more, or one of them cannot be read.
  record ProjectTrouble(String message) implements LiveEvent {}
}
