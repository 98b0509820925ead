package dev.vivarium.workbench.session;

import java.util.List;

/// Part of the entities that hang on one.
///
/// @param total how many there are in all
/// @param children how many hang on each row in turn
public record ChildPage(
    long tick, int total, int offset, List<EntityRow> rows, List<Integer> children) {
  public ChildPage {
    rows = List.copyOf(rows);
    children = List.copyOf(children);
  }
}
