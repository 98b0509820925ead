package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.command.CommandControls;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.Nullable;

/// The open documents as tabs.
public final class EditorView extends StackPane {
  private final EditorViewModel model;
  private final Consumer<DocumentViewModel> close;
  private final TabPane tabs = new TabPane();
  private final Map<DocumentViewModel, OpenTab> open = new HashMap<>();

  private BiConsumer<DocumentViewModel, CodeArea> areas = (document, area) -> {};

  private record OpenTab(Tab tab, CodeEditor editor, FindBar find) {}

  /// `close` asks about unsaved work and then closes; `empty` shows where no file is open.
  public EditorView(EditorViewModel model, Consumer<DocumentViewModel> close, Node empty) {
    this.model = model;
    getStyleClass().add("editor");
    this.close = close;
    tabs.setId("editor-tabs");
    tabs.getStyleClass().addAll("dense", "editor-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
    tabs.visibleProperty().bind(Bindings.isNotEmpty(model.documents()));
    empty.visibleProperty().bind(Bindings.isEmpty(model.documents()));
    model.documents().forEach(this::add);
    model.documents().addListener(this::documentsChanged);
    model.activeProperty().subscribe(this::activate);
    tabs.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    getChildren().addAll(empty, tabs);
  }

  private void documentsChanged(ListChangeListener.Change<? extends DocumentViewModel> change) {
    while (change.next()) {
      change.getRemoved().forEach(this::remove);
      change.getAddedSubList().forEach(this::add);
    }
  }

  private void add(DocumentViewModel document) {
    var editor = new CodeEditor(document);
    var find = new FindBar(new FindViewModel(), editor);
    var text = new StackPane(editor.node(), find);
    StackPane.setAlignment(find, Pos.TOP_RIGHT);
    VBox.setVgrow(text, Priority.ALWAYS);
    var tab = new Tab(document.name(), new VBox(diskBanner(document), text));
    tab.setTooltip(CommandControls.tooltip(document.path()));
    tab.textProperty()
        .bind(
            Bindings.when(document.dirtyProperty())
                .then("● " + document.name())
                .otherwise(document.name()));
    tab.setUserData(document);
    tab.setOnCloseRequest(e -> {
      e.consume();
      close.accept(document);
    });
    open.put(document, new OpenTab(tab, editor, find));
    areas.accept(document, editor.area());
    tabs.getTabs().add(tab);
  }

  private void remove(DocumentViewModel document) {
    var gone = open.remove(document);
    if (gone != null) {
      tabs.getTabs().remove(gone.tab());
    }
  }

  private static Node diskBanner(DocumentViewModel document) {
    var text = new Label();
    text.textProperty()
        .bind(document.diskProperty().map(state -> bannerText(state, document.name())));
    var take = new Button("Load from disk");
    take.setOnAction(e -> document.takeDisk());
    take.visibleProperty()
        .bind(document.diskProperty().isEqualTo(DocumentViewModel.DiskState.CHANGED_OUTSIDE));
    take.managedProperty().bind(take.visibleProperty());
    var keep = new Button("Keep mine");
    keep.setOnAction(e -> document.keepMine());
    var space = new StackPane();
    HBox.setHgrow(space, Priority.ALWAYS);
    var banner = new HBox(text, space, take, keep);
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

  /// Calls `attach` with the code area of every document that is open or will be.
  public void eachArea(BiConsumer<DocumentViewModel, CodeArea> attach) {
    areas = attach;
    open.forEach((document, tab) -> attach.accept(document, tab.editor().area()));
  }

  private void activate(@Nullable DocumentViewModel document) {
    var shown = document == null ? null : open.get(document);
    if (shown != null) {
      tabs.getSelectionModel().select(shown.tab());
      Platform.runLater(shown.editor().area()::requestFocus);
    }
  }

  private void selected(@Nullable Tab tab) {
    if (tab != null && tab.getUserData() instanceof DocumentViewModel document) {
      model.activeProperty().set(document);
    }
  }

  private Optional<OpenTab> active() {
    var document = model.activeProperty().get();
    return document == null ? Optional.empty() : Optional.ofNullable(open.get(document));
  }

  /// Opens the find bar of the active document.
  public void find() {
    active().ifPresent(a -> a.find().open());
  }

  public void findNext() {
    active().ifPresent(a -> a.find().next());
  }

  public void findPrevious() {
    active().ifPresent(a -> a.find().previous());
  }

  public void undo() {
    active().ifPresent(a -> a.editor().area().undo());
  }

  public void redo() {
    active().ifPresent(a -> a.editor().area().redo());
  }

  public void focus() {
    active().ifPresent(a -> a.editor().area().requestFocus());
  }

  /// Types text at the caret of the active document, as a script does.
  public void type(String text) {
    active().ifPresent(a -> a.editor().area().replaceSelection(text));
  }

  /// Selects the text of a line of the active document, from 1, so that typing replaces it.
  public void selectLine(int line) {
    active()
        .ifPresent(a -> {
          var area = a.editor().area();
          var at = Math.clamp(line - 1L, 0, area.getParagraphs().size() - 1);
          area.selectRange(at, 0, at, area.getParagraphLength(at));
        });
  }

  /// Line and column of the caret, from 1; empty where no document is open.
  public String caretText() {
    return active()
        .map(a -> a.editor().area())
        .map(area ->
            "Ln %d, Col %d".formatted(area.getCurrentParagraph() + 1, area.getCaretColumn() + 1))
        .orElse("");
  }
}
