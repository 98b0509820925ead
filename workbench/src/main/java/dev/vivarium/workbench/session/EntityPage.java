package dev.vivarium.workbench.session;

import java.util.List;

/// Part of the entities that match a query.
///
/// @param tick when it was read
/// @param total how many match in all
/// @param offset place of the first row among them
public record EntityPage(long tick, int total, int offset, List<EntityRow> rows) {
  public EntityPage {
    rows = List.copyOf(rows);
  }
}
