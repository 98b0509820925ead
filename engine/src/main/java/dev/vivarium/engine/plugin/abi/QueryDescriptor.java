package dev.vivarium.engine.plugin.abi;

import java.util.List;

/// A query as a plugin declares it.
public record QueryDescriptor(String name, List<Term> terms) {
  public QueryDescriptor {
    terms = List.copyOf(terms);
  }

  /// One condition of a query.
  ///
  /// @param component index in the descriptor's component list
  public record Term(int component, Access access, boolean optional) {
    /// Whether the term has a column in each chunk.
    public boolean carriesData() {
      return access == Access.READ || access == Access.WRITE;
    }
  }

  public enum Access {
    READ,
    WRITE,
    WITH,
    WITHOUT,
    CHANGED
  }
}
