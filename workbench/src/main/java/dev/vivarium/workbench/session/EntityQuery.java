package dev.vivarium.workbench.session;

/// Which entities to list.
///
/// @param filter a query line such as `Fish, !Sleeping where Velocity.linear.x > 2`, as the `query`
///   package reads it, or words that must all match: `#214` or a number the index, anything else
///   part of the entity's name, one of its components or its owner, upper and lower case alike;
///   empty matches all
/// @param offset rows to skip, from 0
/// @param limit most rows to return, 1 to [WorldSession#MAX_PAGE]
public record EntityQuery(String filter, int offset, int limit) {
  private static final int MAX_FILTER_LENGTH = 1_000;

  public EntityQuery {
    if (filter.length() > MAX_FILTER_LENGTH) {
      throw new IllegalArgumentException(
          "a filter has at most " + MAX_FILTER_LENGTH + " characters");
    }
    if (offset < 0 || limit < 1 || limit > WorldSession.MAX_PAGE) {
      throw new IllegalArgumentException("no such page: offset " + offset + ", limit " + limit);
    }
  }
}
