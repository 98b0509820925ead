package dev.vivarium.workbench.session;

/// What a plugin is doing. `FAILED` means that there is no version that could be loaded;
/// `PROBATION` that a new version runs and may still be rolled back.
public enum PluginState {
  LOADING,
  COMPILING,
  RUNNING,
  PROBATION,
  STOPPED,
  FAILED
}
