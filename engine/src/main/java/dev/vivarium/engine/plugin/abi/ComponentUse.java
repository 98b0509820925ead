package dev.vivarium.engine.plugin.abi;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaName;
import java.util.List;

/// An entry of a descriptor's component list: one that the plugin owns, or one of somebody else's
/// that it uses.
public sealed interface ComponentUse {
  SchemaName name();

  /// The value's layout as this plugin sees it.
  Layout layout();

  /// A component of the plugin's own.
  ///
  /// @param migratesFrom versions that the plugin's own hook can migrate from
  record Own(ComponentSchema schema, List<Integer> migratesFrom) implements ComponentUse {
    public Own {
      migratesFrom = List.copyOf(migratesFrom);
    }

    @Override
    public SchemaName name() {
      return schema.name();
    }

    @Override
    public Layout layout() {
      return schema.layout();
    }
  }

  record Foreign(SchemaName name, Layout layout) implements ComponentUse {}
}
