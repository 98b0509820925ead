package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.ColumnShadow;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.MigrationHook;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaConflictException;
import dev.vivarium.engine.schema.SchemaMigration;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The components' part of a swap: values go over to the new version's schemas, and each step notes
/// what takes it back.
final class ComponentSwap {
  private final EntityStore store;
  private final int tick;
  private final List<Runnable> undo;

  /// @param undo takes what leads back, to be run from the last on
  ComponentSwap(EntityStore store, int tick, List<Runnable> undo) {
    this.store = store;
    this.tick = tick;
    this.undo = undo;
  }

  /// Brings the components that a plugin owns to its new version.
  ///
  /// @param instance of the new version; its hook may have to migrate rows
  /// @param old the version before, if there is one
  void swapIn(
      PluginSwap.Replacement replacement, PluginInstance instance, Optional<PluginModule> old)
      throws PluginLoadException {
    PluginModule next = replacement.module();
    if (old.isEmpty()) {
      next.descriptor().ownComponents().forEach(this::add);
      return;
    }
    MigrationPreview preview = MigrationPreview.of(old.get().descriptor(), next.descriptor());
    for (MigrationPreview.Change change : preview.changes()) {
      if (change.keepsStorage()) {
        migrate(change, replacement, instance);
      } else {
        remove(change.migration().from());
        add(change.migration().to());
      }
    }
    preview.removed().forEach(this::remove);
    preview.added().forEach(this::add);
  }

  private void add(ComponentSchema schema) {
    if (store.findType(schema.name()) == null) {
      store.register(schema);
      undo.add(() -> store.unregister(store.type(schema.name())));
    }
  }

  private void remove(ComponentSchema schema) {
    ComponentType type = store.type(schema.name());
    Map<Long, byte[]> rows = new LinkedHashMap<>();
    for (long entity : store.entitiesWith(type)) {
      rows.put(entity, Objects.requireNonNull(store.get(entity, type)));
    }
    store.unregister(type);
    undo.add(() -> putBack(schema, rows));
  }

  private void putBack(ComponentSchema schema, Map<Long, byte[]> rows) {
    ComponentType type = store.register(schema);
    rows.forEach((entity, value) -> {
      long target = type.singleton() == 0 ? entity : type.singleton();
      store.set(target, type, MemorySegment.ofArray(value), 0, tick, (short) 0);
    });
  }

  private void migrate(
      MigrationPreview.Change change, PluginSwap.Replacement replacement, PluginInstance instance)
      throws PluginLoadException {
    ComponentType type = store.type(change.name());
    SchemaMigration plan = change.migration();
    try {
      ColumnShadow shadow =
          store.migrate(type, plan.to(), plan, hook(change, replacement, instance));
      undo.add(() -> store.rollBack(type, shadow));
    } catch (SchemaConflictException e) {
      throw new PluginLoadException(replacement.module().name(), e);
    }
  }

  private static @Nullable MigrationHook hook(
      MigrationPreview.Change change, PluginSwap.Replacement replacement, PluginInstance instance) {
    if (replacement.reset().contains(change.name())) {
      return (rows, oldRows, newRows) -> true;
    }
    int fromVersion = change.migration().from().version();
    return change.byHook()
        ? (rows, oldRows, newRows) ->
            migrated(instance, change.component(), fromVersion, rows, oldRows, newRows)
        : null;
  }

  private static boolean migrated(
      PluginInstance instance,
      int component,
      int fromVersion,
      int rows,
      byte[] oldRows,
      byte[] newRows) {
    try {
      return instance.migrate(component, fromVersion, rows, oldRows, newRows);
    } catch (WasmTrap e) {
      throw new SchemaConflictException("its migration hook trapped: " + e.getMessage());
    }
  }
}
