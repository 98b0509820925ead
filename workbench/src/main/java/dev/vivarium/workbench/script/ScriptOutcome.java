package dev.vivarium.workbench.script;

import java.util.Optional;

/// How a run of a script ended.
///
/// @param value of the last expression as text; empty for none
/// @param error what ended it early
public record ScriptOutcome(String value, Optional<ScriptError> error) {
  public boolean done() {
    return error.isEmpty();
  }
}
