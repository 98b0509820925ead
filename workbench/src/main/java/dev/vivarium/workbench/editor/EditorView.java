package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.Nullable;

/// The open documents as tabs, in one group or several beside each other. A document in two groups
/// is one text with one history.
public final class EditorView extends StackPane {
  private final EditorViewModel model;
  private final Consumer<DocumentViewModel> close;
  private final Map<DocumentViewModel, CodeText> texts = new HashMap<>();
  private final List<EditorGroup> groups = new ArrayList<>();
  private final StackPane groupsHolder = new StackPane();
  private final VBox whole = new VBox();
  private BiFunction<DocumentViewModel, CodeArea, Subscription> attach =
      (document, area) -> Subscription.EMPTY;
  private EditorGroup current;
  private boolean activating;
  private boolean holdsControl;

  /// `close` asks about unsaved work and then closes; `empty` shows where no file is open.
  public EditorView(EditorViewModel model, Consumer<DocumentViewModel> close, Node empty) {
    this.model = model;
    this.close = close;
    getStyleClass().add("editor");
    getStylesheets().add(styles());
    current = newGroup();
    groupsHolder.getChildren().add(current.pane());
    VBox.setVgrow(groupsHolder, Priority.ALWAYS);
    whole.getChildren().add(groupsHolder);
    groupsHolder.visibleProperty().bind(Bindings.isNotEmpty(model.documents()));
    empty.visibleProperty().bind(Bindings.isEmpty(model.documents()));
    model.documents().forEach(this::add);
    model.documents().addListener(this::documentsChanged);
    model.activeProperty().subscribe(this::activate);
    getChildren().addAll(empty, whole);
    sceneProperty().subscribe(this::followKeys);
    // So that nothing but the text catches the mouse where no file is open.
    whole.setPickOnBounds(false);
  }

  /// A walk through the files last shown lasts as long as Control is held.
  private void followKeys(@Nullable Scene scene) {
    if (scene != null) {
      scene.addEventFilter(KeyEvent.ANY, this::followKeys);
    }
  }

  private void followKeys(KeyEvent event) {
    var held = event.isControlDown();
    if (event.getEventType() == KeyEvent.KEY_RELEASED && event.getCode() == KeyCode.CONTROL) {
      held = false;
    }
    if (holdsControl && !held) {
      model.endRecent();
    }
    holdsControl = held;
  }

  /// Shows the file shown before (1) or goes back (-1); while Control is held, on and on.
  public void stepRecent(int by) {
    model.stepRecent(by);
    if (!holdsControl) {
      model.endRecent();
    }
  }

  /// Address of the editor's own style sheet.
  static String styles() {
    return Objects.requireNonNull(EditorView.class.getResource("editor.css")).toExternalForm();
  }

  /// Puts a bar above the tabs, such as one that asks about unsaved text.
  public void addBar(Node bar) {
    whole.getChildren().addFirst(bar);
  }

  private EditorGroup newGroup() {
    var self = new EditorGroup[1];
    var group = new EditorGroup(tab -> selected(self[0], tab), () -> entered(self[0]));
    self[0] = group;
    groups.add(group);
    return group;
  }

  private void entered(@Nullable EditorGroup group) {
    if (group != null && groups.contains(group) && group != current) {
      current = group;
      group.active().ifPresent(tab -> model.activeProperty().set(tab.document()));
    }
  }

  private void selected(@Nullable EditorGroup group, EditorTab tab) {
    if (!activating && group != null && groups.contains(group)) {
      current = group;
      model.activeProperty().set(tab.document());
    }
  }

  private void documentsChanged(ListChangeListener.Change<? extends DocumentViewModel> change) {
    while (change.next()) {
      change.getRemoved().forEach(this::remove);
      change.getAddedSubList().forEach(this::add);
    }
  }

  private void add(DocumentViewModel document) {
    texts.put(document, new CodeText(document));
    addTo(current, document);
  }

  private EditorTab addTo(EditorGroup group, DocumentViewModel document) {
    var text = Objects.requireNonNull(texts.get(document));
    var tab = new EditorTab(document, text, model.settings(), this::compare);
    tab.tab()
        .setOnCloseRequest(e -> {
          e.consume();
          closeTab(groupOf(tab), tab);
        });
    tab.onClose(attach.apply(document, tab.editor().area()));
    group.add(tab);
    return tab;
  }

  private EditorGroup groupOf(EditorTab tab) {
    return groups.stream().filter(g -> g.tabs().contains(tab)).findFirst().orElse(current);
  }

  /// Closes the document, or just this view of it where another group shows it too.
  private void closeTab(EditorGroup group, EditorTab tab) {
    var views = groups.stream().filter(g -> g.find(tab.document()).isPresent()).count();
    if (views > 1) {
      group.remove(tab);
      dropEmptyGroups();
    } else {
      close.accept(tab.document());
    }
  }

  private void remove(DocumentViewModel document) {
    for (var group : List.copyOf(groups)) {
      group.find(document).ifPresent(group::remove);
    }
    var text = texts.remove(document);
    if (text != null) {
      text.close();
    }
    dropEmptyGroups();
  }

  private void dropEmptyGroups() {
    for (var group : List.copyOf(groups)) {
      if (groups.size() > 1 && group.tabs().isEmpty()) {
        groups.remove(group);
        unsplit(group.pane());
        if (current == group) {
          current = groups.getLast();
          current.active().ifPresent(tab -> model.activeProperty().set(tab.document()));
          Platform.runLater(this::focus);
        }
      }
    }
  }

  /// Calls `attaching` with every code area that shows a document or will, several of one document
  /// among them; what it gives is ended with the area.
  public void eachArea(BiFunction<DocumentViewModel, CodeArea, Subscription> attaching) {
    attach = attaching;
    groups.stream()
        .flatMap(group -> group.tabs().stream())
        .forEach(tab -> tab.onClose(attach.apply(tab.document(), tab.editor().area())));
  }

  private void activate(@Nullable DocumentViewModel document) {
    if (document == null) {
      return;
    }
    if (current.find(document).isEmpty()) {
      groups.stream()
          .filter(g -> g.find(document).isPresent())
          .findFirst()
          .ifPresent(g -> current = g);
    }
    current
        .find(document)
        .ifPresent(tab -> {
          activating = true;
          current.select(tab);
          activating = false;
          focusOnceShown(tab.editor().area());
        });
  }

  /// Also where the text is not in the window yet: a new tab joins it with the next layout.
  private static void focusOnceShown(CodeArea area) {
    if (area.getScene() != null) {
      Platform.runLater(area::requestFocus);
      return;
    }
    area.sceneProperty()
        .addListener(
            new ChangeListener<Scene>() {
              @Override
              public void changed(ObservableValue<? extends Scene> scene, Scene was, Scene is) {
                area.sceneProperty().removeListener(this);
                Platform.runLater(area::requestFocus);
              }
            });
  }

  /// Shows the active document a second time, to the right or below.
  public void split(Orientation orientation) {
    active()
        .ifPresent(tab -> {
          var beside = current;
          var group = newGroup();
          place(beside.pane(), group.pane(), orientation);
          var twin = addTo(group, tab.document());
          current = group;
          group.select(twin);
          twin.editor().area().moveTo(tab.editor().area().getCaretPosition());
          twin.editor().area().requestFollowCaret();
          focusOnceShown(twin.editor().area());
        });
  }

  private void place(Node beside, Node pane, Orientation orientation) {
    var split = new SplitPane();
    split.setOrientation(orientation);
    var parent = parentSplit(groupsHolder, beside);
    if (parent.isPresent() && parent.get().getOrientation() == orientation) {
      var items = parent.get().getItems();
      items.add(items.indexOf(beside) + 1, pane);
      return;
    }
    replace(beside, split);
    split.getItems().addAll(beside, pane);
  }

  /// A split pane's items have no parent before its skin is there, so it is searched from above.
  private static Optional<SplitPane> parentSplit(Node from, Node child) {
    if (from instanceof SplitPane split) {
      if (split.getItems().contains(child)) {
        return Optional.of(split);
      }
      return split.getItems().stream()
          .flatMap(item -> parentSplit(item, child).stream())
          .findFirst();
    }
    return from instanceof StackPane stack && !stack.getChildren().isEmpty()
        ? parentSplit(stack.getChildren().getFirst(), child)
        : Optional.empty();
  }

  private void replace(Node old, Node with) {
    var parent = parentSplit(groupsHolder, old);
    if (parent.isPresent()) {
      var items = parent.get().getItems();
      items.set(items.indexOf(old), with);
    } else {
      groupsHolder.getChildren().setAll(with);
    }
  }

  private void unsplit(Node pane) {
    parentSplit(groupsHolder, pane)
        .ifPresent(split -> {
          split.getItems().remove(pane);
          if (split.getItems().size() == 1) {
            var rest = split.getItems().removeFirst();
            replace(split, rest);
          }
        });
  }

  /// Goes to the next group of tabs, going round.
  public void focusNextGroup() {
    current = groups.get((groups.indexOf(current) + 1) % groups.size());
    current.active().ifPresent(tab -> model.activeProperty().set(tab.document()));
    focus();
  }

  /// How many groups there are.
  public int groups() {
    return groups.size();
  }

  /// Closes every document but the active one.
  public void closeOthers() {
    var keep = model.activeProperty().get();
    List.copyOf(model.documents()).stream().filter(d -> d != keep).forEach(close);
  }

  /// Closes the active tab; the document too where no other group shows it.
  public void closeActive() {
    current.active().ifPresent(tab -> closeTab(current, tab));
  }

  public void moveTab(int by) {
    current.moveActive(by);
  }

  public void stepTab(int by) {
    current.step(by);
  }

  private void compare(DocumentViewModel document) {
    new CompareWindow(document, getScene()).show();
  }

  private Optional<EditorTab> active() {
    var document = model.activeProperty().get();
    return document == null ? Optional.empty() : current.find(document);
  }

  /// Whether the keys go to a text, so that keys of its own are its to take.
  public boolean hasFocus() {
    return active().filter(tab -> tab.editor().area().isFocused()).isPresent();
  }

  /// The editor that has, or had last, the focus.
  Optional<CodeEditor> activeEditor() {
    return active().map(EditorTab::editor);
  }

  /// Opens the find bar of the active document.
  public void find() {
    active().ifPresent(a -> a.find().open(false));
  }

  /// Opens the find bar with the row that replaces.
  public void replace() {
    active().ifPresent(a -> a.find().open(true));
  }

  public void findNext() {
    active().ifPresent(a -> a.find().next());
  }

  public void findPrevious() {
    active().ifPresent(a -> a.find().previous());
  }

  public void goToLine() {
    active().ifPresent(a -> a.line().open());
  }

  public void undo() {
    activeEditor().ifPresent(CodeEditor::undo);
  }

  public void redo() {
    activeEditor().ifPresent(CodeEditor::redo);
  }

  void act(Function<LineActs, Edited> act) {
    activeEditor().ifPresent(editor -> editor.act(act));
  }

  void carets(Consumer<MultiCarets> act) {
    activeEditor().map(CodeEditor::carets).ifPresent(act);
  }

  public void focus() {
    activeEditor().ifPresent(editor -> editor.area().requestFocus());
  }

  /// Types text at the caret of the active document, as a script does.
  public void type(String text) {
    activeEditor()
        .map(CodeEditor::area)
        .filter(CodeArea::isEditable)
        .ifPresent(area -> area.replaceSelection(text));
  }

  /// Selects the text of a line of the active document, from 1, so that typing replaces it.
  public void selectLine(int line) {
    activeEditor()
        .ifPresent(editor -> {
          var area = editor.area();
          var at = Math.clamp(line - 1L, 0, area.getParagraphs().size() - 1);
          area.selectRange(at, 0, at, area.getParagraphLength(at));
        });
  }

  /// Line and column of the caret, from 1, and how many carets there are; empty where no document
  /// is open.
  public String caretText() {
    return activeEditor()
        .map(editor -> {
          var carets = editor.carets().count();
          var area = editor.area();
          return (carets > 1 ? carets + " carets · " : "")
              + "Ln %d, Col %d"
                  .formatted(area.getCurrentParagraph() + 1, area.getCaretColumn() + 1);
        })
        .orElse("");
  }
}
