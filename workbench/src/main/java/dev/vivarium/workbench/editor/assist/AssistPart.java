package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.language.FileEdit;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.SourceLocation;
import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.util.Duration;
import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.Nullable;

/// What the editor offers while source is typed: commands, boxes over the text, and the panels
/// Outline and References.
public final class AssistPart implements Part {
  private static final int MAX_BACK = 100;

  private final Desk desk;
  private final EditorViewModel editor;
  private final LanguageService service;
  private final OutlineViewModel outline;
  private final ReferencesViewModel references;
  private final RenameViewModel rename;
  private final RenameBox renameBox;
  private final List<Attached> attached = new ArrayList<>();
  private final Deque<Place> back = new ArrayDeque<>();
  private final Answers<List<SourceLocation>> definitions;
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

  private record Attached(DocumentViewModel document, CodeAssistView view) {}

  private record Place(String path, TextPosition at) {}

  /// The service is closed with the part.
  public AssistPart(Desk desk, EditorViewModel editor, LanguageService service) {
    this.desk = desk;
    this.editor = editor;
    this.service = service;
    outline = new OutlineViewModel(service, desk.window(), AssistPart::after);
    references = new ReferencesViewModel(service, desk.window());
    rename = new RenameViewModel(service, desk.window(), this::apply);
    renameBox = new RenameBox(rename);
    definitions = new Answers<>(desk.window(), this::goToOne, failure::set);
    rename.openProperty().subscribe(this::showRename);
    editor.activeProperty().subscribe(this::activated);
    editor.documents().addListener(this::documentsChanged);
    addCommands(desk.commands());
  }

  private static Runnable after(long delayMs, Runnable task) {
    var pause = new PauseTransition(Duration.millis(delayMs));
    pause.setOnFinished(e -> task.run());
    pause.play();
    return pause::stop;
  }

  /// Assists in a code area that shows a document.
  public void attach(DocumentViewModel document, CodeArea area) {
    var view =
        new CodeAssistView(service, document, area, desk.window(), AssistPart::after, this::define);
    attached.add(new Attached(document, view));
    area.caretPositionProperty().addListener((o, was, is) -> caretMoved(document, view));
    area.plainTextChanges().subscribe(change -> outline.changed(document.path()));
  }

  private void caretMoved(DocumentViewModel document, CodeAssistView view) {
    if (document.path().equals(outline.path())) {
      outline.moved(view.caret());
    }
  }

  private void activated(@Nullable DocumentViewModel document) {
    outline.show(document == null ? "" : document.path());
    view().ifPresent(shown -> outline.moved(shown.caret()));
  }

  private void documentsChanged(ListChangeListener.Change<? extends DocumentViewModel> change) {
    while (change.next()) {
      change.getRemoved().forEach(this::closed);
    }
  }

  private void closed(DocumentViewModel document) {
    attached.stream()
        .filter(each -> each.document() == document)
        .forEach(each -> each.view().dispose());
    attached.removeIf(each -> each.document() == document);
    service.textDropped(document.path());
  }

  /// The view with the focus, else one of the active document.
  private Optional<CodeAssistView> view() {
    var active = editor.activeProperty().get();
    var shown = attached.stream().filter(each -> each.document() == active).toList();
    return shown.stream()
        .filter(each -> each.view().area().isFocused())
        .findFirst()
        .or(() -> shown.stream().findFirst())
        .map(Attached::view);
  }

  private String path() {
    var active = editor.activeProperty().get();
    return active == null ? "" : active.path();
  }

  private boolean isServed() {
    return service.serves(path());
  }

  /// Why the last definition, formatting or the like had no answer; empty else.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  private void addCommands(CommandRegistry commands) {
    add(
        commands,
        "complete",
        "Suggest names",
        "Shortcut+SPACE",
        "mdi2l-lightbulb-outline",
        view -> view.completion().ask());
    add(
        commands,
        "hover",
        "Show documentation (Ctrl+K Ctrl+I)",
        "",
        "mdi2c-comment-text-outline",
        CodeAssistView::hoverAtCaret);
    add(
        commands,
        "signature",
        "Show parameters",
        "Shortcut+Shift+SPACE",
        "mdi2c-code-parentheses",
        view -> view.hints().askSignature());
    add(
        commands,
        "define",
        "Go to definition",
        "F12",
        "mdi2a-arrow-right-bold-box-outline",
        view -> define(view.caret()));
    add(
        commands,
        "references",
        "Find references",
        "Shift+F12",
        "mdi2f-file-find-outline",
        this::findReferences);
    add(
        commands,
        "rename",
        "Rename everywhere",
        "F2",
        "mdi2f-form-textbox",
        view -> rename.start(path(), view.caret()));
    add(
        commands,
        "format",
        "Format document",
        "Shift+Alt+F",
        "mdi2f-format-align-left",
        view -> format());
    commands.add(
        "language.back",
        "Go back to where I was",
        "Alt+LEFT",
        "mdi2a-arrow-left",
        () -> !back.isEmpty(),
        this::goBack);
  }

  private void add(
      CommandRegistry commands,
      String id,
      String title,
      String keys,
      String icon,
      Consumer<CodeAssistView> act) {
    commands.add("language." + id, title, keys, icon, this::isServed, () -> view().ifPresent(act));
  }

  private void define(TextPosition at) {
    if (isServed()) {
      definitions.await(service.definition(path(), at));
    }
  }

  private void goToOne(List<SourceLocation> found) {
    failure.set(found.isEmpty() ? "There is no definition of what is at the caret." : "");
    if (found.size() == 1) {
      goTo(found.getFirst());
    } else if (!found.isEmpty()) {
      references.show(found);
      desk.links().showPanel("references");
    }
  }

  private void goTo(SourceLocation location) {
    remember();
    show(location.path(), location.range().start());
  }

  private void show(String path, TextPosition at) {
    if (path.startsWith(SourceLocation.LIBRARY) && editor.find(path).isEmpty()) {
      var _ =
          service
              .read(path)
              .thenAcceptAsync(
                  text -> {
                    editor.showReadOnly(path, text);
                    open(path, at);
                  },
                  desk.window());
    } else {
      open(path, at);
    }
  }

  private void open(String path, TextPosition at) {
    var _ = editor.open(path, at.line(), at.column());
  }

  private void remember() {
    view().ifPresent(view -> back.push(new Place(path(), view.caret())));
    while (back.size() > MAX_BACK) {
      back.removeLast();
    }
  }

  private void goBack() {
    var place = back.poll();
    if (place != null) {
      show(place.path(), place.at());
    }
  }

  private void findReferences(CodeAssistView view) {
    references.search(path(), view.caret());
    desk.links().showPanel("references");
  }

  private void showRename(boolean open) {
    var view = view();
    if (open && view.isPresent()) {
      AssistLayer.show(renameBox, view.get().area(), view.get().anchor(), false);
      renameBox.focus();
    } else {
      AssistLayer.hide(renameBox);
      view.ifPresent(shown -> shown.area().requestFocus());
    }
  }

  private void apply(List<FileEdit> files) {
    var active = editor.activeProperty().get();
    var opened = CompletableFuture.completedFuture(true);
    for (var file : files) {
      opened = opened.thenCombine(editor.open(file.path()), (a, b) -> a && b);
    }
    var _ =
        opened.thenAcceptAsync(
            all -> {
              if (all) {
                files.forEach(file -> edit(file.path(), file.edits()));
              }
              editor.activeProperty().set(active);
            },
            desk.window());
  }

  private void edit(String path, List<TextEdit> edits) {
    attached.stream()
        .filter(each -> each.document().path().equals(path))
        .findFirst()
        .ifPresent(each -> each.view().apply(edits));
  }

  /// Brings the active document into its language's shape, unless it is changed meanwhile.
  ///
  /// @return done when it is formatted or cannot be; on the window's thread
  public CompletableFuture<Boolean> format() {
    var document = editor.activeProperty().get();
    if (document == null || !service.serves(document.path()) || document.readOnly()) {
      return CompletableFuture.completedFuture(false);
    }
    var before = document.text();
    return service
        .format(document.path())
        .handleAsync(
            (edits, problem) -> {
              var fits = edits != null && document.text().equals(before);
              if (fits) {
                edit(document.path(), edits);
              }
              failure.set(problem == null ? "" : String.valueOf(problem.getMessage()));
              return fits;
            },
            desk.window());
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of(
            "outline",
            "Outline",
            "mdi2f-file-tree-outline",
            Panel.Place.BOTTOM,
            new OutlineView(outline, at -> show(outline.path(), at))),
        Panel.of(
            "references",
            "References",
            "mdi2f-file-find-outline",
            Panel.Place.BOTTOM,
            new ReferencesView(references, this::goTo)));
  }

  @Override
  public void dispose() {
    attached.forEach(each -> each.view().dispose());
    service.close();
  }
}
