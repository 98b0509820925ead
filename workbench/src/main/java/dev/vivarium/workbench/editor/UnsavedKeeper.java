package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.WallClock;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that what was typed is on disk a moment later, and offers after a crash what was not
/// saved. Belongs to the window's thread.
public final class UnsavedKeeper {
  /// How often [#look] is to be called so that no text older than two seconds is lost.
  public static final long LOOK_MS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(UnsavedKeeper.class);
  private final UnsavedStore store;
  private final Executor window;
  private final Executor background;
  private final WallClock clock;
  private final Map<String, Long> kept = new HashMap<>();
  private final Set<String> offered = new HashSet<>();
  private final ReadOnlyObjectWrapper<List<UnsavedText>> found =
      new ReadOnlyObjectWrapper<>(List.of());
  private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
  private boolean writing;

  public UnsavedKeeper(UnsavedStore store, Executor window, Executor background, WallClock clock) {
    this.store = store;
    this.window = window;
    this.background = background;
    this.clock = clock;
  }

  /// What an earlier session left unsaved and the user has not decided about.
  public ReadOnlyObjectProperty<List<UnsavedText>> foundProperty() {
    return found.getReadOnlyProperty();
  }

  /// Looks for what an earlier session left.
  public void search() {
    var _ =
        CompletableFuture.supplyAsync(this::list, background)
            .thenAcceptAsync(
                all -> {
                  all.forEach(one -> offered.add(one.path()));
                  found.set(all);
                },
                window);
  }

  private List<UnsavedText> list() {
    try {
      return store.list();
    } catch (IOException e) {
      LOG.warn("Unsaved text could not be read back: {}", e.getMessage());
      return List.of();
    }
  }

  /// The user has decided: nothing is offered any more, and what is kept is forgotten.
  void decided() {
    found.set(List.of());
    offered.forEach(path -> kept.putIfAbsent(path, -1L));
    offered.clear();
  }

  /// What was found stands in documents again; what could not be opened stays kept.
  void restored(List<DocumentViewModel> documents) {
    var open = documents.stream().map(DocumentViewModel::path).toList();
    found.set(List.of());
    offered.stream().filter(open::contains).forEach(path -> kept.putIfAbsent(path, -1L));
    offered.clear();
  }

  /// Writes what changed since the last look, and forgets what was saved or closed. A look while
  /// the one before still writes does nothing.
  public void look(List<DocumentViewModel> documents) {
    if (writing) {
      return;
    }
    var dirty = new HashMap<String, DocumentViewModel>();
    documents.stream().filter(d -> d.dirtyProperty().get()).forEach(d -> dirty.put(d.path(), d));
    var write =
        dirty.values().stream()
            .filter(d -> !Long.valueOf(d.revision()).equals(kept.get(d.path())))
            .map(d -> new UnsavedText(d.path(), d.text(), clock.epochMillis()))
            .toList();
    var forget = kept.keySet().stream().filter(path -> !dirty.containsKey(path)).toList();
    dirty.forEach((path, document) -> kept.put(path, document.revision()));
    write.forEach(u -> offered.remove(u.path()));
    forget.forEach(kept::remove);
    if (!write.isEmpty() || !forget.isEmpty()) {
      writing = true;
      last =
          CompletableFuture.supplyAsync(() -> write(write, forget), background)
              .whenCompleteAsync((done, problem) -> writing = false, window);
    }
  }

  /// The last writing.
  CompletableFuture<Boolean> last() {
    return last;
  }

  private boolean write(List<UnsavedText> write, List<String> forget) {
    try {
      for (var unsaved : write) {
        store.keep(unsaved);
      }
      for (var path : forget) {
        store.forget(path);
      }
      return true;
    } catch (IOException e) {
      LOG.warn("Unsaved text is not kept for a crash: {}", e.getMessage());
      return false;
    }
  }
}
