package dev.vivarium.workbench.session;

import java.util.List;

/// Part of the entities that match a [TableQuery].
///
/// @param values for each row of the page one text for each column, JSON as in [FieldValue]; empty
///   where the entity has no such value
public record TablePage(EntityPage page, List<List<String>> values) {
  public TablePage {
    values = List.copyOf(values);
    if (values.size() != page.rows().size()) {
      throw new IllegalArgumentException("each row has its values");
    }
  }
}
