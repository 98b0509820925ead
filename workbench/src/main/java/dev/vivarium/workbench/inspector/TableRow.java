package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Origin;
import java.util.List;

/// A row of the table: an entity and the JSON of the values that the table's columns show of it.
public record TableRow(EntityRow entity, List<String> values) {
  public TableRow {
    values = List.copyOf(values);
  }

  static final String SCENE = "scene";
  static final String NOBODY = "—";

  /// The plugin that owns it, else whether a scene or nobody does.
  String ownerText() {
    var unowned = entity.origin() == Origin.SCENE ? SCENE : NOBODY;
    return entity.owner().isEmpty() ? unowned : entity.owner();
  }

  public EntityHandle handle() {
    return entity.handle();
  }
}
