package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.EntityStatistics;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the entities cost in memory. Belongs to the window's thread.
final class StatisticsViewModel {
  private static final double KIB = 1024;

  private final Poll<EntityStatistics> poll;
  private final ReadOnlyStringWrapper total = new ReadOnlyStringWrapper("Loading…");
  private final ObservableList<EntityStatistics.Archetype> archetypes =
      FXCollections.observableArrayList();
  private final ObservableList<EntityStatistics.Use> components =
      FXCollections.observableArrayList();

  StatisticsViewModel(WorldSession session, Executor window) {
    poll = new Poll<>(() -> session.inspection().statistics(), window, this::show, total::set);
  }

  /// All in a sentence, or why it is not known.
  ReadOnlyStringProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  ObservableList<EntityStatistics.Archetype> archetypes() {
    return archetypes;
  }

  ObservableList<EntityStatistics.Use> components() {
    return components;
  }

  void refresh() {
    poll.ask();
  }

  private void show(EntityStatistics now) {
    total.set(
        "%s in %s · %s held for entities and components, room for growth included"
            .formatted(
                counted(now.entities(), "entity", "entities"),
                counted(now.archetypes().size(), "archetype", "archetypes"),
                bytes(now.reservedBytes())));
    if (!archetypes.equals(now.archetypes())) {
      archetypes.setAll(now.archetypes());
    }
    if (!components.equals(now.components())) {
      components.setAll(now.components());
    }
  }

  private static String counted(long count, String one, String many) {
    return "%,d %s".formatted(count, count == 1 ? one : many);
  }

  static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    return bytes < KIB * KIB
        ? "%.1f KiB".formatted(bytes / KIB)
        : "%.1f MiB".formatted(bytes / KIB / KIB);
  }
}
