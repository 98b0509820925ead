package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.MigrationPreview;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Migration;
import dev.vivarium.engine.schema.SchemaMigration;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.PluginReadings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/// Versions that wait for the user's word. May be called from any thread.
final class DecisionDesk {
  /// A version with the components that it cannot carry over.
  private record Waiting(ReloadRequest request, Map<Long, Open> open, Set<SchemaName> reset) {}

  private record Open(SchemaName component, Decision shown, SchemaMigration migration) {}

  /// A version about which everything is decided.
  record Decided(ReloadRequest request, Set<SchemaName> reset) {}

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private long lastId;

  /// Takes a version in; what waited of the same plugin is out of date.
  synchronized void add(ReloadOutcome.DecisionNeeded needed, ToIntFunction<SchemaName> rows) {
    Map<Long, Open> open = new LinkedHashMap<>();
    String plugin = needed.request().source().name();
    for (MigrationPreview.Change change : needed.changes()) {
      long id = ++lastId;
      open.put(
          id,
          new Open(
              change.name(),
              new Decision(
                  id,
                  plugin,
                  change.name().toString(),
                  change.migration().describe(),
                  rows.applyAsInt(change.name())),
              change.migration()));
    }
    waiting.put(plugin, new Waiting(needed.request(), open, new HashSet<>()));
  }

  /// Forgets what waits of a plugin.
  ///
  /// @return whether anything did
  synchronized boolean drop(String plugin) {
    return waiting.remove(plugin) != null;
  }

  synchronized boolean has(long id) {
    return waiting.values().stream().anyMatch(w -> w.open().containsKey(id));
  }

  /// What happens to each field of the component that a decision is about.
  synchronized Optional<PluginReadings.Migration> migration(long id) {
    return waiting.values().stream()
        .flatMap(w -> Optional.ofNullable(w.open().get(id)).stream())
        .findFirst()
        .map(open ->
            new PluginReadings.Migration(
                id,
                open.shown().plugin(),
                open.shown().component(),
                open.shown().rows(),
                open.migration().steps().stream()
                    .map(step -> step(open.migration(), step))
                    .toList()));
  }

  private static PluginReadings.FieldStep step(SchemaMigration plan, Migration step) {
    String from =
        switch (step) {
          case Migration.Renamed renamed -> renamed.from();
          case Migration.Added added -> "";
          case Migration.Kept kept -> kept.field();
          case Migration.Removed removed -> removed.field();
          case Migration.Widened widened -> widened.field();
          case Migration.Undecided undecided -> undecided.field();
        };
    return new PluginReadings.FieldStep(
        typed(plan.from(), from),
        typed(plan.to(), step instanceof Migration.Removed ? "" : step.field()),
        step.describe(),
        step instanceof Migration.Undecided);
  }

  /// Name and type, such as `size: f32`; empty where the schema has no such field.
  private static String typed(ComponentSchema schema, String field) {
    return schema.fields().stream()
        .filter(f -> f.name().equals(field))
        .map(f -> f.name() + ": " + f.type() + (f.unit() == null ? "" : " " + f.unit()))
        .findFirst()
        .orElse("");
  }

  /// Resets one component.
  ///
  /// @return the version, once nothing of it is open any more
  synchronized Optional<Decided> reset(long id) {
    for (Map.Entry<String, Waiting> entry : waiting.entrySet()) {
      Waiting version = entry.getValue();
      Open chosen = version.open().remove(id);
      if (chosen != null) {
        version.reset().add(chosen.component());
        if (!version.open().isEmpty()) {
          return Optional.empty();
        }
        waiting.remove(entry.getKey());
        return Optional.of(new Decided(version.request(), Set.copyOf(version.reset())));
      }
    }
    return Optional.empty();
  }

  /// Keeps the old version of the plugin that a decision is about.
  synchronized void keepOld(long id) {
    waiting.values().removeIf(version -> version.open().containsKey(id));
  }

  synchronized List<Decision> list() {
    List<Decision> all = new ArrayList<>();
    waiting.values().forEach(w -> w.open().values().forEach(open -> all.add(open.shown())));
    return all;
  }
}
