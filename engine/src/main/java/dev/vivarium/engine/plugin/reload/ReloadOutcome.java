package dev.vivarium.engine.plugin.reload;

import dev.vivarium.engine.plugin.MigrationPreview;
import dev.vivarium.engine.plugin.PluginFailure;
import java.util.List;

/// How a reload ended.
public sealed interface ReloadOutcome {
  record Reloaded(ReloadReport report) implements ReloadOutcome {}

  /// The old version runs on.
  record Refused(String plugin, String reason) implements ReloadOutcome {}

  /// The new version failed on the copy of the world; the old one runs on.
  record FailedInShadow(String plugin, PluginFailure failure) implements ReloadOutcome {}

  /// Neither rule nor hook covers a change; the old version runs on until the user decides.
  record DecisionNeeded(ReloadRequest request, List<MigrationPreview.Change> changes)
      implements ReloadOutcome {
    public DecisionNeeded {
      changes = List.copyOf(changes);
    }
  }
}
