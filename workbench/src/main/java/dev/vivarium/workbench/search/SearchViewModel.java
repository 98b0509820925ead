package dev.vivarium.workbench.search;

import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.editor.SearchForm;
import dev.vivarium.workbench.editor.TextEdit;
import dev.vivarium.workbench.editor.TextSearch;
import dev.vivarium.workbench.project.ProjectFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Searching the project and replacing in it. Belongs to the window's thread.
public final class SearchViewModel extends SearchForm {
  private final ProjectFiles files;
  private final EditorViewModel editor;
  private final Executor window;
  private final Executor background;
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper skipped = new ReadOnlyStringWrapper("");
  private final ObservableList<Hit> hits = FXCollections.observableArrayList();

  /// Texts before the last replacement and after it, by path.
  private final Map<String, Replaced> replaced = new LinkedHashMap<>();

  private final AtomicInteger wanted = new AtomicInteger();

  private record Replaced(String before, String after) {}

  public SearchViewModel(
      ProjectFiles files, EditorViewModel editor, Executor window, Executor background) {
    this.files = files;
    this.editor = editor;
    this.window = window;
    this.background = background;
    queryProperty().subscribe((was, is) -> problem.set(""));
    regexProperty().subscribe((was, is) -> problem.set(""));
  }

  public ReadOnlyBooleanProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty undoableProperty() {
    return undoable.getReadOnlyProperty();
  }

  /// What the search or replacement came to.
  public ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// Why what is typed cannot be searched for; empty for nothing.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Which files were not looked into and why, one a line; empty for none.
  public ReadOnlyStringProperty skippedProperty() {
    return skipped.getReadOnlyProperty();
  }

  ObservableList<Hit> hits() {
    return hits;
  }

  /// Begins anew; a search under way ends.
  public CompletableFuture<Boolean> start() {
    var number = wanted.incrementAndGet();
    hits.clear();
    skipped.set("");
    status.set("");
    problem.set("");
    if (queryProperty().get().isEmpty()) {
      running.set(false);
      return CompletableFuture.completedFuture(false);
    }
    running.set(true);
    status.set("Searching…");
    var search = search();
    var with = replacementProperty().get();
    var unsaved = unsaved();
    var work = new ProjectSearch(files, path -> Optional.ofNullable(unsaved.get(path)));
    return CompletableFuture.supplyAsync(
            () ->
                work.run(
                    search, with, () -> wanted.get() != number, found -> arrive(number, found)),
            background)
        .handleAsync((summary, problem) -> ended(number, summary, problem), window);
  }

  private Map<String, String> unsaved() {
    var texts = new HashMap<String, String>();
    editor.documents().stream()
        .filter(d -> d.dirtyProperty().get())
        .forEach(d -> texts.put(d.path(), d.text()));
    return texts;
  }

  private void arrive(int number, List<Hit> found) {
    window.execute(() -> {
      if (number == wanted.get()) {
        hits.addAll(found);
      }
    });
  }

  private boolean ended(
      int number, ProjectSearch.@Nullable Summary summary, @Nullable Throwable failure) {
    if (number != wanted.get()) {
      return false;
    }
    running.set(false);
    if (summary == null) {
      status.set("");
      problem.set(reason(failure));
      return false;
    }
    skipped.set(String.join("\n", summary.skipped()));
    var inFiles = hits.stream().map(Hit::path).distinct().count();
    status.set(
        summary.hits() == 0
            ? "No match in %,d files".formatted(summary.files())
            : "%s%,d matches in %,d files"
                .formatted(summary.full() ? "The first " : "", summary.hits(), inFiles));
    return true;
  }

  private static String reason(@Nullable Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }

  public void cancel() {
    if (running.get()) {
      wanted.incrementAndGet();
      running.set(false);
      status.set("Cancelled; %,d matches until then".formatted(hits.size()));
    }
  }

  /// Replaces every match that is listed, in the files as they are now. Open documents change in
  /// their editors and are saved; one undo takes all back.
  public CompletableFuture<Boolean> replaceAll() {
    var paths = hits.stream().map(Hit::path).distinct().toList();
    var search = search();
    var with = replacementProperty().get();
    var unsaved = unsaved();
    return CompletableFuture.supplyAsync(
            () -> {
              var all = new LinkedHashMap<String, Replaced>();
              for (var path : paths) {
                var before = unsaved.containsKey(path) ? unsaved.get(path) : files.read(path);
                var edits = edits(search, with, before);
                all.put(path, new Replaced(before, TextEdit.applied(before, edits)));
              }
              return all;
            },
            background)
        .thenComposeAsync(all -> write(all, true), window)
        .handleAsync((done, problem) -> said(paths.size(), problem), window);
  }

  private static List<TextEdit> edits(TextSearch search, String with, String text) {
    return search.matches(text, with, () -> false).stream()
        .map(m -> new TextEdit(m.start(), m.end(), m.replacement()))
        .toList();
  }

  private boolean said(int count, @Nullable Throwable problem) {
    undoable.set(!replaced.isEmpty());
    status.set(
        problem == null
            ? "Replaced in %,d files".formatted(count)
            : "Not everything was replaced: " + reason(problem));
    if (problem == null) {
      hits.clear();
    }
    return problem == null;
  }

  /// Files that are open change in the editor, so that its own undo knows of it; others on disk.
  private CompletableFuture<Boolean> write(Map<String, Replaced> all, boolean forward) {
    if (forward) {
      replaced.clear();
    }
    var last = CompletableFuture.completedFuture(true);
    for (var entry : List.copyOf(all.entrySet())) {
      last =
          last.thenComposeAsync(v -> writeOne(entry.getKey(), entry.getValue(), forward), window);
    }
    return last;
  }

  private CompletableFuture<Boolean> writeOne(String path, Replaced texts, boolean forward) {
    var text = forward ? texts.after() : texts.before();
    var expected = forward ? texts.before() : texts.after();
    var open = editor.find(path);
    if (open.isPresent()) {
      var document = open.get();
      if (document.text().equals(expected)) {
        document.replace(text);
        note(path, texts, forward);
      }
      return editor.save(document);
    }
    return CompletableFuture.supplyAsync(
            () -> {
              var same = files.read(path).equals(expected);
              if (same) {
                files.write(path, text);
              }
              return same;
            },
            background)
        .thenApplyAsync(
            same -> {
              if (same) {
                note(path, texts, forward);
              }
              return same;
            },
            window);
  }

  private void note(String path, Replaced texts, boolean forward) {
    if (forward) {
      replaced.put(path, texts);
    } else {
      replaced.remove(path);
    }
  }

  /// Takes the last replacement back in every file that was not changed since.
  public CompletableFuture<Boolean> undo() {
    var all = new LinkedHashMap<>(replaced);
    return write(all, false)
        .handleAsync(
            (done, problem) -> {
              var left = new ArrayList<>(replaced.keySet());
              replaced.clear();
              undoable.set(false);
              status.set(
                  left.isEmpty() && problem == null
                      ? "Taken back in %,d files".formatted(all.size())
                      : "Changed since and left as they are: " + String.join(", ", left));
              return left.isEmpty();
            },
            window);
  }
}
