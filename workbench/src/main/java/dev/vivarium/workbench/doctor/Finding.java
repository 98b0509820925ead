package dev.vivarium.workbench.doctor;

/// One thing looked at.
///
/// @param subject what was looked at, such as `JDK`
/// @param state whether it is as it should be
/// @param found what is there, in a few words
/// @param remedy what to do about it, often a command; empty where nothing is to do
public record Finding(String subject, State state, String found, String remedy) {

  /// How it stands with one thing.
  public enum State {
    /// As it should be.
    GOOD,
    /// Missing, and Vivarium works without it, in part.
    LIMITED,
    /// Missing and needed.
    MISSING
  }

  static Finding good(String subject, String found) {
    return new Finding(subject, State.GOOD, found, "");
  }
}
