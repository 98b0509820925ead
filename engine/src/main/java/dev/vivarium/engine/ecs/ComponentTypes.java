package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The components that one store knows, by id and by name.
final class ComponentTypes {
  private final ChangeClock clock;
  private final List<@Nullable ComponentType> byId = new ArrayList<>();
  private final Map<SchemaName, ComponentType> byName = new HashMap<>();
  private List<ComponentType> registered = List.of();
  private @Nullable ComponentType parent;

  ComponentTypes(ChangeClock clock) {
    this.clock = clock;
  }

  /// Makes a component known that is not yet; its sparse set is empty, its singleton without an
  /// entity.
  ComponentType add(ComponentSchema schema) {
    ComponentType type = new ComponentType(byId.size(), schema);
    byId.add(type);
    byName.put(schema.name(), type);
    registeredAnew();
    if (type.isSparse()) {
      type.sparse(new SparseSet(type, clock));
    }
    if (schema.name().equals(Vocabulary.PARENT.name())) {
      parent = type;
    }
    return type;
  }

  /// Forgets a component whose values are gone. Its id is not used again.
  void forget(ComponentType type) {
    byId.set(type.id(), null);
    byName.remove(type.name());
    registeredAnew();
    parent = type == parent ? null : parent;
  }

  private void registeredAnew() {
    registered = byId.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /// A component that is still known, by its id.
  ComponentType get(int id) {
    return Objects.requireNonNull(byId.get(id));
  }

  /// The component of that name.
  ///
  /// @throws IllegalArgumentException if it is not registered
  ComponentType get(SchemaName name) {
    ComponentType type = byName.get(name);
    if (type == null) {
      throw new IllegalArgumentException("component " + name + " is not registered");
    }
    return type;
  }

  @Nullable ComponentType find(SchemaName name) {
    return byName.get(name);
  }

  boolean isKnown(ComponentType type) {
    return byName.get(type.name()) == type;
  }

  /// All, in order of registration; the same list until one comes or goes.
  List<ComponentType> all() {
    return registered;
  }

  /// Those that lie in sparse sets, by name.
  List<ComponentType> sparse() {
    return byNameOrder().filter(ComponentType::isSparse).toList();
  }

  /// Those that an entity holds as singletons, by name.
  List<ComponentType> heldSingletons() {
    return byNameOrder().filter(type -> type.singleton() != EntityHandle.NONE).toList();
  }

  private Stream<ComponentType> byNameOrder() {
    return registered.stream().sorted((a, b) -> a.name().compareTo(b.name()));
  }

  /// The component that hangs an entity on another, or null if it is not known.
  @Nullable ComponentType parent() {
    return parent;
  }
}
