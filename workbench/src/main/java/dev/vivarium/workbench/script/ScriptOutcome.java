package dev.vivarium.workbench.script;

import java.util.Optional;

/// How a run of a script ended.
///
/// @param value of the last expression as text; empty for none
/// @param acts what it did to the world, such as `12 entities set`; empty for nothing
/// @param error what ended it early
public record ScriptOutcome(String value, String acts, Optional<ScriptError> error) {
  public boolean done() {
    return error.isEmpty();
  }
}
