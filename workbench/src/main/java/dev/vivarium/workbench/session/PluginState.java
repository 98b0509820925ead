package dev.vivarium.workbench.session;

/// What a plugin is doing. `WAITING` means that it needs what another plugin declares; `FAILED`
/// means that there is no version that could be loaded; `PROBATION` that a new version runs and may
/// still be rolled back.
public enum PluginState {
  LOADING,
  COMPILING,
  WAITING,
  RUNNING,
  PROBATION,
  STOPPED,
  FAILED
}
