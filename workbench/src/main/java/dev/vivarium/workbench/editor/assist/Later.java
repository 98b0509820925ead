package dev.vivarium.workbench.editor.assist;

/// Runs tasks on the window's thread after a while.
@FunctionalInterface
public interface Later {
  /// @return keeps the task from being run, if it was not
  Runnable after(long delayMs, Runnable task);
}
