package dev.vivarium.engine.ecs;

/// One condition of a query.
///
/// @param optional entities without the component match too; a `CHANGED` term then only holds back
///   entities that have it unchanged
public record QueryTerm(ComponentType type, Access access, boolean optional) {
  public static QueryTerm of(ComponentType type, Access access) {
    return new QueryTerm(type, access, false);
  }

  boolean required() {
    return !optional && access != Access.WITHOUT;
  }

  /// Whether it has to be decided row by row.
  boolean filtersRows() {
    return switch (access) {
      case CHANGED -> true;
      case READ, WRITE, WITH -> type.isSparse() && !optional;
      case WITHOUT -> type.isSparse();
    };
  }
}
