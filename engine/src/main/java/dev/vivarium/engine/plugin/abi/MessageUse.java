package dev.vivarium.engine.plugin.abi;

import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaName;

/// An entry of a descriptor's message list: a channel that the plugin owns, or somebody else's.
public sealed interface MessageUse {
  SchemaName name();

  /// The payload's fixed part as this plugin sees it.
  Layout layout();

  record Own(MessageSchema schema) implements MessageUse {
    @Override
    public SchemaName name() {
      return schema.name();
    }

    @Override
    public Layout layout() {
      return schema.layout();
    }
  }

  record Foreign(SchemaName name, Layout layout) implements MessageUse {}
}
