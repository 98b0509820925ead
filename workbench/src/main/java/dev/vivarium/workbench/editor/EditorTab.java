package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.command.CommandControls;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// A document in one group of tabs: its editor and the bars above it.
final class EditorTab {
  private final DocumentViewModel document;
  private final CodeEditor editor;
  private final FindBar find;
  private final LineBar line;
  private final Tab tab;
  private Subscription attached = Subscription.EMPTY;

  /// `compare` shows what lies on disk beside what was typed.
  EditorTab(
      DocumentViewModel document,
      CodeText text,
      EditorSettings settings,
      Consumer<DocumentViewModel> compare) {
    this.document = document;
    editor = new CodeEditor(text);
    editor.area().wrapTextProperty().bind(settings.wrapProperty());
    find = new FindBar(new FindViewModel(), editor);
    line = new LineBar(editor);
    var stack = new StackPane(editor.node(), find, line);
    StackPane.setAlignment(find, Pos.TOP_RIGHT);
    StackPane.setAlignment(line, Pos.TOP_CENTER);
    VBox.setVgrow(stack, Priority.ALWAYS);
    tab =
        new Tab(
            document.name(),
            new VBox(diskBanner(document, compare), readOnlyBanner(document), stack));
    tab.setTooltip(CommandControls.tooltip(document.path()));
    tab.textProperty()
        .bind(
            Bindings.when(document.dirtyProperty())
                .then("● " + document.name())
                .otherwise(document.name()));
    tab.setUserData(this);
  }

  DocumentViewModel document() {
    return document;
  }

  CodeEditor editor() {
    return editor;
  }

  FindBar find() {
    return find;
  }

  LineBar line() {
    return line;
  }

  Tab tab() {
    return tab;
  }

  /// Ends `subscription` with this view of the document.
  void onClose(Subscription subscription) {
    attached = attached.and(subscription);
  }

  void close() {
    attached.unsubscribe();
    tab.textProperty().unbind();
    editor.area().wrapTextProperty().unbind();
    editor.close();
  }

  private static Node readOnlyBanner(DocumentViewModel document) {
    var text = new Label();
    text.textProperty()
        .bind(document.readOnlyProperty().map(why -> "To be read only: " + why + "."));
    text.setWrapText(true);
    var banner = new HBox(text);
    banner.getStyleClass().add("banner");
    banner.visibleProperty().bind(document.readOnlyProperty().isNotEmpty());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private static Node diskBanner(
      DocumentViewModel document, Consumer<DocumentViewModel> showComparison) {
    var text = new Label();
    text.textProperty()
        .bind(document.diskProperty().map(state -> bannerText(state, document.name())));
    var changed = document.diskProperty().isEqualTo(DocumentViewModel.DiskState.CHANGED_OUTSIDE);
    var compare = new Button("Compare");
    compare.setOnAction(e -> showComparison.accept(document));
    compare.visibleProperty().bind(changed);
    compare.managedProperty().bind(changed);
    var take = new Button("Take theirs");
    take.setOnAction(e -> document.takeDisk());
    take.visibleProperty().bind(changed);
    take.managedProperty().bind(changed);
    var keep = new Button("Keep mine");
    keep.setOnAction(e -> document.keepMine());
    var space = new StackPane();
    HBox.setHgrow(space, Priority.ALWAYS);
    var banner = new HBox(text, space, compare, take, keep);
    banner.getStyleClass().add("banner");
    banner
        .visibleProperty()
        .bind(document.diskProperty().isNotEqualTo(DocumentViewModel.DiskState.SAME));
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private static String bannerText(DocumentViewModel.DiskState state, String name) {
    return switch (state) {
      case SAME -> "";
      case CHANGED_OUTSIDE -> name + " was changed by another program, and you have unsaved work.";
      case DELETED_OUTSIDE -> name + " no longer exists on disk. Saving makes it again.";
    };
  }
}
