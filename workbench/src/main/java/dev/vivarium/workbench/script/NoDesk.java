package dev.vivarium.workbench.script;

import java.util.List;

/// What `workbench` is where a script runs without a window.
record NoDesk() implements ScriptDesk {
  private static ScriptFailure none() {
    return new ScriptFailure(
        "There is no window here. Run this script in the workbench: vivarium open PROJECT.");
  }

  @Override
  public List<String> commands() {
    return List.of();
  }

  @Override
  public void run(String command) {
    throw none();
  }

  @Override
  public void open(String place) {
    throw none();
  }

  @Override
  public void select(ScriptEntity... entities) {
    throw none();
  }

  @Override
  public List<ScriptEntity> selection() {
    throw none();
  }

  @Override
  public void show(String panel) {
    throw none();
  }

  @Override
  public void screenshot(String file) {
    throw none();
  }

  @Override
  public String toString() {
    return "no window";
  }
}
