package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.LineSign;
import dev.vivarium.workbench.project.FileText;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The open documents. Belongs to the window's thread; files are read and written off it.
public final class EditorViewModel {
  private static final int MAX_CLOSED = 50;

  /// How long a save waits for the formatter before it goes on without it.
  private static final int FORMAT_PATIENCE_S = 2;

  private final ProjectFiles files;
  private final Executor window;
  private final Executor background;
  private final ObservableList<DocumentViewModel> documents = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable DocumentViewModel> active = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Map<String, List<Diagnostic>> found = new LinkedHashMap<>();
  private final EditorSettings settings;
  private final RecentOrder<DocumentViewModel> recent = new RecentOrder<>();
  private final Deque<String> closed = new ArrayDeque<>();
  private final Map<String, Long> autosaveSeen = new HashMap<>();
  private List<Diagnostic> diagnostics = List.of();
  private Map<String, List<LineSign>> signs = Map.of();
  private SavedText saving = (path, before, after) -> {};
  private Formatter formatter = Formatter.NONE;

  /// `window` runs tasks on the window's thread, `background` runs what blocks.
  public EditorViewModel(ProjectFiles files, Executor window, Executor background) {
    this(files, window, background, new EditorSettings());
  }

  /// The same with settings of the user's.
  public EditorViewModel(
      ProjectFiles files, Executor window, Executor background, EditorSettings settings) {
    this.settings = settings;
    this.files = files;
    this.window = window;
    this.background = background;
    active.subscribe(document -> {
      if (document != null) {
        recent.shown(document);
      }
    });
  }

  /// Shows the document that was shown before this one (1), or goes back (-1); again and again it
  /// goes on to earlier ones until [#endRecent()].
  public void stepRecent(int by) {
    recent.step(by).ifPresent(active::set);
  }

  /// What is shown now counts as the one shown last.
  public void endRecent() {
    recent.end();
  }

  public ObservableList<DocumentViewModel> documents() {
    return documents;
  }

  public ObjectProperty<@Nullable DocumentViewModel> activeProperty() {
    return active;
  }

  /// What went wrong with the last file; empty once something went well again.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  public Optional<DocumentViewModel> find(String path) {
    return documents.stream().filter(d -> d.path().equals(path)).findFirst();
  }

  /// Shows a file, opening it if need be. The future completes on the window's thread; with false,
  /// and [#failureProperty()] set, if the file cannot be opened.
  public CompletableFuture<Boolean> open(String path) {
    var open = find(path);
    if (open.isPresent()) {
      active.set(open.get());
      return CompletableFuture.completedFuture(true);
    }
    return CompletableFuture.supplyAsync(() -> files.open(path), background)
        .handleAsync((text, problem) -> opened(path, text, problem), window);
  }

  public EditorSettings settings() {
    return settings;
  }

  /// Sets what formats documents, on request and before a save where the user wants that.
  public void formatWith(Formatter with) {
    formatter = with;
  }

  /// Why documents of this path cannot be formatted; empty where they can.
  public String formatObstacle(String path) {
    return formatter.obstacle(path);
  }

  /// Formats a document as one step that undo takes back. The future completes on the window's
  /// thread; what was typed meanwhile stays, unformatted.
  public CompletableFuture<Boolean> format(DocumentViewModel document) {
    var text = document.text();
    return formatter
        .format(document.path(), text)
        .handleAsync(
            (edits, problem) -> {
              if (problem != null) {
                failure.set(document.name() + " could not be formatted: " + reason(problem));
              } else if (!edits.isEmpty() && document.text().equals(text)) {
                document.apply(edits);
              }
              return problem == null;
            },
            window);
  }

  /// Shows what went wrong with a file.
  public void say(String problem) {
    failure.set(problem);
  }

  /// A file or folder was moved: open documents follow, with what is unsaved in them.
  public void moved(String from, String to) {
    var shown = active.get();
    for (var document : List.copyOf(documents)) {
      var path = document.path();
      if (path.equals(from) || path.startsWith(from + "/")) {
        var now = to + path.substring(from.length());
        var unsaved =
            document.dirtyProperty().get()
                ? Optional.of(document.text())
                : Optional.<String>empty();
        close(document);
        closed.remove(path);
        var _ =
            open(now)
                .thenAccept(done -> {
                  find(now).ifPresent(d -> unsaved.ifPresent(d::replace));
                  active.set(document == shown ? active.get() : shown);
                });
      }
    }
  }

  /// Opens the file that was closed last; false where none was.
  public CompletableFuture<Boolean> reopen() {
    while (!closed.isEmpty()) {
      var path = closed.pop();
      if (find(path).isEmpty()) {
        return open(path);
      }
    }
    return CompletableFuture.completedFuture(false);
  }

  public boolean canReopen() {
    return !closed.isEmpty();
  }

  /// Opens a file with text that a crash left unsaved; a file that is gone comes back with a save.
  public CompletableFuture<Boolean> restore(UnsavedText unsaved) {
    return CompletableFuture.supplyAsync(() -> files.open(unsaved.path()), background)
        .exceptionally(e -> new FileText("", ""))
        .handleAsync(
            (text, problem) -> {
              var done = opened(unsaved.path(), text, problem);
              find(unsaved.path()).ifPresent(d -> d.replace(unsaved.text()));
              return done;
            },
            window);
  }

  /// To be called every [UnsavedKeeper#LOOK_MS]: saves what has not changed since the last call,
  /// where the user wants that.
  public void autosave() {
    for (var document : documents) {
      var seen = autosaveSeen.put(document.path(), document.revision());
      var quiet = seen != null && seen == document.revision();
      if (settings.autosaveProperty().get()
          && quiet
          && document.dirtyProperty().get()
          && document.diskProperty().get() == DocumentViewModel.DiskState.SAME) {
        startSaving(document);
      }
    }
  }

  /// Shows a file at a place; line and column count from 1.
  public CompletableFuture<Boolean> open(String path, int line, int column) {
    return open(path)
        .thenApply(done -> {
          if (done) {
            find(path).ifPresent(d -> goTo(d, line, column));
          }
          return done;
        });
  }

  private static void goTo(DocumentViewModel document, int line, int column) {
    document.targetProperty().set(null);
    document.targetProperty().set(new DocumentViewModel.Caret(line, column));
  }

  private boolean opened(String path, @Nullable FileText text, @Nullable Throwable problem) {
    if (text == null) {
      failure.set(problem == null ? path + " could not be opened" : reason(problem));
      return false;
    }
    failure.set("");
    var document = find(path).orElseGet(() -> added(path, text));
    active.set(document);
    return true;
  }

  private DocumentViewModel added(String path, FileText file) {
    var document = new DocumentViewModel(path, file.text());
    document.setReadOnly(file.readOnly());
    document.built(of(path));
    document.signsProperty().set(signs.getOrDefault(path, List.of()));
    documents.add(document);
    return document;
  }

  /// Shows a text that is no file of the project; `reason` says why it cannot be changed.
  public void showReadOnly(String path, String text, String reason) {
    failure.set("");
    active.set(find(path).orElseGet(() -> added(path, new FileText(text, reason))));
  }

  /// Writes a document. The future completes on the window's thread, with whether it was written.
  public CompletableFuture<Boolean> save(DocumentViewModel document) {
    return settings.formatOnSaveProperty().get()
        ? format(document)
            .completeOnTimeout(false, FORMAT_PATIENCE_S, TimeUnit.SECONDS)
            .thenComposeAsync(done -> write(document), window)
        : write(document);
  }

  private CompletableFuture<Boolean> write(DocumentViewModel document) {
    if (document.isReadOnly()) {
      failure.set(document.name() + " was not saved: " + document.readOnlyProperty().get());
      return CompletableFuture.completedFuture(false);
    }
    var text = document.text();
    return CompletableFuture.runAsync(() -> files.write(document.path(), text), background)
        .handleAsync((done, problem) -> saved(document, text, problem), window);
  }

  private boolean saved(DocumentViewModel document, String text, @Nullable Throwable problem) {
    failure.set(problem == null ? "" : reason(problem));
    if (problem == null) {
      var before = document.savedText();
      document.saved(text);
      saving.saved(document.path(), before, text);
    }
    return problem == null;
  }

  private void startSaving(DocumentViewModel document) {
    var _ = save(document);
  }

  /// Shows a file; what goes wrong is in [#failureProperty()].
  public void show(String path) {
    var _ = open(path);
  }

  /// Shows a place of a file; what goes wrong is in [#failureProperty()].
  public void show(Diagnostic.Place place) {
    var _ = open(place.file(), place.line(), place.column());
  }

  /// Writes every document with unsaved work.
  public void saveAll() {
    documents.stream().filter(d -> d.dirtyProperty().get()).forEach(this::startSaving);
  }

  public void close(DocumentViewModel document) {
    var at = documents.indexOf(document);
    documents.remove(document);
    recent.gone(document);
    autosaveSeen.remove(document.path());
    closed.remove(document.path());
    closed.push(document.path());
    while (closed.size() > MAX_CLOSED) {
      closed.removeLast();
    }
    if (active.get() == document) {
      active.set(documents.isEmpty() ? null : documents.get(Math.min(at, documents.size() - 1)));
    }
  }

  /// A file changed on disk: looks whether an open document must follow.
  public void fileChanged(String path) {
    find(path).ifPresent(this::compareWithDisk);
  }

  private void compareWithDisk(DocumentViewModel document) {
    var _ =
        CompletableFuture.supplyAsync(() -> files.open(document.path()), background)
            .handleAsync(
                (file, problem) -> {
                  if (file == null) {
                    document.goneFromDisk();
                  } else {
                    document.setReadOnly(file.readOnly());
                    document.foundOnDisk(file.text());
                  }
                  return true;
                },
                window);
  }

  /// Takes the whole list of what is wrong and gives each document its own.
  public void diagnosticsChanged(List<Diagnostic> all) {
    diagnosticsChanged("", all);
  }

  /// The same of what `finder` found, beside what others did.
  public void diagnosticsChanged(String finder, List<Diagnostic> now) {
    found.put(finder, List.copyOf(now));
    diagnostics = found.values().stream().flatMap(List::stream).toList();
    documents.forEach(d -> d.built(of(d.path())));
  }

  private List<Diagnostic> of(String path) {
    return diagnostics.stream()
        .filter(d -> d.place().filter(p -> p.file().equals(path)).isPresent())
        .toList();
  }

  /// Shows these signs before lines of files, in place of those before.
  public void showSigns(List<LineSign> now) {
    signs = now.stream().collect(Collectors.groupingBy(LineSign::file));
    documents.forEach(d -> d.signsProperty().set(signs.getOrDefault(d.path(), List.of())));
  }

  /// Takes what is saved.
  @FunctionalInterface
  public interface SavedText {
    void saved(String path, String before, String after);
  }

  /// `listener` gets every text that is saved from now on.
  public void onSaved(SavedText listener) {
    saving = listener;
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    var text = cause == null ? null : cause.getMessage();
    return text == null ? problem.toString() : text;
  }
}
