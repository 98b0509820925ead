package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.abi.ComponentUse;
import dev.vivarium.engine.plugin.abi.MessageUse;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What plugins declare and use: makes their components and channels known to a world's store and
/// bus, and finds there what a module names. Owned by the tick thread.
final class PluginSchemas {
  private final SchemaRegistry registry = SchemaRegistry.withVocabulary();
  private final EntityStore store;
  private final MessageBus bus;

  PluginSchemas(EntityStore store, MessageBus bus) {
    this.store = store;
    this.bus = bus;
  }

  // Declaring

  /// Makes the plugin's own components and channels known.
  void declare(PluginModule module) throws PluginLoadException {
    try {
      replace(module);
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(module.name(), e);
    }
    for (ComponentSchema schema : module.descriptor().ownComponents()) {
      declare(module.name(), schema);
    }
    module.descriptor().ownMessages().forEach(bus::declare);
  }

  /// A saved world may know the component with an older schema, whose plugin did not come back.
  private void declare(String plugin, ComponentSchema schema) throws PluginLoadException {
    ComponentType known = store.findType(schema.name());
    if (known == null) {
      store.register(schema);
    } else if (!known.schema().equals(schema)) {
      try {
        store.migrate(known, schema, SchemaMigration.plan(known.schema(), schema), null);
      } catch (SchemaConflictException e) {
        throw new PluginLoadException(plugin, e);
      }
    }
  }

  /// Declares all, or none.
  ///
  /// @throws PluginLoadException if a schema conflicts with another's
  void declareAll(List<PluginModule> modules) throws PluginLoadException {
    try {
      for (PluginModule module : modules) {
        declare(module);
      }
    } catch (PluginLoadException e) {
      modules.forEach(module -> registry.remove(module.name()));
      throw e;
    }
  }

  /// Declares the schemas of these plugins from the beginning, as though none were used yet.
  void declareAnew(Collection<Plugin> plugins) {
    plugins.forEach(plugin -> registry.remove(plugin.name()));
    plugins.forEach(plugin -> replace(plugin.module));
  }

  /// Makes a plugin's own schemas those of this version, for others to use; the store and the bus
  /// do not know of it yet.
  ///
  /// @throws SchemaConflictException if one conflicts with what others declare or use
  void replace(PluginModule module) {
    registry.replace(
        module.name(), module.descriptor().ownComponents(), module.descriptor().ownMessages());
  }

  /// What [#replace] would refuse, in words.
  List<String> conflicts(PluginModule module) {
    return registry.conflicts(
        module.name(), module.descriptor().ownComponents(), module.descriptor().ownMessages());
  }

  /// Forgets what a plugin declares and uses.
  void remove(String plugin) {
    registry.remove(plugin);
  }

  // Of plugins that run elsewhere

  /// As [PluginHost#adopt].
  void adopt(String owner, List<ComponentSchema> components, List<MessageSchema> messages) {
    registry.replace(owner, components, messages);
    components.forEach(this::adopt);
    messages.forEach(this::adopt);
  }

  private void adopt(ComponentSchema schema) {
    ComponentType known = store.findType(schema.name());
    if (known != null && !isSame(known.schema(), schema)) {
      store.unregister(known);
      known = null;
    }
    if (known == null) {
      store.register(schema);
    }
  }

  private static boolean isSame(ComponentSchema known, ComponentSchema schema) {
    return known.storage() == schema.storage() && known.layout().sameShape(schema.layout());
  }

  private void adopt(MessageSchema schema) {
    Optional<Channel> known = bus.channel(schema.name());
    boolean changed =
        known.isPresent() && !known.get().schema().layout().sameShape(schema.layout());
    Channel channel = bus.declare(schema);
    if (changed) {
      bus.subscriptions().stream()
          .filter(inbox -> inbox.channel() == channel)
          .forEach(inbox -> bus.restoreWaiting(inbox, List.of()));
    }
  }

  // Using

  /// What the module uses and nobody declares, as a list for people; empty if nothing.
  String missing(PluginModule module) {
    List<String> missing = new ArrayList<>();
    for (ComponentUse use : module.descriptor().components()) {
      if (use instanceof ComponentUse.Foreign foreign
          && registry.component(foreign.name()) == null) {
        missing.add("component " + foreign.name());
      }
    }
    for (MessageUse use : module.descriptor().messages()) {
      if (use instanceof MessageUse.Foreign foreign && registry.message(foreign.name()) == null) {
        missing.add("message " + foreign.name());
      }
    }
    return String.join(", ", missing);
  }

  /// The world's type of each entry of a module's component list.
  List<ComponentType> types(PluginModule module) throws PluginLoadException {
    List<ComponentType> types = new ArrayList<>();
    try {
      for (ComponentUse use : module.descriptor().components()) {
        registry.useComponent(module.name(), use.name(), use.layout());
        types.add(store.type(use.name()));
      }
      return types;
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(module.name(), e);
    }
  }

  /// The world's channel of each entry of a module's message list.
  List<Channel> channels(PluginModule module) throws PluginLoadException {
    List<Channel> channels = new ArrayList<>();
    try {
      for (MessageUse use : module.descriptor().messages()) {
        registry.useMessage(module.name(), use.name(), use.layout());
        channels.add(bus.channel(use.name()).orElseThrow());
      }
      return channels;
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(module.name(), e);
    }
  }
}
