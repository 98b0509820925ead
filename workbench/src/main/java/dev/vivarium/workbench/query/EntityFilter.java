package dev.vivarium.workbench.query;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.Origin;
import java.util.List;
import java.util.Optional;

/// What a query line says, with every name found in the world's schema.
///
/// @param terms all must hold
/// @param where must hold too
/// @param shown full names of the components that the line names outside of `!`, in their order
public record EntityFilter(List<Term> terms, Optional<Condition> where, List<String> shown) {
  public EntityFilter {
    terms = List.copyOf(terms);
    shown = List.copyOf(shown);
  }

  /// A comma's worth of a line.
  public sealed interface Term {
    boolean negated();

    /// The entity has the component; optional ones ask for nothing.
    record Has(String component, boolean negated) implements Term {}

    record Id(long index, boolean negated) implements Term {}

    /// Its owner is that plugin; empty for the scene's own.
    record OwnedBy(String plugin, boolean negated) implements Term {}

    record From(Origin origin, boolean negated) implements Term {}
  }

  /// What follows `where`. An entity without the component fails every comparison on it.
  public sealed interface Condition {
    record And(Condition left, Condition right) implements Condition {}

    record Or(Condition left, Condition right) implements Condition {}

    record Not(Condition inner) implements Condition {}

    record Real(Path path, Comparison comparison, double value) implements Condition {}

    /// Whole numbers of 64 bits, which a double would round.
    record Whole(Path path, Comparison comparison, long value, boolean signed)
        implements Condition {}

    record Text(Path path, Match match, String value) implements Condition {}

    record Flag(Path path, boolean value) implements Condition {}

    /// The field names that entity, by number; empty for none.
    record Names(Path path, boolean equal, Optional<EntityHandle> entity) implements Condition {}
  }

  /// A value within a component.
  ///
  /// @param type of the value that is meant, after parts and elements
  /// @param part which number of a vector, quaternion, matrix or colour; -1 for the whole field
  /// @param element which value of an array; -1 for none
  public record Path(String component, String field, FieldType type, int element, int part) {}

  public enum Comparison {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /// Whether it holds; a number that is none only is unequal to all.
    public boolean holds(double a, double b) {
      return switch (this) {
        case EQUAL -> a == b;
        case NOT_EQUAL -> a != b;
        case LESS -> a < b;
        case AT_MOST -> a <= b;
        case MORE -> a > b;
        case AT_LEAST -> a >= b;
      };
    }

    public boolean holds(int order) {
      return holds(order, 0);
    }
  }

  /// How text is compared. `CONTAINS` takes upper and lower case alike.
  public enum Match {
    EQUAL,
    NOT_EQUAL,
    CONTAINS,
    CONTAINS_NOT
  }
}
