package dev.vivarium.workbench.dock;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Panel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.event.DockEvent;
import software.coley.bentofx.layout.DockContainer;
import software.coley.bentofx.layout.container.DockContainerBranch;

/// Shows a [DockViewModel]'s layout: the editor and the panels around it. The docking library draws
/// tabs and carries them about; where something lands is the model's to decide, and what it decides
/// is built anew here. Belongs to the window's thread.
@SuppressWarnings("ReferenceEquality") // nodes and scenes are themselves and nothing else
public final class DockView extends StackPane {
  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final double COLLAPSED_PX = 28;
  private static final int MAX_SETTLING_PULSES = 2;

  private final DockViewModel model;
  private final Node editor;
  private final Map<String, Panel> panels = new LinkedHashMap<>();
  private final PanelBento bento;
  private final Map<String, PanelLeaf> leaves = new LinkedHashMap<>();
  private final IdentityHashMap<DockNode.Split, Branch> branches = new IdentityHashMap<>();
  private int settling;
  private boolean building;
  private DockLayout built = new DockLayout(DockNode.Group.of());

  /// A branch as it stands, with the places of its children among the parts of its split.
  private record Branch(DockContainerBranch branch, DockNode.Split split, List<Integer> parts) {}

  public DockView(DockViewModel model, Node editor, List<Panel> panels) {
    this.model = model;
    this.editor = editor;
    panels.forEach(p -> this.panels.put(p.id(), p));
    getStyleClass().add("dock");
    bento = new PanelBento(UUID.randomUUID().toString(), this::dropped, this::clicked);
    bento.events().addEventListener(this::happened);
    model.measureBy(this::measured);
    sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(n -> showCurrent());
    model.layoutProperty().subscribe(this::show);
  }

  private void show(DockLayout layout) {
    building = true;
    if (sameTabs(layout)) {
      // Only another tab came to the front, or a divider moved.
      built = layout;
      rebind(layout.root());
      leaves.forEach((panel, leaf) -> leaf.select(layout.groupOf(panel).map(layout::front)));
    } else {
      rebuild(layout);
    }
    building = false;
    showCurrent();
  }

  /// The library loses track of the focus where panels move; this does not.
  private void showCurrent() {
    var current = leaves.get(focused());
    leaves.values().forEach(leaf -> leaf.pseudoClassStateChanged(CURRENT, leaf == current));
  }

  private boolean sameTabs(DockLayout layout) {
    return !leaves.isEmpty() && Shape.of(built).equals(Shape.of(layout));
  }

  /// What makes a layout look other than another, sizes and fronts apart.
  private record Shape(Object tree) {
    static Shape of(DockLayout layout) {
      return new Shape(tree(layout, layout.root()));
    }

    private static Object tree(DockLayout layout, DockNode node) {
      return switch (node) {
        case DockNode.Group group -> {
          var shown = layout.shown(group);
          yield List.of(shown, group.collapsed() && !layout.focused());
        }
        case DockNode.Split split ->
            List.of(split.rows(), split.parts().stream().map(p -> tree(layout, p)).toList());
      };
    }
  }

  /// The splits of a layout of the same shape stand for the branches that are there.
  private void rebind(DockNode root) {
    var before = new ArrayList<>(branches.values());
    branches.clear();
    var splits = new ArrayList<DockNode.Split>();
    collect(root, splits);
    for (var branch : before) {
      splits.stream()
          .filter(s ->
              firstPanel(s).equals(firstPanel(branch.split()))
                  && s.rows() == branch.split().rows()
                  && s.parts().size() == branch.split().parts().size())
          .findFirst()
          .ifPresent(s -> branches.put(s, new Branch(branch.branch(), s, branch.parts())));
    }
  }

  private static String firstPanel(DockNode node) {
    return node.groups().flatMap(g -> g.panels().stream()).toList().toString();
  }

  private static void collect(DockNode node, List<DockNode.Split> into) {
    if (node instanceof DockNode.Split split) {
      into.add(split);
      split.parts().forEach(p -> collect(p, into));
    }
  }

  private void rebuild(DockLayout layout) {
    var focus = getScene() == null ? null : getScene().getFocusOwner();
    built = layout;
    leaves.values().forEach(PanelLeaf::letGo);
    leaves.clear();
    branches.clear();
    var root = bento.dockBuilding().root();
    root.setPruneWhenEmpty(false);
    var content = build(layout.root(), null);
    if (content != null) {
      root.addContainer(content);
    }
    getChildren().setAll(root);
    applyShares();
    settle(MAX_SETTLING_PULSES);
    if (focus != null && focus.getScene() == getScene() && isWithin(focus)) {
      focus.requestFocus();
    }
  }

  private boolean isWithin(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at == this) {
        return true;
      }
    }
    return false;
  }

  private @Nullable DockContainer build(DockNode node, DockNode.@Nullable Split parent) {
    return switch (node) {
      case DockNode.Group group -> leaf(group, parent);
      case DockNode.Split split -> branch(split);
    };
  }

  private @Nullable DockContainer branch(DockNode.Split split) {
    var children = new ArrayList<DockContainer>();
    var places = new ArrayList<Integer>();
    for (var i = 0; i < split.parts().size(); i++) {
      var child = build(split.parts().get(i), split);
      if (child != null) {
        children.add(child);
        places.add(i);
      }
    }
    if (children.size() < 2) {
      return children.isEmpty() ? null : children.getFirst();
    }
    var branch = bento.dockBuilding().branch();
    branch.setPruneWhenEmpty(false);
    branch.setOrientation(split.rows() ? Orientation.VERTICAL : Orientation.HORIZONTAL);
    for (var i = 0; i < children.size(); i++) {
      branch.addContainer(children.get(i));
      // The editor takes what room a larger window brings.
      SplitPane.setResizableWithParent(
          children.get(i).asRegion(), split.parts().get(places.get(i)).contains(DockLayout.EDITOR));
    }
    branches.put(split, new Branch(branch, split, places));
    return branch;
  }

  private @Nullable PanelLeaf leaf(DockNode.Group group, DockNode.@Nullable Split parent) {
    var shown = built.shown(group);
    if (shown.isEmpty()) {
      return null;
    }
    var collapsed = group.collapsed() && !built.focused() && parent != null;
    var leaf = new PanelLeaf(bento, shown.equals(List.of(DockLayout.EDITOR)));
    if (collapsed && parent != null) {
      fold(leaf, parent, shown.getFirst());
    }
    shown.forEach(panel -> leaf.addDockable(dockable(panel)));
    leaf.selectDockable(null);
    shown.forEach(panel -> leaves.put(panel, leaf));
    if (!collapsed) {
      leaf.select(Optional.of(built.front(group)));
    }
    return leaf;
  }

  private void fold(PanelLeaf leaf, DockNode.Split parent, String panel) {
    if (parent.rows()) {
      leaf.setMinHeight(COLLAPSED_PX);
      leaf.setMaxHeight(COLLAPSED_PX);
    } else {
      leaf.setSide(built.sideOf(panel) == Side.RIGHT ? Side.RIGHT : Side.LEFT);
      leaf.setMinWidth(COLLAPSED_PX);
      leaf.setMaxWidth(COLLAPSED_PX);
    }
  }

  private Dockable dockable(String id) {
    var dockable = bento.dockBuilding().dockable(bento.identifier(id));
    dockable.setCanBeDroppedToNewWindow(false);
    var panel = panels.get(id);
    if (panel == null) {
      dockable.setClosable(false);
      dockable.setCanBeDragged(false);
      dockable.setNode(editor);
      return dockable;
    }
    dockable.setCanBeDragged(true);
    dockable.setNode(bounded(panel.content()));
    dockable
        .titleProperty()
        .bind(
            panel
                .badge()
                .map(b -> b.text().isEmpty() ? panel.title() : panel.title() + "  " + b.text()));
    dockable.setIconFactory(d -> icon(panel));
    dockable.setTooltip(CommandControls.tooltip(panel.title()));
    dockable.setContextMenuFactory(d -> menu(panel));
    return dockable;
  }

  /// A panel that needs more room than it has is cut off at its own edge: it would else lie over
  /// its tabs.
  private static Node bounded(Node content) {
    if (content instanceof Region region) {
      region.setMinSize(0, 0);
      var edge = new Rectangle();
      edge.widthProperty().bind(region.widthProperty());
      edge.heightProperty().bind(region.heightProperty());
      region.setClip(edge);
    }
    return content;
  }

  private static Node icon(Panel panel) {
    var icon = new FontIcon(panel.icon());
    icon.getStyleClass().add("tab-icon");
    panel.badge().subscribe(b -> icon.pseudoClassStateChanged(ERROR, b.error()));
    return icon;
  }

  private ContextMenu menu(Panel panel) {
    var id = panel.id();
    return new ContextMenu(
        item("Close " + panel.title(), "mdi2c-close", () -> model.close(id)),
        model.isCollapsed(id)
            ? item("Unfold", "mdi2a-arrow-expand", () -> model.show(id))
            : item("Fold to its tabs", "mdi2a-arrow-collapse", () -> model.collapse(id, true)),
        new SeparatorMenuItem(),
        item("Move to the left", "mdi2d-dock-left", () -> model.moveTo(id, Side.LEFT)),
        item("Move to the right", "mdi2d-dock-right", () -> model.moveTo(id, Side.RIGHT)),
        item("Move below the editor", "mdi2d-dock-bottom", () -> model.moveTo(id, Side.BOTTOM)));
  }

  private static MenuItem item(String title, String icon, Runnable act) {
    var item = new MenuItem(title, new FontIcon(icon));
    item.setOnAction(e -> act.run());
    return item;
  }

  private void happened(DockEvent event) {
    if (event instanceof DockEvent.DockableClosing closing) {
      closing.cancel();
      var id = bento.panel(closing.dockable());
      Platform.runLater(() -> model.close(id));
    } else if (event instanceof DockEvent.DockableSelected selected && !building) {
      var id = bento.panel(selected.dockable());
      if (!model.isVisible(id)) {
        model.show(id);
      }
    }
  }

  private void clicked(Dockable dockable, int times) {
    var id = bento.panel(dockable);
    if (times == 2) {
      model.collapse(id, !model.isCollapsed(id));
    } else if (model.isCollapsed(id)) {
      model.show(id);
    }
  }

  private void dropped(String panel, PanelLeaf target, @Nullable Side side, int index) {
    var there = target.getDockables().stream().map(bento::panel).toList();
    var beside = there.stream().filter(p -> !p.equals(panel)).findFirst();
    // Building anew takes the dragged tab away, which must be past its event.
    beside.ifPresent(other -> Platform.runLater(() -> model.move(panel, other, side, index)));
  }

  /// Gives a panel that can be seen the focus: what in it can have it first.
  public void focus(String panel) {
    var node = panel.equals(DockLayout.EDITOR) ? editor : content(panel);
    if (node != null) {
      focusable(node).orElse(node).requestFocus();
    }
  }

  private @Nullable Node content(String panel) {
    var known = panels.get(panel);
    return known == null ? null : known.content();
  }

  private static Optional<Node> focusable(Node node) {
    if (node.isFocusTraversable() && node.isVisible() && !node.isDisabled()) {
      return Optional.of(node);
    }
    return node instanceof Parent parent && node.isVisible()
        ? parent.getChildrenUnmodifiable().stream()
            .map(DockView::focusable)
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  /// The panel that holds the focus, the editor among them; empty for none.
  public String focused() {
    var owner = getScene() == null ? null : getScene().getFocusOwner();
    for (Node at = owner; at != null; at = at.getParent()) {
      if (at == editor) {
        return DockLayout.EDITOR;
      }
      for (var panel : panels.values()) {
        if (panel.content() == at) {
          return panel.id();
        }
      }
      if (at instanceof PanelLeaf leaf && leaf.getSelectedDockable() != null) {
        return bento.panel(leaf.getSelectedDockable());
      }
    }
    return "";
  }

  /// Gives every part the share of the room that the layout names, as after a change of the window.
  public void applyShares() {
    branches.values().forEach(this::applyShares);
  }

  private void applyShares(Branch branch) {
    var shares = branch.parts().stream().map(i -> share(branch, i)).toList();
    var sum = shares.stream().mapToDouble(s -> s).sum();
    var places = new double[shares.size() - 1];
    var at = 0.0;
    for (var i = 0; i < places.length; i++) {
      at += shares.get(i) / sum;
      places[i] = at;
    }
    branch.branch().setDividerPositions(places);
  }

  private double share(Branch branch, int part) {
    return isFolded(branch, part) ? 1e-6 : branch.split().shares().get(part);
  }

  private boolean isFolded(Branch branch, int part) {
    return branch.split().parts().get(part) instanceof DockNode.Group group
        && group.collapsed()
        && !built.focused();
  }

  /// The first layouts of new panes move dividers that were set before them.
  private void settle(int pulses) {
    settling = pulses;
    if (pulses > 0) {
      Platform.runLater(() -> {
        applyShares();
        settle(pulses - 1);
      });
    }
  }

  private DockLayout measured(DockLayout layout) {
    if (settling > 0) {
      return layout; // what the window shows now is not yet what was wanted
    }
    return layout.sized(split -> {
      var branch = branches.get(split);
      return branch == null ? split.shares() : measured(branch);
    });
  }

  /// Parts out of sight keep their share, the others divide the rest as they stand.
  private List<Double> measured(Branch branch) {
    var split = branch.split();
    var sizes = new double[split.parts().size()];
    var items = branch.branch().getItems();
    var room = 0.0;
    var shared = 0.0;
    for (var i = 0; i < branch.parts().size(); i++) {
      var part = branch.parts().get(i);
      if (!isFolded(branch, part)) {
        var bounds = items.get(i).getLayoutBounds();
        sizes[part] = split.rows() ? bounds.getHeight() : bounds.getWidth();
        room += sizes[part];
        shared += split.shares().get(part);
      }
    }
    if (room <= 0) {
      return split.shares();
    }
    var scale = shared / room;
    return IntStream.range(0, sizes.length)
        .mapToObj(i -> sizes[i] > 0 ? sizes[i] * scale : split.shares().get(i))
        .toList();
  }
}
