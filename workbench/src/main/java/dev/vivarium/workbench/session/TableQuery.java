package dev.vivarium.workbench.session;

import java.util.List;

/// Which entities to list, with which of their values, in which order.
///
/// @param columns values such as `fish/Fish.hunger` or `vivarium/Transform.position.x`, at most
///   [#MAX_COLUMNS]
public record TableQuery(EntityQuery entities, List<String> columns, EntityOrder order) {
  public static final int MAX_COLUMNS = 32;

  public TableQuery {
    columns = List.copyOf(columns);
    if (columns.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException("at most " + MAX_COLUMNS + " columns");
    }
  }
}
