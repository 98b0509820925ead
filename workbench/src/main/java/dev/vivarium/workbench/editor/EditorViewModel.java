package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The open documents. Belongs to the window's thread; files are read and written off it.
public final class EditorViewModel {
  private final ProjectFiles files;
  private final Executor window;
  private final Executor background;
  private final ObservableList<DocumentViewModel> documents = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable DocumentViewModel> active = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private List<Diagnostic> diagnostics = List.of();

  /// `window` runs tasks on the window's thread, `background` runs what blocks.
  public EditorViewModel(ProjectFiles files, Executor window, Executor background) {
    this.files = files;
    this.window = window;
    this.background = background;
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
    return CompletableFuture.supplyAsync(() -> files.read(path), background)
        .handleAsync((text, problem) -> opened(path, text, problem), window);
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

  private boolean opened(String path, @Nullable String text, @Nullable Throwable problem) {
    if (text == null) {
      failure.set(problem == null ? path + " could not be opened" : reason(problem));
      return false;
    }
    failure.set("");
    var document = find(path).orElseGet(() -> added(path, text));
    active.set(document);
    return true;
  }

  private DocumentViewModel added(String path, String text) {
    var document = new DocumentViewModel(path, text);
    document.built(of(path));
    documents.add(document);
    return document;
  }

  /// Shows a text that is no file of the project.
  public void showReadOnly(String path, String text) {
    var document = find(path).orElseGet(() -> new DocumentViewModel(path, text, true));
    if (!documents.contains(document)) {
      documents.add(document);
    }
    active.set(document);
  }

  /// Writes a document. The future completes on the window's thread, with whether it was written.
  public CompletableFuture<Boolean> save(DocumentViewModel document) {
    if (document.readOnly()) {
      return CompletableFuture.completedFuture(true);
    }
    var text = document.text();
    return CompletableFuture.runAsync(() -> files.write(document.path(), text), background)
        .handleAsync((done, problem) -> saved(document, text, problem), window);
  }

  private boolean saved(DocumentViewModel document, String text, @Nullable Throwable problem) {
    failure.set(problem == null ? "" : reason(problem));
    if (problem == null) {
      document.saved(text);
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
        CompletableFuture.supplyAsync(() -> files.read(document.path()), background)
            .handleAsync(
                (text, problem) -> {
                  if (text == null) {
                    document.goneFromDisk();
                  } else {
                    document.foundOnDisk(text);
                  }
                  return true;
                },
                window);
  }

  /// Takes the whole list of what is wrong and gives each document its own.
  public void diagnosticsChanged(List<Diagnostic> all) {
    diagnostics = List.copyOf(all);
    documents.forEach(d -> d.built(of(d.path())));
  }

  private List<Diagnostic> of(String path) {
    return diagnostics.stream()
        .filter(d -> d.place().filter(p -> p.file().equals(path)).isPresent())
        .toList();
  }

  private static String reason(Throwable problem) {
    var cause = problem instanceof CompletionException ? problem.getCause() : problem;
    var text = cause == null ? null : cause.getMessage();
    return text == null ? problem.toString() : text;
  }
}
