package dev.vivarium.engine.plugin;

import java.util.List;

/// A change of components that neither a rule nor the plugin's hook covers. The user decides: keep
/// the old version, or reset the components.
public final class DecisionNeededException extends PluginLoadException {
  private static final long serialVersionUID = 1L;

  private final transient List<MigrationPreview.Change> changes;

  DecisionNeededException(String plugin, List<MigrationPreview.Change> changes) {
    super(
        plugin,
        String.join(
            "; ", changes.stream().map(c -> c.name() + ": " + c.migration().describe()).toList()));
    this.changes = List.copyOf(changes);
  }

  public List<MigrationPreview.Change> changes() {
    return changes;
  }
}
