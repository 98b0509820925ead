package dev.vivarium.engine.plugin;

import dev.vivarium.engine.plugin.abi.ComponentUse;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a new version of a plugin does to its components, worked out before anything is touched.
///
/// @param changes components whose layout changes
/// @param added components that are new
/// @param removed components that the new version no longer has
public record MigrationPreview(
    List<Change> changes, List<ComponentSchema> added, List<ComponentSchema> removed) {
  public MigrationPreview {
    changes = List.copyOf(changes);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /// A component whose layout changes.
  ///
  /// @param component index in the new descriptor
  /// @param byHook whether the plugin's own hook migrates from the old version
  public record Change(int component, SchemaMigration migration, boolean byHook) {
    public SchemaName name() {
      return migration.to().name();
    }

    /// Whether the component lies where it did. Values do not move from one storage to another.
    public boolean keepsStorage() {
      return migration.from().storage() == migration.to().storage();
    }

    /// Whether neither rule nor hook covers it, so that the user has to decide.
    public boolean needsDecision() {
      return !keepsStorage() || (!byHook && !migration.needsDecision().isEmpty());
    }
  }

  public static MigrationPreview of(PluginDescriptor from, PluginDescriptor to) {
    List<Change> changes = new ArrayList<>();
    List<ComponentSchema> added = new ArrayList<>();
    for (int i = 0; i < to.components().size(); i++) {
      if (to.components().get(i) instanceof ComponentUse.Own own) {
        ComponentSchema old = find(from.ownComponents(), own.name());
        if (old == null) {
          added.add(own.schema());
        } else if (!old.equals(own.schema())) {
          changes.add(
              new Change(
                  i,
                  SchemaMigration.plan(old, own.schema()),
                  own.migratesFrom().contains(old.version())));
        }
      }
    }
    List<ComponentSchema> removed =
        from.ownComponents().stream()
            .filter(old -> find(to.ownComponents(), old.name()) == null)
            .toList();
    return new MigrationPreview(changes, added, removed);
  }

  private static @Nullable ComponentSchema find(List<ComponentSchema> schemas, SchemaName name) {
    return schemas.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
  }

  /// Components that the user has to decide about, given what was decided already.
  public List<Change> undecided(Set<SchemaName> reset) {
    return changes.stream()
        .filter(Change::needsDecision)
        .filter(change -> !reset.contains(change.name()))
        .toList();
  }

  /// In words, one line a component; empty if nothing changes.
  public String describe() {
    List<String> lines = new ArrayList<>();
    for (Change change : changes) {
      if (!change.migration().identity()) {
        lines.add(change.name().name() + ": " + change.migration().describe());
      }
    }
    added.forEach(schema -> lines.add(schema.name().name() + " is new"));
    removed.forEach(schema -> lines.add(schema.name().name() + " is removed"));
    return String.join("\n", lines);
  }
}
