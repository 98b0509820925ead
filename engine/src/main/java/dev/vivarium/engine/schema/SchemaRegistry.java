package dev.vivarium.engine.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every schema known to a world, and who uses which fields of whom. Owned by the tick thread.
///
/// A schema belongs to the plugin in its name. Consumers state the fields that they use; a
/// declaration or replacement that would break one is refused with both plugins named.
public final class SchemaRegistry {
  private final Map<SchemaName, ComponentSchema> components = new TreeMap<>();
  private final Map<SchemaName, MessageSchema> messages = new TreeMap<>();
  private final Map<Use, Layout> uses = new TreeMap<>();

  private record Use(String consumer, SchemaName schema, boolean message)
      implements Comparable<Use> {
    @Override
    public int compareTo(Use other) {
      int bySchema = schema.compareTo(other.schema);
      int byConsumer = consumer.compareTo(other.consumer);
      int order = bySchema != 0 ? bySchema : byConsumer;
      return order != 0 ? order : Boolean.compare(message, other.message);
    }
  }

  /// A registry that knows the built-in vocabulary.
  public static SchemaRegistry withVocabulary() {
    var registry = new SchemaRegistry();
    Vocabulary.components().forEach(schema -> registry.components.put(schema.name(), schema));
    Vocabulary.messages().forEach(schema -> registry.messages.put(schema.name(), schema));
    return registry;
  }

  /// Declares a component of `plugin`.
  ///
  /// @throws SchemaConflictException if it belongs to another plugin or is declared already
  public void declare(String plugin, ComponentSchema schema) {
    checkOwner(plugin, schema.name());
    checkNew(schema.name(), components);
    components.put(schema.name(), schema);
  }

  /// Declares a message of `plugin`.
  ///
  /// @throws SchemaConflictException if it belongs to another plugin or is declared already
  public void declare(String plugin, MessageSchema schema) {
    checkOwner(plugin, schema.name());
    checkNew(schema.name(), messages);
    messages.put(schema.name(), schema);
  }

  private static void checkOwner(String plugin, SchemaName name) {
    if (!name.owner().equals(plugin) || name.isBuiltIn()) {
      throw new SchemaConflictException(
          "plugin '%s' declares %s, which belongs to '%s'".formatted(plugin, name, name.owner()));
    }
  }

  private static void checkNew(SchemaName name, Map<SchemaName, ?> known) {
    if (known.containsKey(name)) {
      throw new SchemaConflictException(
          "plugin '%s' declares %s, which plugin '%s' declared already"
              .formatted(name.owner(), name, name.owner()));
    }
  }

  /// Resolves a consumer's view of a component and remembers it.
  ///
  /// @throws SchemaConflictException naming consumer and owner if the fields do not match
  public Projection useComponent(String consumer, SchemaName name, Layout fields) {
    return use(new Use(consumer, name, false), layout(components.get(name)), fields);
  }

  /// Resolves a consumer's view of a message and remembers it.
  ///
  /// @throws SchemaConflictException naming consumer and owner if the fields do not match
  public Projection useMessage(String consumer, SchemaName name, Layout fields) {
    return use(new Use(consumer, name, true), layout(messages.get(name)), fields);
  }

  private static @Nullable Layout layout(@Nullable ComponentSchema schema) {
    return schema == null ? null : schema.layout();
  }

  private static @Nullable Layout layout(@Nullable MessageSchema schema) {
    return schema == null ? null : schema.layout();
  }

  private Projection use(Use use, @Nullable Layout owner, Layout fields) {
    Projection projection = project(use, owner, fields);
    uses.put(use, fields);
    return projection;
  }

  private static Projection project(Use use, @Nullable Layout owner, Layout fields) {
    if (owner == null) {
      throw new SchemaConflictException(
          "plugin '%s' uses %s, which plugin '%s' does not declare"
              .formatted(use.consumer, use.schema, use.schema.owner()));
    }
    try {
      return Projection.of(owner, fields);
    } catch (SchemaConflictException e) {
      throw new SchemaConflictException(
          "plugin '%s' does not agree with plugin '%s' on %s: %s"
              .formatted(use.consumer, use.schema.owner(), use.schema, e.getMessage()));
    }
  }

  /// What would break for other plugins if `plugin` declared just these schemas; one line each.
  public List<String> conflicts(
      String plugin,
      Collection<ComponentSchema> newComponents,
      Collection<MessageSchema> newMessages) {
    var found = new ArrayList<String>();
    uses.forEach((use, fields) -> {
      if (use.schema.owner().equals(plugin) && !use.consumer.equals(plugin)) {
        Layout layout =
            use.message
                ? find(newMessages, use.schema, MessageSchema::name, MessageSchema::layout)
                : find(newComponents, use.schema, ComponentSchema::name, ComponentSchema::layout);
        addConflict(use, layout, fields, found);
      }
    });
    return found;
  }

  private static <S> @Nullable Layout find(
      Collection<S> schemas,
      SchemaName name,
      Function<S, SchemaName> nameOf,
      Function<S, Layout> layoutOf) {
    for (S schema : schemas) {
      if (nameOf.apply(schema).equals(name)) {
        return layoutOf.apply(schema);
      }
    }
    return null;
  }

  private static void addConflict(
      Use use, @Nullable Layout owner, Layout fields, List<String> found) {
    try {
      project(use, owner, fields);
    } catch (SchemaConflictException e) {
      found.add(String.valueOf(e.getMessage()));
    }
  }

  /// Puts these schemas in place of all that `plugin` declared, as a reload does. Its own uses are
  /// forgotten and have to be stated anew. Nothing changes if it throws.
  ///
  /// @throws SchemaConflictException if one is not its own, or another plugin's use would break
  public void replace(
      String plugin,
      Collection<ComponentSchema> newComponents,
      Collection<MessageSchema> newMessages) {
    newComponents.forEach(schema -> checkOwner(plugin, schema.name()));
    newMessages.forEach(schema -> checkOwner(plugin, schema.name()));
    List<String> conflicts = conflicts(plugin, newComponents, newMessages);
    if (!conflicts.isEmpty()) {
      throw new SchemaConflictException(String.join("; ", conflicts));
    }
    remove(plugin);
    newComponents.forEach(schema -> components.put(schema.name(), schema));
    newMessages.forEach(schema -> messages.put(schema.name(), schema));
  }

  /// Forgets what `plugin` declared and used.
  public void remove(String plugin) {
    components.keySet().removeIf(name -> name.owner().equals(plugin));
    messages.keySet().removeIf(name -> name.owner().equals(plugin));
    uses.keySet().removeIf(use -> use.consumer.equals(plugin));
  }

  public @Nullable ComponentSchema component(SchemaName name) {
    return components.get(name);
  }

  public @Nullable MessageSchema message(SchemaName name) {
    return messages.get(name);
  }

  /// All components, by name.
  public List<ComponentSchema> components() {
    return List.copyOf(components.values());
  }

  /// All messages, by name.
  public List<MessageSchema> messages() {
    return List.copyOf(messages.values());
  }

  /// The plugins, other than its owner, that use a component or message of that name.
  public List<String> consumers(SchemaName name) {
    return uses.keySet().stream()
        .filter(use -> use.schema.equals(name))
        .map(Use::consumer)
        .distinct()
        .toList();
  }
}
