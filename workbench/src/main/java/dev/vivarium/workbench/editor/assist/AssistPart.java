package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.editor.Formatter;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.util.Duration;
import javafx.util.Subscription;
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
  private final Map<DocumentViewModel, DocumentWatch> watches = new HashMap<>();
  private final Deque<Place> back = new ArrayDeque<>();
  private final Answers<List<SourceLocation>> definitions;

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
    definitions = new Answers<>(desk.window(), this::goToOne, editor::say);
    editor.formatWith(new ByService());
    service.whenFound(path -> desk.window().execute(() -> checkAgain(path)));
    rename.openProperty().subscribe(this::showRename);
    editor.activeProperty().subscribe(this::activated);
    editor.documents().addListener(this::documentsChanged);
    addCommands(desk.commands());
  }

  private static Runnable after(long delayMs, Runnable task) {
    var pause = new PauseTransition(Duration.millis((double) delayMs));
    pause.setOnFinished(e -> task.run());
    pause.play();
    return pause::stop;
  }

  /// Assists in a single code area that is in no workbench, until the subscription is ended.
  public static Subscription assist(
      LanguageService service, DocumentViewModel document, CodeArea area, Executor window) {
    var watch = new DocumentWatch(service, document, window, AssistPart::after, () -> {});
    var view = new CodeAssistView(service, watch, area, window, AssistPart::after, at -> {});
    return () -> {
      view.dispose();
      watch.dispose();
    };
  }

  /// Assists in a code area that shows a document, until the subscription is ended.
  public Subscription attach(DocumentViewModel document, CodeArea area) {
    var watch = watches.computeIfAbsent(document, this::watch);
    var view =
        new CodeAssistView(service, watch, area, desk.window(), AssistPart::after, this::define);
    var shown = new Attached(document, view);
    attached.add(shown);
    area.caretPositionProperty().addListener((o, was, is) -> caretMoved(document, view));
    return () -> {
      attached.remove(shown);
      view.dispose();
    };
  }

  private DocumentWatch watch(DocumentViewModel document) {
    return new DocumentWatch(
        service,
        document,
        desk.window(),
        AssistPart::after,
        () -> outline.changed(document.path()));
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

  private void checkAgain(String path) {
    editor.find(path).map(watches::get).ifPresent(DocumentWatch::checkAgain);
  }

  private void closed(DocumentViewModel document) {
    var watch = watches.remove(document);
    if (watch != null) {
      watch.dispose();
    }
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

  private Obstacle obstacle() {
    return Obstacle.unless(() -> !path().isEmpty(), "No file is open")
        .or(Obstacle.unless(this::isServed, "No language service knows this kind of file"));
  }

  private boolean isServed() {
    return service.serves(path());
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
    commands.add(
        "language.back",
        "Go back to where I was",
        "Alt+LEFT",
        "mdi2a-arrow-left",
        Obstacle.unless(() -> !back.isEmpty(), "You have not gone to another place yet"),
        this::goBack);
  }

  private void add(
      CommandRegistry commands,
      String id,
      String title,
      String keys,
      String icon,
      Consumer<CodeAssistView> act) {
    commands.add("language." + id, title, keys, icon, obstacle(), () -> view().ifPresent(act));
  }

  private void define(TextPosition at) {
    if (isServed()) {
      definitions.await(service.definition(path(), at));
    }
  }

  private void goToOne(List<SourceLocation> found) {
    editor.say(found.isEmpty() ? "There is no definition of what is at the caret." : "");
    if (found.size() == 1) {
      goTo(found.getFirst());
    } else if (!found.isEmpty()) {
      references.showDefinitions(nameAtCaret(), found);
      desk.links().showPanel("references");
    }
  }

  private void goTo(SourceLocation location) {
    goTo(location.path(), location.range().start());
  }

  private void goTo(String path, TextPosition at) {
    remember();
    show(path, at);
  }

  private void show(String path, TextPosition at) {
    if (path.startsWith(SourceLocation.LIBRARY) && editor.find(path).isEmpty()) {
      var _ =
          service
              .read(path)
              .thenAcceptAsync(
                  text -> {
                    editor.showReadOnly(path, text, "it is a source of the SDK");
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
    references.search(path(), view.caret(), nameAtCaret());
    desk.links().showPanel("references");
  }

  private String nameAtCaret() {
    return view().map(CodeAssistView::nameAtCaret).orElse("");
  }

  private void showRename(boolean open) {
    var view = view();
    if (open && view.isPresent()) {
      AssistLayer.show(renameBox, view.get().area(), view.get().anchor(), false);
      renameBox.focus();
    } else {
      // Where the user went elsewhere meanwhile, the focus is not to be taken back.
      var focused = renameBox.isFocusWithin();
      AssistLayer.hide(renameBox);
      view.filter(shown -> focused).ifPresent(shown -> shown.area().requestFocus());
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
    editor.find(path).ifPresent(document -> document.apply(inText(document.text(), edits)));
  }

  /// The edits as places in a text.
  private static List<dev.vivarium.workbench.editor.TextEdit> inText(
      String text, List<TextEdit> edits) {
    return edits.stream()
        .map(edit ->
            new dev.vivarium.workbench.editor.TextEdit(
                edit.range().start().offsetIn(text),
                edit.range().end().offsetIn(text),
                edit.text()))
        .toList();
  }

  private final class ByService implements Formatter {
    @Override
    public String obstacle(String path) {
      return service.serves(path) ? "" : service.status(path);
    }

    @Override
    public CompletableFuture<List<dev.vivarium.workbench.editor.TextEdit>> format(
        String path, String text) {
      if (!service.serves(path)) {
        return CompletableFuture.completedFuture(List.of());
      }
      editor.find(path).map(watches::get).ifPresent(DocumentWatch::tell);
      return service.format(path).thenApply(edits -> inText(text, edits));
    }
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of(
            "outline",
            "Outline",
            "mdi2f-format-list-bulleted-type",
            Panel.Place.LEFT,
            new OutlineView(outline, at -> show(outline.path(), at))),
        Panel.of(
            "references",
            "References",
            "mdi2f-file-find-outline",
            Panel.Place.BOTTOM,
            new ReferencesView(
                references,
                place -> goTo(place.path(), new TextPosition(place.line(), place.column())))));
  }

  @Override
  public void dispose() {
    attached.forEach(each -> each.view().dispose());
    watches.values().forEach(DocumentWatch::dispose);
    service.close();
  }
}
