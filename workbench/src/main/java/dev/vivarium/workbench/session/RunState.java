package dev.vivarium.workbench.session;

/// Whether the world's clock runs. `STOPPED` means that it will not run again without a reset.
public enum RunState {
  LOADING,
  RUNNING,
  PAUSED,
  STOPPED
}
