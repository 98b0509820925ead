package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.language.OutlineSymbol;
import dev.vivarium.workbench.language.TextPosition;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The declarations of the active document as a tree. A click or Enter goes there; letters narrow.
final class OutlineView extends VBox {
  private static final int ROWS_ABOVE = 2;

  private final OutlineViewModel model;
  private final Consumer<TextPosition> goTo;
  private final TextField filter = new TextField();
  private final TreeView<OutlineSymbol> tree = new TreeView<>(new TreeItem<>());

  OutlineView(OutlineViewModel model, Consumer<TextPosition> goTo) {
    this.model = model;
    this.goTo = goTo;
    getStyleClass().add("outline");
    filter.setId("outline-filter");
    filter.setPromptText("Filter declarations");
    filter.textProperty().bindBidirectional(model.filterProperty());
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::filterPressed);
    HBox.setHgrow(filter, Priority.ALWAYS);
    var bar = new HBox(filter);
    bar.getStyleClass().add("panel-bar");
    tree.setId("outline");
    tree.getStyleClass().add("dense");
    tree.setShowRoot(false);
    tree.setCellFactory(t -> new SymbolCell());
    tree.setOnMouseClicked(e -> goToSelected());
    tree.setOnKeyPressed(this::treePressed);
    tree.setOnKeyTyped(this::typed);
    var notice = new Label("", new FontIcon("mdi2f-format-list-bulleted-type"));
    notice.getStyleClass().add("empty-text");
    notice.setWrapText(true);
    notice.textProperty().bind(model.noticeProperty());
    notice.visibleProperty().bind(model.noticeProperty().isNotEmpty());
    tree.visibleProperty().bind(model.noticeProperty().isEmpty());
    var content = new StackPane(tree, notice);
    VBox.setVgrow(content, Priority.ALWAYS);
    getChildren().addAll(bar, content);
    model.symbolsProperty().subscribe(symbols -> fill());
    model.currentProperty().subscribe(this::follow);
    tree.heightProperty().subscribe(h -> Platform.runLater(this::reveal));
  }

  private void fill() {
    tree.getRoot()
        .getChildren()
        .setAll(model.symbolsProperty().get().stream().map(OutlineView::item).toList());
    follow(model.currentProperty().get());
  }

  private static TreeItem<OutlineSymbol> item(OutlineSymbol symbol) {
    var item = new TreeItem<>(symbol);
    item.getChildren().setAll(symbol.children().stream().map(OutlineView::item).toList());
    item.setExpanded(true);
    return item;
  }

  private void follow(Optional<OutlineSymbol> current) {
    if (tree.isFocused()) {
      return;
    }
    var item = current.map(symbol -> find(tree.getRoot(), symbol)).orElse(null);
    if (item == null) {
      tree.getSelectionModel().clearSelection();
    } else {
      tree.getSelectionModel().select(item);
      Platform.runLater(this::reveal);
    }
  }

  /// Scrolls to the selected row unless it is seen whole: only a tree that is laid out knows.
  private void reveal() {
    var row = tree.getSelectionModel().getSelectedIndex();
    if (row < 0 || tree.getHeight() <= 0 || tree.isFocused()) {
      return;
    }
    tree.applyCss();
    tree.layout();
    if (!(tree.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && isWhole(flow, row))) {
      tree.scrollTo(Math.max(0, row - ROWS_ABOVE));
    }
  }

  private static boolean isWhole(VirtualFlow<?> flow, int row) {
    var cell = flow.getVisibleCell(row);
    return cell != null
        && cell.getLayoutY() >= 0
        && cell.getLayoutY() + cell.getHeight() <= flow.getHeight();
  }

  private static @Nullable TreeItem<OutlineSymbol> find(
      TreeItem<OutlineSymbol> under, OutlineSymbol symbol) {
    for (var child : under.getChildren()) {
      var found = symbol.equals(child.getValue()) ? child : find(child, symbol);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void goToSelected() {
    var item = tree.getSelectionModel().getSelectedItem();
    if (item != null && item.getValue() != null) {
      goTo.accept(item.getValue().selection().start());
    }
  }

  private void treePressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      goToSelected();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      filter.clear();
    }
  }

  private void typed(KeyEvent event) {
    var letter = event.getCharacter();
    if (!letter.isBlank() && letter.codePoints().allMatch(Character::isJavaIdentifierPart)) {
      filter.requestFocus();
      filter.setText(letter);
      filter.end();
    }
  }

  private void filterPressed(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> tree.requestFocus();
      case ENTER -> {
        if (tree.getSelectionModel().isEmpty()) {
          tree.getSelectionModel().selectFirst();
        }
        goToSelected();
      }
      case ESCAPE -> filter.clear();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private static final class SymbolCell extends TreeCell<OutlineSymbol> {
    @Override
    protected void updateItem(@Nullable OutlineSymbol symbol, boolean empty) {
      super.updateItem(symbol, empty);
      setText(empty || symbol == null ? null : symbol.name());
      setGraphic(empty || symbol == null ? null : SymbolIcon.of(symbol.kind()));
    }
  }
}
