package dev.vivarium.engine.world;

import dev.vivarium.engine.schema.SchemaName;
import java.util.Optional;

/// What is watched: one field of one entity, or of every entity that has the component.
///
/// @param id given by whoever watches, and named in each [WatchHit]
/// @param entity handle, or 0 for any entity
/// @param field name of the field; one number of a vector, quaternion or colour as `position.x`
/// @param condition where empty, every change counts; else the change that makes it hold
public record FieldWatch(
    long id, long entity, SchemaName component, String field, Optional<Condition> condition) {

  /// A comparison with a value.
  ///
  /// @param value a number, `true` or `false`, the name of an enum's value, or a handle's bits as a
  ///   decimal number
  public record Condition(Comparison comparison, String value) {}

  public enum Comparison {
    BELOW("<"),
    AT_MOST("<="),
    EQUAL("="),
    NOT_EQUAL("!="),
    AT_LEAST(">="),
    ABOVE(">");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /// How people write it.
    public String sign() {
      return sign;
    }

    /// The comparison written so.
    ///
    /// @throws IllegalArgumentException naming the signs there are
    public static Comparison of(String sign) {
      for (Comparison comparison : values()) {
        if (comparison.sign.equals(sign)) {
          return comparison;
        }
      }
      throw new IllegalArgumentException(
          "'%s' is no comparison; use <, <=, =, !=, >= or >".formatted(sign));
    }

    /// Whether it holds for a value that compares to the other as this sign says.
    boolean holds(int sign) {
      return switch (this) {
        case BELOW -> sign < 0;
        case AT_MOST -> sign <= 0;
        case EQUAL -> sign == 0;
        case NOT_EQUAL -> sign != 0;
        case AT_LEAST -> sign >= 0;
        case ABOVE -> sign > 0;
      };
    }
  }
}
