package dev.vivarium.engine.plugin;

/// Where a plugin is in its life.
public enum PluginState {
  /// Its systems run.
  RUNNING,
  /// Runs, but a failure within its first ticks puts the version before it back.
  PROBATION,
  /// Needs a schema that no running plugin declares.
  WAITING,
  /// Stopped by the user.
  STOPPED,
  /// Stopped by the host after a trap or a broken rule.
  FAILED;

  public boolean runs() {
    return this == RUNNING || this == PROBATION;
  }
}
