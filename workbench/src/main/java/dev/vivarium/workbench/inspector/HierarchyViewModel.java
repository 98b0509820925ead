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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /// Most children that are shown of one entity at once.
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
  private List<EntityHandle> way = List.of();
  private final Set<EntityHandle> sought = new HashSet<>();

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

  /// Opens what an entity hangs on and fetches the entity itself, wherever among the others it is;
  /// its branch follows as it arrives.
  void reveal(EntityHandle entity) {
    revealing = Optional.empty();
    way = List.of();
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
                    way = Stream.concat(above.stream(), Stream.of(entity)).toList();
                    sought.clear();
                    goOn();
                  }
                },
                window);
  }

  /// Opens the way to what is revealed as far as it is here, and fetches what comes next.
  private void goOn() {
    var at = root;
    for (var step : way) {
      var next = at.child(step);
      if (next.isEmpty()) {
        if (sought.add(step)) {
          seek(at, step);
        }
        return;
      }
      at = next.get();
      if (!step.equals(way.getLast())) {
        at.open(true);
      }
    }
    revealing = Optional.empty();
  }

  private void seek(Branch under, EntityHandle step) {
    var wanted = revealing;
    var _ =
        session
            .inspection()
            .placeUnder(under.entity, step)
            .thenAcceptAsync(
                place -> {
                  if (revealing.equals(wanted)) {
                    place.ifPresentOrElse(under::showPlace, () -> revealing = Optional.empty());
                  }
                },
                window);
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
    private final ReadOnlyIntegerWrapper before = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper more = new ReadOnlyIntegerWrapper();
    private final ObservableList<Branch> children = FXCollections.observableArrayList();
    private final Poll<ChildPage> poll;
    private boolean open;
    private int from;
    private int wanted = PAGE;

    private Branch(Optional<EntityHandle> entity) {
      this.entity = entity;
      this.poll =
          new Poll<>(
              () -> session.inspection().children(entity, from, wanted),
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

    /// How many of them stand before those that are shown.
    ReadOnlyIntegerProperty beforeProperty() {
      return before.getReadOnlyProperty();
    }

    /// How many of them stand behind those that are shown.
    ReadOnlyIntegerProperty moreProperty() {
      return more.getReadOnlyProperty();
    }

    ObservableList<Branch> children() {
      return children;
    }

    boolean isOpen() {
      return open;
    }

    void open(boolean now) {
      open = now;
      if (now) {
        poll.ask();
      }
    }

    /// Shows a page further; where that were too many, the first ones go.
    void showMore() {
      if (wanted < CHILDREN_MAX) {
        wanted += PAGE;
      } else {
        from += PAGE;
      }
      poll.askAnew();
    }

    /// Shows a page of those before; where that were too many, the last ones go.
    void showBefore() {
      var page = Math.min(from, PAGE);
      from -= page;
      wanted = Math.min(CHILDREN_MAX, wanted + page);
      poll.askAnew();
    }

    /// Shows those around a place among all.
    private void showPlace(int place) {
      if (place < CHILDREN_MAX) {
        from = 0;
        wanted = Math.max(wanted, (place / PAGE + 1) * PAGE);
      } else {
        from = place / PAGE * PAGE - PAGE;
        wanted = 3 * PAGE;
      }
      poll.askAnew();
    }

    private Optional<Branch> child(EntityHandle handle) {
      return children.stream()
          .filter(child -> child.entity.filter(handle::equals).isPresent())
          .findFirst();
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
      show(page);
      if (revealing.isPresent() && !way.isEmpty()) {
        goOn();
      }
    }

    private void show(ChildPage page) {
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
      from = Math.min(page.offset(), Math.max(0, page.total() - 1) / PAGE * PAGE);
      before.set(from);
      more.set(Math.max(0, page.total() - page.offset() - now.size()));
      if (entity.isEmpty()) {
        count.set(page.total());
        empty.set(
            page.total() == 0 ? "This world has no entities yet. Press Spawn to make one." : "");
      }
    }
  }
}
