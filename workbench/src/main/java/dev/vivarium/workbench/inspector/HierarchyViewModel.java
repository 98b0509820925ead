package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.ChildPage;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.ProfileSource.TreeCost;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Who hangs on whom. Children are fetched while their parent is open, a page at a time. Belongs to
/// the window's thread.
final class HierarchyViewModel {
  /// Children that are fetched at first, and with each further page.
  static final int PAGE = 200;

  /// Most children that are shown of one entity.
  static final int CHILDREN_MAX = 1_000;

  private final WorldSession session;
  private final Executor window;
  private final ReadOnlyStringWrapper empty = new ReadOnlyStringWrapper("Loading entities…");
  private final Branch root;
  private final ReadOnlyObjectWrapper<Map<EntityHandle, TreeCost>> costs =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final Poll<List<TreeCost>> costPoll;
  private List<EntityHandle> costed = List.of();
  private boolean costing;
  private Optional<EntityHandle> revealing = Optional.empty();

  HierarchyViewModel(WorldSession session, Executor window) {
    this.session = session;
    this.window = window;
    this.costPoll =
        new Poll<>(() -> session.profile().costsOf(costed), window, this::showCosts, reason -> {});
    this.root = new Branch(Optional.empty());
    root.open(true);
  }

  /// What hangs on nothing.
  Branch root() {
    return root;
  }

  /// What to say instead of a tree; empty while there is one.
  ReadOnlyStringProperty emptyProperty() {
    return empty.getReadOnlyProperty();
  }

  /// Fetches what is open anew.
  void refresh() {
    root.refresh();
  }

  /// Begins or ends to show what of the systems' time goes to the branches that are looked at.
  void showCosts(boolean now) {
    costing = now;
    if (!now) {
      costs.set(Map.of());
    }
  }

  boolean showsCosts() {
    return costing;
  }

  /// Fetches the costs of these entities, while costs are shown.
  void refreshCosts(Collection<EntityHandle> looked) {
    if (costing) {
      costed = looked.stream().limit(PAGE).toList();
      costPoll.ask();
    }
  }

  private void showCosts(List<TreeCost> found) {
    if (costing) {
      costs.set(found.stream().collect(Collectors.toMap(TreeCost::entity, cost -> cost)));
    }
  }

  /// By the entities of [#refreshCosts(Collection)] that samples fell on.
  ReadOnlyObjectProperty<Map<EntityHandle, TreeCost>> costsProperty() {
    return costs.getReadOnlyProperty();
  }

  /// What part of the systems' time a branch stands for: its entity's own while what hangs on it is
  /// listed below it, else that of all; empty where no sample fell.
  String cost(Branch branch) {
    return costOf(branch)
        .map(cost -> branch.isOpen() ? cost.own() : cost.withBelow())
        .filter(share -> share > 0)
        .map(HierarchyViewModel::percent)
        .orElse("");
  }

  /// The same in words.
  String costInWords(Branch branch) {
    return costOf(branch)
        .map(cost ->
            "Of the systems' time %s goes to this entity, %s with all that hangs on it"
                .formatted(percent(cost.own()), percent(cost.withBelow())))
        .orElse("");
  }

  private Optional<TreeCost> costOf(Branch branch) {
    return branch.entity().map(costs.get()::get);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /// Opens what an entity hangs on, as far as it is shown; the branch follows as it arrives.
  void reveal(EntityHandle entity) {
    if (find(entity).isPresent()) {
      return;
    }
    revealing = Optional.of(entity);
    var _ =
        session
            .inspection()
            .ancestors(entity)
            .thenAcceptAsync(
                above -> {
                  if (revealing.filter(entity::equals).isPresent()) {
                    open(above);
                  }
                },
                window);
  }

  private void open(List<EntityHandle> above) {
    var at = root;
    for (var ancestor : above) {
      var next = at.find(ancestor);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
      at.open(true);
    }
    at.showAll();
  }

  Optional<Branch> find(EntityHandle entity) {
    return root.find(entity);
  }

  /// An entity with what hangs on it, or the top of all.
  final class Branch {
    private final Optional<EntityHandle> entity;
    private final ReadOnlyObjectWrapper<Optional<EntityRow>> row =
        new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper more = new ReadOnlyIntegerWrapper();
    private final ObservableList<Branch> children = FXCollections.observableArrayList();
    private final Poll<ChildPage> poll;
    private boolean open;
    private int wanted = PAGE;

    private Branch(Optional<EntityHandle> entity) {
      this.entity = entity;
      this.poll =
          new Poll<>(
              () -> session.inspection().children(entity, 0, Math.min(wanted, CHILDREN_MAX)),
              window,
              this::arrived,
              reason -> {
                if (entity.isEmpty() && children.isEmpty()) {
                  empty.set(reason);
                }
              });
    }

    ReadOnlyObjectProperty<Optional<EntityRow>> rowProperty() {
      return row.getReadOnlyProperty();
    }

    Optional<EntityHandle> entity() {
      return entity;
    }

    /// How many hang on it, shown or not.
    ReadOnlyIntegerProperty countProperty() {
      return count.getReadOnlyProperty();
    }

    /// How many of them are not shown.
    ReadOnlyIntegerProperty moreProperty() {
      return more.getReadOnlyProperty();
    }

    ObservableList<Branch> children() {
      return children;
    }

    boolean isOpen() {
      return open;
    }

    boolean isFull() {
      return wanted >= CHILDREN_MAX;
    }

    void open(boolean now) {
      open = now;
      if (now) {
        poll.ask();
      }
    }

    void showMore() {
      wanted = Math.min(CHILDREN_MAX, wanted + PAGE);
      poll.askAnew();
    }

    private void showAll() {
      wanted = CHILDREN_MAX;
      poll.askAnew();
    }

    private void refresh() {
      if (open) {
        poll.ask();
        children.forEach(Branch::refresh);
      }
    }

    private Optional<Branch> find(EntityHandle handle) {
      for (var child : children) {
        var found =
            child.entity.filter(handle::equals).isPresent()
                ? Optional.of(child)
                : child.find(handle);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private void arrived(ChildPage page) {
      var held = new HashMap<EntityHandle, Branch>();
      children.forEach(child -> child.entity.ifPresent(handle -> held.put(handle, child)));
      var now = new ArrayList<Branch>();
      for (var i = 0; i < page.rows().size(); i++) {
        var line = page.rows().get(i);
        var child = held.computeIfAbsent(line.handle(), handle -> new Branch(Optional.of(handle)));
        child.row.set(Optional.of(line));
        child.count.set(page.children().get(i));
        now.add(child);
      }
      if (!children.equals(now)) {
        children.setAll(now);
      }
      more.set(page.total() - now.size());
      if (entity.isEmpty()) {
        count.set(page.total());
        empty.set(now.isEmpty() ? "This world has no entities yet. Press Spawn to make one." : "");
      }
    }
  }
}
