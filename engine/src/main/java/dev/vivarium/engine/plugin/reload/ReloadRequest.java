package dev.vivarium.engine.plugin.reload;

import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.schema.SchemaName;
import java.util.Set;

/// A new version to be swapped in.
///
/// @param changedAtNanos when the file changed, on the world's clock
/// @param compileMs what the toolchain took
/// @param reset components that the user agreed to start anew
public record ReloadRequest(
    PluginSource source, long changedAtNanos, double compileMs, Set<SchemaName> reset) {
  public ReloadRequest {
    reset = Set.copyOf(reset);
  }

  public ReloadRequest withReset(Set<SchemaName> next) {
    return new ReloadRequest(source, changedAtNanos, compileMs, next);
  }
}
