package dev.vivarium.workbench.project;

import dev.vivarium.workbench.command.CommandControls;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The tree of the project's files. Enter or a click opens a file; letters typed jump to a name.
public final class ProjectTreeView extends VBox {
  /// How dragged files are named on the clipboard.
  private static final DataFormat PATHS = new DataFormat("application/x-vivarium-path");

  private final TreeView<ProjectEntry> tree = new TreeView<>();
  private final Consumer<String> open;
  private final Function<String, String> dotStyleOfPlugin;
  private final Set<String> collapsed = new HashSet<>();
  private final TypeAhead typed = new TypeAhead();
  private final Map<KeyCombination, Runnable> keys = new LinkedHashMap<>();
  private ProjectMarks marks = ProjectMarks.NONE;
  private BiConsumer<String, String> drop = (path, folder) -> {};
  private final PauseTransition pause = new PauseTransition(Duration.millis(TypeAhead.PAUSE_MS));

  /// `dotStyleOfPlugin` gives the style of the dot beside a plugin's folder, or an empty string for
  /// none.
  public ProjectTreeView(
      ProjectViewModel model, Consumer<String> open, Function<String, String> dotStyleOfPlugin) {
    this.open = open;
    this.dotStyleOfPlugin = dotStyleOfPlugin;
    tree.setId("project-tree");
    tree.getStyleClass().addAll("dense", "project-tree");
    tree.setCellFactory(t -> new EntryCell());
    tree.setShowRoot(false);
    tree.setOnKeyPressed(this::pressed);
    pause.setOnFinished(e -> typed.startAnew());
    tree.setOnKeyTyped(e -> {
      jumpTo(typed.type(e.getCharacter()));
      pause.playFromStart();
    });
    tree.setOnMouseClicked(e -> {
      if (e.getButton() == MouseButton.PRIMARY) {
        openSelected();
      }
    });
    model.treeProperty().subscribe(this::show);
    VBox.setVgrow(tree, Priority.ALWAYS);
    getChildren().add(tree);
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      openSelected();
      return;
    }
    keys.entrySet().stream()
        .filter(key -> key.getKey().match(event))
        .findFirst()
        .ifPresent(key -> {
          key.getValue().run();
          event.consume();
        });
  }

  /// Does `act` when `keys` are pressed while the tree has the focus.
  void onKeys(String combination, Runnable act) {
    keys.put(KeyCombination.valueOf(combination), act);
  }

  void menu(ContextMenu menu) {
    tree.setContextMenu(menu);
  }

  /// Takes files that are dragged: the path of one and of the folder it is dropped on.
  void onDrop(BiConsumer<String, String> move) {
    drop = move;
  }

  /// The selected file or folder.
  Optional<ProjectEntry> selected() {
    return Optional.ofNullable(tree.getSelectionModel().getSelectedItem()).map(TreeItem::getValue);
  }

  /// Whether the keys go to the tree.
  boolean hasFocus() {
    return tree.isFocused();
  }

  void focus() {
    tree.requestFocus();
  }

  /// Puts a bar below the tree.
  void addBar(Node bar) {
    getChildren().add(bar);
  }

  /// Draws the dots again after a plugin's state changed.
  public void refreshDots() {
    tree.refresh();
  }

  /// Marks what is wrong.
  void mark(ProjectMarks now) {
    if (!now.equals(marks)) {
      marks = now;
      tree.refresh();
    }
  }

  /// Selects a file, so that the tree shows where the open document lies.
  public void reveal(String path) {
    var root = tree.getRoot();
    var item = root == null ? null : find(root, path);
    if (item != null) {
      tree.getSelectionModel().select(item);
    }
  }

  private void show(ProjectEntry entry) {
    var selected = tree.getSelectionModel().getSelectedItem();
    tree.setRoot(item(entry));
    if (selected != null) {
      reveal(selected.getValue().path());
    }
  }

  private TreeItem<ProjectEntry> item(ProjectEntry entry) {
    var item = new TreeItem<>(entry);
    entry.children().forEach(child -> item.getChildren().add(item(child)));
    item.setExpanded(!collapsed.contains(entry.path()));
    item.expandedProperty()
        .subscribe(expanded -> {
          if (expanded) {
            collapsed.remove(entry.path());
          } else {
            collapsed.add(entry.path());
          }
        });
    return item;
  }

  private static @Nullable TreeItem<ProjectEntry> find(TreeItem<ProjectEntry> from, String path) {
    if (from.getValue().path().equals(path)) {
      return from;
    }
    for (var child : from.getChildren()) {
      var found = find(child, path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void openSelected() {
    var item = tree.getSelectionModel().getSelectedItem();
    if (item != null && !item.getValue().folder()) {
      open.accept(item.getValue().path());
    }
  }

  private void jumpTo(String prefix) {
    if (prefix.isEmpty()) {
      return;
    }
    for (var row = 0; row < tree.getExpandedItemCount(); row++) {
      if (TypeAhead.matches(tree.getTreeItem(row).getValue().name(), prefix)) {
        tree.getSelectionModel().select(row);
        tree.scrollTo(row);
        return;
      }
    }
  }

  private final class EntryCell extends TreeCell<ProjectEntry> {
    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private final FontIcon icon = new FontIcon("mdi2f-file-outline");
    private final Region dot = new Region();
    private final FontIcon wrong = new FontIcon("mdi2a-alert-circle-outline");
    private final Label count = new Label();
    private final Tooltip why = CommandControls.tooltip("");
    private final Region space = new Region();
    private final HBox graphic = new HBox(icon);

    EntryCell() {
      dot.getStyleClass().add("hue-dot");
      wrong.getStyleClass().add("icon-error");
      count.getStyleClass().add("tree-errors");
      count.setGraphic(wrong);
      space.setMinWidth(0);
      HBox.setHgrow(space, Priority.ALWAYS);
      graphic.getStyleClass().add("tree-graphic");
      setOnDragDetected(this::dragged);
      setOnDragOver(this::over);
      setOnDragExited(e -> pseudoClassStateChanged(DROP, false));
      setOnDragDropped(this::dropped);
    }

    private void dragged(MouseEvent event) {
      var entry = getItem();
      if (entry != null && !entry.path().isEmpty()) {
        var content = new ClipboardContent();
        content.put(PATHS, entry.path());
        startDragAndDrop(TransferMode.MOVE).setContent(content);
        event.consume();
      }
    }

    private String folder() {
      var entry = getItem();
      if (entry == null) {
        return "";
      }
      var slash = entry.path().lastIndexOf('/');
      return entry.folder() ? entry.path() : slash < 0 ? "" : entry.path().substring(0, slash);
    }

    private void over(DragEvent event) {
      if (event.getDragboard().hasContent(PATHS)) {
        event.acceptTransferModes(TransferMode.MOVE);
        pseudoClassStateChanged(DROP, true);
        event.consume();
      }
    }

    private void dropped(DragEvent event) {
      if (event.getDragboard().getContent(PATHS) instanceof String path) {
        drop.accept(path, folder());
        event.setDropCompleted(true);
        event.consume();
      }
    }

    @Override
    protected void updateItem(@Nullable ProjectEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      if (empty || entry == null) {
        setText(null);
        setGraphic(null);
        setTooltip(null);
        pseudoClassStateChanged(WRONG, false);
        return;
      }
      setText(
          entry.left() == 0
              ? entry.name()
              : "%s (%,d more are not shown)".formatted(entry.name(), entry.left()));
      icon.setIconLiteral(iconOf(entry));
      var style = pluginFolder(entry) ? dotStyleOfPlugin.apply(entry.name()) : "";
      dot.setStyle(style);
      graphic.getChildren().setAll(icon);
      if (!style.isEmpty()) {
        graphic.getChildren().add(dot);
      }
      mark(entry);
      setGraphic(graphic);
    }

    private void mark(ProjectEntry entry) {
      var isWrong = marks.isWrong(entry.path());
      pseudoClassStateChanged(WRONG, isWrong);
      if (isWrong) {
        count.setText(marks.count(entry));
        graphic.getChildren().add(count);
      }
      why.setText(marks.words(entry.path()));
      setTooltip(isWrong ? why : null);
    }

    private static boolean pluginFolder(ProjectEntry entry) {
      return entry.folder() && entry.path().equals("plugins/" + entry.name());
    }

    private static String iconOf(ProjectEntry entry) {
      if (entry.folder()) {
        return pluginFolder(entry) ? "mdi2p-puzzle-outline" : "mdi2f-folder-outline";
      }
      return switch (entry.name().substring(entry.name().lastIndexOf('.') + 1)) {
        case "ts" -> "mdi2l-language-typescript";
        case "rs" -> "mdi2l-language-rust";
        case "c", "h" -> "mdi2l-language-c";
        case "jsh" -> "mdi2s-script-text-outline";
        case "json" -> "mdi2c-code-json";
        case "md" -> "mdi2l-language-markdown-outline";
        case "png", "jpg", "jpeg" -> "mdi2f-file-image-outline";
        case "glb", "gltf" -> "mdi2c-cube-outline";
        default -> "mdi2f-file-outline";
      };
    }
  }
}
