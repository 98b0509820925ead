package dev.vivarium.workbench.script;

import java.util.Optional;

/// How one test went.
///
/// @param millis that it took, opening its world included
/// @param output what it printed
public record TestResult(
    WorldTest test,
    Verdict verdict,
    long ticks,
    long millis,
    String output,
    Optional<ScriptError> error) {
  /// A test fails where an assertion does not hold, and is broken where it could not be run to
  /// there.
  public enum Verdict {
    PASSED,
    FAILED,
    BROKEN
  }

  public boolean passed() {
    return verdict == Verdict.PASSED;
  }

  /// Whether it never began, for its world could not be opened.
  public boolean worldless() {
    return verdict == Verdict.BROKEN
        && ticks == 0
        && error.filter(e -> e.place().isEmpty()).isPresent();
  }

  /// The line to go to: of the failing assertion, else where the test begins.
  public String place() {
    return error
        .map(ScriptError::place)
        .filter(place -> !place.isEmpty())
        .orElse(test.file() + ":" + test.line());
  }
}
