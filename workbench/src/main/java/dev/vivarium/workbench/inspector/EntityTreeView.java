package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Who hangs on whom. Dragging entities onto another hangs them there, dropping them below all
/// takes them off.
final class EntityTreeView extends StackPane {
  private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");
  private static final String DRAGGED = "vivarium entities ";

  private enum Kind {
    ENTITY,
    BEFORE,
    MORE
  }

  /// A line of the tree: an entity, or how many more there are of a branch.
  private record Line(HierarchyViewModel.Branch branch, Kind kind) {
    boolean isMore() {
      return kind != Kind.ENTITY;
    }

    /// Shows more of them, where this line stands for those.
    void showMore() {
      switch (kind) {
        case ENTITY -> {}
        case BEFORE -> branch.showBefore();
        case MORE -> branch.showMore();
      }
    }

    String moreText() {
      return switch (kind) {
        case ENTITY -> "";
        case BEFORE -> "%,d before: click to show".formatted(branch.beforeProperty().get());
        case MORE -> "%,d more: click to show".formatted(branch.moreProperty().get());
      };
    }
  }

  private final HierarchyViewModel model;
  private final EntitySelection selection;
  private final Function<String, String> dotStyle;
  private final BiConsumer<List<EntityHandle>, Optional<EntityHandle>> hang;
  private final TreeView<Line> tree;
  private final Map<HierarchyViewModel.Branch, TreeItem<Line>> items = new HashMap<>();
  private final Set<EntityCell> shown = new HashSet<>();
  private boolean following;
  private Set<EntityHandle> scrolledTo = Set.of();

  /// @param hang puts entities under another, or under none
  EntityTreeView(
      HierarchyViewModel model,
      EntitySelection selection,
      BiConsumer<List<EntityHandle>, Optional<EntityHandle>> hang,
      Function<String, String> dotStyle) {
    this.model = model;
    this.selection = selection;
    this.hang = hang;
    this.dotStyle = dotStyle;
    tree = new TreeView<>(item(model.root()));
    tree.setId("entity-tree");
    tree.getStyleClass().add("dense");
    tree.setShowRoot(false);
    tree.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    tree.setCellFactory(t -> new EntityCell());
    tree.getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener.Change<? extends TreeItem<Line>> c) -> takeSelection());
    tree.setOnKeyPressed(e -> {
      var item = tree.getSelectionModel().getSelectedItem();
      if (e.getCode() == KeyCode.ENTER && item != null) {
        item.getValue().showMore();
      }
    });
    model.costsProperty().subscribe(c -> shown.forEach(EntityCell::showCost));
    selection.marksProperty().subscribe(m -> shown.forEach(EntityCell::showOthers));
    tree.setOnDragOver(this::over);
    tree.setOnDragDropped(e -> drop(e, Optional.empty()));
    selection
        .selectedProperty()
        .subscribe(s -> {
          if (!following) {
            selection.first().ifPresent(model::reveal);
            follow();
          }
        });
    tree.sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            Platform.runLater(this::scrollToSelected); // once it has its height
          }
        });
    var empty = new Label();
    empty.getStyleClass().add("empty-text");
    empty.textProperty().bind(model.emptyProperty());
    empty.visibleProperty().bind(model.emptyProperty().isNotEmpty());
    getChildren().addAll(tree, empty);
  }

  void refresh() {
    model.refresh();
    model.refreshCosts(
        shown.stream().flatMap(cell -> cell.handle().stream()).collect(Collectors.toSet()));
  }

  /// Shows what part of the systems' time goes to what is in view.
  void showCosts(boolean now) {
    model.showCosts(now);
    refresh();
    tree.refresh();
  }

  /// Draws the owners' dots again after a hue or the theme changed.
  void refreshDots() {
    tree.refresh();
  }

  private TreeItem<Line> item(HierarchyViewModel.Branch branch) {
    var item =
        new TreeItem<>(new Line(branch, Kind.ENTITY)) {
          @Override
          public boolean isLeaf() {
            return branch.entity().isPresent()
                && branch.countProperty().get() == 0
                && getChildren().isEmpty();
          }
        };
    item.setExpanded(branch.isOpen());
    item.expandedProperty()
        .subscribe((was, is) -> {
          branch.open(is);
          shown.forEach(EntityCell::showCost);
        });
    branch
        .children()
        .addListener((ListChangeListener.Change<? extends HierarchyViewModel.Branch> c) ->
            showChildren(item, branch));
    branch.moreProperty().subscribe((was, is) -> showChildren(item, branch));
    branch.beforeProperty().subscribe((was, is) -> showChildren(item, branch));
    branch.countProperty().subscribe((was, is) -> tree.refresh());
    branch.rowProperty().subscribe((was, is) -> tree.refresh());
    return item;
  }

  private void showChildren(TreeItem<Line> item, HierarchyViewModel.Branch branch) {
    var lines = new ArrayList<TreeItem<Line>>();
    if (branch.beforeProperty().get() > 0) {
      lines.add(new TreeItem<>(new Line(branch, Kind.BEFORE)));
    }
    branch.children().forEach(child -> lines.add(items.computeIfAbsent(child, this::item)));
    if (branch.moreProperty().get() > 0) {
      lines.add(new TreeItem<>(new Line(branch, Kind.MORE)));
    }
    following = true;
    item.getChildren().setAll(lines);
    if (branch.isOpen()) {
      item.setExpanded(true);
    }
    following = false;
    forget();
    follow();
  }

  /// Lets go of the lines of what is gone.
  private void forget() {
    items
        .keySet()
        .removeIf(branch -> branch.entity().flatMap(model::find).filter(branch::equals).isEmpty());
  }

  private void takeSelection() {
    var chosen = selectedHere();
    if (!following && !chosen.isEmpty()) {
      following = true;
      selection.selectAll(chosen);
      following = false;
    }
  }

  private List<EntityHandle> selectedHere() {
    return tree.getSelectionModel().getSelectedItems().stream()
        .filter(item -> item != null && !item.getValue().isMore())
        .flatMap(item -> item.getValue().branch().entity().stream())
        .toList();
  }

  /// Selects what was selected elsewhere, as far as its lines are there.
  private void follow() {
    var wanted = selection.selectedProperty().get();
    if (List.copyOf(wanted).equals(selectedHere())) {
      return;
    }
    following = true;
    tree.getSelectionModel().clearSelection();
    for (var handle : wanted.stream().limit(HierarchyViewModel.PAGE).toList()) {
      var item = model.find(handle).map(items::get);
      if (item.isPresent()) {
        tree.getSelectionModel().select(item.get());
      }
    }
    if (!wanted.equals(scrolledTo) && scrollToSelected()) {
      scrolledTo = wanted;
    }
    following = false;
  }

  private boolean scrollToSelected() {
    var row = tree.getSelectionModel().getSelectedIndex();
    if (row >= 0) {
      tree.scrollTo(Math.max(0, row - 2));
    }
    return row >= 0;
  }

  private void over(DragEvent event) {
    if (event.getDragboard().hasString() && event.getDragboard().getString().startsWith(DRAGGED)) {
      event.acceptTransferModes(TransferMode.MOVE);
    }
    event.consume();
  }

  private void drop(DragEvent event, Optional<EntityHandle> on) {
    var dragged =
        java.util.Arrays.stream(
                event.getDragboard().getString().substring(DRAGGED.length()).split(" ", -1))
            .map(bits -> new EntityHandle(Long.parseUnsignedLong(bits)))
            .filter(handle -> on.filter(handle::equals).isEmpty())
            .toList();
    if (!dragged.isEmpty()) {
      hang.accept(dragged, on);
    }
    event.setDropCompleted(true);
    event.consume();
  }

  /// Beside it there must be room for the entity's name.
  private static final double OTHERS_MAX_PX = 96;

  private static final double OTHERS_MIN_PX = 56;

  private final class EntityCell extends TreeCell<Line> {
    private final Region dot = new Region();
    private final Label name = new Label();
    private final Label count = new Label();
    private final Label others = new Label();
    private final Label cost = new Label();
    private final Region space = new Region();
    private final HBox graphic =
        new HBox(dot, new FontIcon("mdi2c-cube-outline"), name, count, others, space, cost);

    EntityCell() {
      dot.getStyleClass().add("hue-dot");
      count.getStyleClass().add("muted");
      cost.getStyleClass().add("tree-cost");
      cost.managedProperty().bind(cost.visibleProperty());
      others.setGraphic(new FontIcon("mdi2a-account-eye-outline"));
      others.getStyleClass().add("other-person");
      others.setMaxWidth(OTHERS_MAX_PX);
      others.setMinWidth(OTHERS_MIN_PX);
      others.managedProperty().bind(others.visibleProperty());
      HBox.setHgrow(space, Priority.ALWAYS);
      graphic.getStyleClass().add("tree-graphic");
      setOnMouseClicked(e -> {
        if (getItem() != null) {
          getItem().showMore();
        }
      });
      setOnDragDetected(e -> {
        var dragged = selectedHere();
        if (handle().filter(dragged::contains).isPresent()) {
          var content = new ClipboardContent();
          content.putString(
              DRAGGED
                  + String.join(
                      " ", dragged.stream().map(h -> Long.toUnsignedString(h.bits())).toList()));
          startDragAndDrop(TransferMode.MOVE).setContent(content);
        }
        e.consume();
      });
      setOnDragOver(EntityTreeView.this::over);
      setOnDragEntered(e -> pseudoClassStateChanged(DROP, handle().isPresent()));
      setOnDragExited(e -> pseudoClassStateChanged(DROP, false));
      setOnDragDropped(e -> drop(e, handle()));
    }

    private Optional<EntityHandle> handle() {
      return Optional.ofNullable(getItem())
          .filter(line -> !line.isMore())
          .flatMap(line -> line.branch().entity());
    }

    /// Who else has it selected.
    private void showOthers() {
      var mark = handle().map(selection.marksProperty().get()::get);
      others.setVisible(mark.isPresent());
      mark.ifPresent(by -> {
        others.setText(by.shortNames());
        others.setTooltip(CommandControls.tooltip(by.names() + " selected this, too"));
        others.setStyle("-vivarium-person: hsb(" + Math.round(by.hueDegrees()) + ", 60%, 80%);");
      });
      fit();
    }

    private void showCost() {
      var branch = getItem() == null || getItem().isMore() ? null : getItem().branch();
      cost.setVisible(branch != null && model.showsCosts());
      fit();
      var words = branch == null ? "" : model.costInWords(branch);
      cost.setText(branch == null ? "" : model.cost(branch));
      cost.setTooltip(words.isEmpty() ? null : new Tooltip(words));
    }

    /// Rows are as wide as the tree while costs stand at their right edge, or somebody's mark is to
    /// be seen beside a long name; else as their names.
    private void fit() {
      setPrefWidth(model.showsCosts() || others.isVisible() ? 0 : USE_COMPUTED_SIZE);
    }

    @Override
    protected void layoutChildren() {
      super.layoutChildren();
      if ((cost.isVisible() || others.isVisible()) && getGraphic() != null) {
        graphic.resize(
            Math.max(0, getWidth() - snappedRightInset() - graphic.getLayoutX()),
            graphic.getHeight());
        graphic.layout();
      }
    }

    @Override
    protected void updateItem(@Nullable Line line, boolean none) {
      super.updateItem(line, none);
      if (none || line == null) {
        shown.remove(this);
      } else {
        shown.add(this);
      }
      showCost();
      showOthers();
      if (none || line == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      var branch = line.branch();
      if (line.isMore()) {
        setText(line.moreText());
        setGraphic(null);
        return;
      }
      setText(null);
      name.setText(branch.rowProperty().get().map(EntityRow::label).orElse(""));
      var below = branch.countProperty().get();
      count.setText(below == 0 ? "" : "%,d".formatted(below));
      setGraphic(graphic);
      branch.rowProperty().get().ifPresent(row -> dot.setStyle(dotStyle.apply(row.owner())));
    }
  }
}
