package dev.vivarium.workbench.part;

import dev.vivarium.workbench.session.EntityHandle;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The selected entities, shared by table, map and inspector. Belongs to the window's thread.
public final class EntitySelection {
  private final ReadOnlyObjectWrapper<Set<EntityHandle>> selected =
      new ReadOnlyObjectWrapper<>(Set.of());

  /// The selected entities in the order they were selected; immutable.
  public ReadOnlyObjectProperty<Set<EntityHandle>> selectedProperty() {
    return selected.getReadOnlyProperty();
  }

  /// The one whose fields the inspector shows.
  public Optional<EntityHandle> first() {
    return selected.get().stream().findFirst();
  }

  public boolean contains(EntityHandle handle) {
    return selected.get().contains(handle);
  }

  public void select(EntityHandle handle) {
    selectAll(Set.of(handle));
  }

  public void selectAll(Collection<EntityHandle> handles) {
    var now = Collections.unmodifiableSet(new LinkedHashSet<>(handles));
    if (!now.equals(selected.get())) {
      selected.set(now);
    }
  }

  public void clear() {
    selectAll(Set.of());
  }
}
