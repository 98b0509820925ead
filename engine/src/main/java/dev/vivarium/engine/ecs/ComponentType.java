package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A component as known to one store. It stays the same object when its schema is migrated.
public final class ComponentType {
  private final int id;
  private ComponentSchema schema;
  private MemorySegment defaults;
  private boolean inSparseSet;
  private boolean alone;
  private @Nullable SparseSet sparse;
  private long singleton;

  ComponentType(int id, ComponentSchema schema) {
    this.id = id;
    this.schema = schema;
    this.defaults = MemorySegment.ofArray(schema.layout().defaults());
    this.inSparseSet = schema.storage() == Storage.SPARSE;
    this.alone = schema.storage() == Storage.SINGLETON;
  }

  /// Position among the store's types; small, and not used again while the store lives.
  public int id() {
    return id;
  }

  public SchemaName name() {
    return schema.name();
  }

  public ComponentSchema schema() {
    return schema;
  }

  public Layout layout() {
    return schema.layout();
  }

  /// Whether values lie in a sparse set instead of in tables.
  public boolean isSparse() {
    return inSparseSet;
  }

  /// The entity that holds this singleton, or [EntityHandle#NONE] for other components.
  public long singleton() {
    return singleton;
  }

  /// Whether getting or losing it moves an entity to another table.
  boolean isMovable() {
    return !inSparseSet && !alone;
  }

  boolean isSingleton() {
    return alone;
  }

  /// The set of this sparse component.
  ///
  /// @throws IllegalStateException if it lies in tables
  public SparseSet sparseSet() {
    if (sparse == null) {
      throw new IllegalStateException(name() + " lies in tables");
    }
    return sparse;
  }

  MemorySegment defaults() {
    return defaults;
  }

  void schema(ComponentSchema next) {
    schema = next;
    defaults = MemorySegment.ofArray(next.layout().defaults());
    inSparseSet = next.storage() == Storage.SPARSE;
    alone = next.storage() == Storage.SINGLETON;
  }

  void sparse(SparseSet set) {
    sparse = set;
  }

  void singleton(long entity) {
    singleton = entity;
  }

  @Override
  public String toString() {
    return name().toString();
  }
}
