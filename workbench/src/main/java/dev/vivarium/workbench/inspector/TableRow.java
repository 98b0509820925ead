package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import java.util.List;

/// A row of the table: an entity and the JSON of the values that the table's columns show of it.
public record TableRow(EntityRow entity, List<String> values) {
  public TableRow {
    values = List.copyOf(values);
  }

  public EntityHandle handle() {
    return entity.handle();
  }
}
