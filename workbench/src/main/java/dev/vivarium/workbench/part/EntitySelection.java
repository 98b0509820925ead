package dev.vivarium.workbench.part;

import dev.vivarium.workbench.session.EntityHandle;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The selected entities, shared by table, map and inspector. Belongs to the window's thread.
public final class EntitySelection {
  private final ReadOnlyObjectWrapper<Set<EntityHandle>> selected =
      new ReadOnlyObjectWrapper<>(Set.of());
  private final ReadOnlyObjectWrapper<Map<EntityHandle, Mark>> marks =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyObjectWrapper<Optional<Picking>> picking =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  /// Somebody else who works on the world.
  ///
  /// @param hueDegrees its colour
  public record Other(String name, double hueDegrees) {}

  /// Others who have an entity selected; at least one.
  public record Mark(List<Other> by) {
    public Mark {
      by = List.copyOf(by);
    }

    /// Such as `ann, bob`.
    public String names() {
      return by.stream().map(Other::name).collect(Collectors.joining(", "));
    }

    /// The same where there is little room: `ann +1`.
    public String shortNames() {
      return by.getFirst().name() + (by.size() > 1 ? " +" + (by.size() - 1) : "");
    }

    /// The colour of the first of them.
    public double hueDegrees() {
      return by.getFirst().hueDegrees();
    }
  }

  /// What others have selected, where several work on the world.
  public ReadOnlyObjectProperty<Map<EntityHandle, Mark>> marksProperty() {
    return marks.getReadOnlyProperty();
  }

  public void mark(Map<EntityHandle, Mark> others) {
    if (!others.equals(marks.get())) {
      marks.set(Map.copyOf(others));
    }
  }

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

  /// An entity that something else than the selection waits for.
  ///
  /// @param what such as `leader of Fish #214`
  public record Picking(String what, Consumer<EntityHandle> picked) {}

  /// Who waits for an entity to be pointed at.
  public ReadOnlyObjectProperty<Optional<Picking>> pickingProperty() {
    return picking.getReadOnlyProperty();
  }

  /// The next entity that is pointed at goes to `picked` instead of being selected.
  public void pick(String what, Consumer<EntityHandle> picked) {
    picking.set(Optional.of(new Picking(what, picked)));
  }

  public void cancelPicking() {
    picking.set(Optional.empty());
  }

  /// Gives an entity to whoever waits for one; false if nobody does.
  public boolean answerPicking(EntityHandle handle) {
    var waiting = picking.get();
    cancelPicking();
    waiting.ifPresent(p -> p.picked().accept(handle));
    return waiting.isPresent();
  }
}
