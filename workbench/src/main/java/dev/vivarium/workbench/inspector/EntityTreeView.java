package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.ChildPage;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Poll;
import dev.vivarium.workbench.session.WorldSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Who hangs on whom. Children are fetched when their parent is opened, a page at a time; dragging
/// an entity onto another hangs it there.
@SuppressWarnings("ReferenceEquality") // a tree item is itself and nothing else
final class EntityTreeView extends StackPane {
  private static final int PAGE = 200;

  /// A line of the tree: an entity, or how many more there are.
  private record Line(Optional<EntityRow> row, int children, String text) {}

  private final WorldSession session;
  private final Executor window;
  private final EntitySelection selection;
  private final Function<String, String> dotStyle;
  private final BiConsumer<EntityHandle, Optional<EntityHandle>> hang;
  private final Branch root;
  private final TreeView<Line> tree;
  private final Label empty = new Label("Loading entities…");
  private boolean following;

  /// @param hang puts an entity under another, or under none
  EntityTreeView(
      WorldSession session,
      Executor window,
      EntitySelection selection,
      BiConsumer<EntityHandle, Optional<EntityHandle>> hang,
      Function<String, String> dotStyle) {
    this.session = session;
    this.window = window;
    this.selection = selection;
    this.hang = hang;
    this.dotStyle = dotStyle;
    root = new Branch(new Line(Optional.empty(), 0, ""), Optional.empty());
    tree = new TreeView<>(root);
    tree.setId("entity-tree");
    tree.getStyleClass().add("dense");
    tree.setShowRoot(false);
    tree.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    tree.setCellFactory(t -> new EntityCell());
    tree.getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener.Change<? extends TreeItem<Line>> c) -> takeSelection());
    selection
        .selectedProperty()
        .subscribe(s -> {
          if (!following) {
            followTo(selection.first());
          }
        });
    empty.getStyleClass().add("empty-text");
    root.setExpanded(true);
    getChildren().addAll(tree, empty);
  }

  /// Fetches what is open anew.
  void refresh() {
    root.refresh();
  }

  private void takeSelection() {
    var chosen =
        tree.getSelectionModel().getSelectedItems().stream()
            .filter(item -> item != null)
            .flatMap(item -> item.getValue().row().stream())
            .map(EntityRow::handle)
            .toList();
    if (!following && !chosen.isEmpty()) {
      following = true;
      selection.selectAll(chosen);
      following = false;
    }
  }

  /// Selects what was selected elsewhere, if its line is there.
  private void followTo(Optional<EntityHandle> entity) {
    var item = entity.flatMap(root::find);
    following = true;
    tree.getSelectionModel().clearSelection();
    item.ifPresent(found -> tree.getSelectionModel().select(found));
    following = false;
  }

  private final class Branch extends TreeItem<Line> {
    private final Optional<EntityHandle> entity;
    private final Poll<ChildPage> poll;
    private int wanted = PAGE;

    Branch(Line line, Optional<EntityHandle> entity) {
      super(line);
      this.entity = entity;
      this.poll =
          new Poll<>(
              () -> session.inspection().children(entity, 0, Math.min(wanted, 5 * PAGE)),
              window,
              this::arrived,
              this::failed);
      expandedProperty()
          .subscribe((was, is) -> {
            if (is) {
              poll.ask();
            }
          });
    }

    @Override
    public boolean isLeaf() {
      return entity.isPresent() && getValue().children() == 0 && getChildren().isEmpty();
    }

    void refresh() {
      if (isExpanded()) {
        poll.ask();
        getChildren().stream()
            .filter(Branch.class::isInstance)
            .map(Branch.class::cast)
            .forEach(Branch::refresh);
      }
    }

    Optional<Branch> find(EntityHandle handle) {
      if (entity.filter(handle::equals).isPresent()) {
        return Optional.of(this);
      }
      return getChildren().stream()
          .filter(Branch.class::isInstance)
          .map(Branch.class::cast)
          .flatMap(branch -> branch.find(handle).stream())
          .findFirst();
    }

    private void failed(String reason) {
      if (entity.isEmpty()) {
        empty.setText(reason);
        empty.setVisible(getChildren().isEmpty());
      }
    }

    private void arrived(ChildPage page) {
      Map<EntityHandle, Branch> held = new HashMap<>();
      getChildren()
          .forEach(item -> {
            if (item instanceof Branch branch) {
              branch.entity.ifPresent(handle -> held.put(handle, branch));
            }
          });
      var lines = new java.util.ArrayList<TreeItem<Line>>();
      for (var i = 0; i < page.rows().size(); i++) {
        var row = page.rows().get(i);
        var line = new Line(Optional.of(row), page.children().get(i), row.label());
        var branch = held.get(row.handle());
        if (branch == null) {
          branch = new Branch(line, Optional.of(row.handle()));
        } else if (!branch.getValue().equals(line)) {
          branch.setValue(line);
        }
        lines.add(branch);
      }
      if (page.total() > lines.size()) {
        lines.add(more(page.total() - lines.size()));
      }
      if (!sameLines(lines)) {
        following = true;
        getChildren().setAll(lines);
        following = false;
      }
      if (entity.isEmpty()) {
        empty.setText("This world has no entities yet. Press Spawn to make one.");
        empty.setVisible(lines.isEmpty());
      }
    }

    private boolean sameLines(List<TreeItem<Line>> lines) {
      var now = getChildren();
      return now.size() == lines.size()
          && java.util.stream.IntStream.range(0, lines.size())
              .allMatch(i ->
                  now.get(i) == lines.get(i)
                      || (now.get(i).getValue().equals(lines.get(i).getValue())
                          && !(lines.get(i) instanceof Branch)));
    }

    private TreeItem<Line> more(int count) {
      var text =
          wanted < 5 * PAGE
              ? "%,d more: click to show".formatted(count)
              : "%,d more: narrow the search in the table".formatted(count);
      return new TreeItem<>(new Line(Optional.empty(), 0, text));
    }

    void showMore() {
      wanted += PAGE;
      poll.askAnew();
    }
  }

  private final class EntityCell extends TreeCell<Line> {
    private final Region dot = new Region();
    private final Label count = new Label();
    private final HBox graphic = new HBox(dot, new FontIcon("mdi2c-cube-outline"), count);

    EntityCell() {
      dot.getStyleClass().add("hue-dot");
      count.getStyleClass().add("muted");
      graphic.getStyleClass().add("tree-graphic");
      setOnMouseClicked(e -> {
        if (getItem() != null
            && getItem().row().isEmpty()
            && getTreeItem().getParent() instanceof Branch branch) {
          branch.showMore();
        }
      });
      setOnDragDetected(e -> {
        handle()
            .ifPresent(dragged -> {
              var content = new ClipboardContent();
              content.putString("entity " + Long.toUnsignedString(dragged.bits()));
              startDragAndDrop(TransferMode.MOVE).setContent(content);
            });
        e.consume();
      });
      setOnDragOver(e -> {
        if (e.getDragboard().hasString() && e.getDragboard().getString().startsWith("entity ")) {
          e.acceptTransferModes(TransferMode.MOVE);
        }
        e.consume();
      });
      setOnDragDropped(e -> {
        var bits = Long.parseUnsignedLong(e.getDragboard().getString().substring(7));
        hang.accept(new EntityHandle(bits), handle());
        e.setDropCompleted(true);
        e.consume();
      });
    }

    private Optional<EntityHandle> handle() {
      return Optional.ofNullable(getItem()).flatMap(Line::row).map(EntityRow::handle);
    }

    @Override
    protected void updateItem(@Nullable Line line, boolean none) {
      super.updateItem(line, none);
      if (none || line == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      setText(line.text());
      count.setText(line.children() == 0 ? "" : "%,d".formatted(line.children()));
      setGraphic(line.row().isEmpty() ? null : graphic);
      line.row().ifPresent(row -> dot.setStyle(dotStyle.apply(row.owner())));
    }
  }
}
