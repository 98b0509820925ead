package dev.vivarium.workbench.command;

import java.util.function.BooleanSupplier;

/// What may keep an act from being done now.
@FunctionalInterface
public interface Obstacle {
  /// Nothing ever does.
  Obstacle NONE = () -> "";

  /// Why the act cannot be done, in the user's words and without a full stop, such as `No entity is
  /// selected`; empty where it can be done. Asked on the window's thread.
  String reason();

  /// Where `possible` does not hold, `otherwise` is the reason.
  static Obstacle unless(BooleanSupplier possible, String otherwise) {
    return () -> possible.getAsBoolean() ? "" : otherwise;
  }

  /// This one, and where it is none, another.
  default Obstacle or(Obstacle other) {
    return () -> {
      var own = reason();
      return own.isEmpty() ? other.reason() : own;
    };
  }
}
