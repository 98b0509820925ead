package dev.vivarium.workbench.project;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// What is done to the project's files, with its history. One act runs after the other, off the
/// window's thread. Belongs to the window's thread.
public final class FileActsViewModel {
  /// Most acts that can be taken back.
  static final int MAX_HISTORY = 200;

  /// The last act and whether it could be done.
  ///
  /// @param from where something lay that now lies at `path`; empty where nothing was moved
  public record Outcome(String text, boolean failed, String from, String path) {
    static final Outcome NONE = new Outcome("", false, "", "");
  }

  private final FileActs acts;
  private final Executor window;
  private final Executor background;
  private final Deque<FileAct> done = new ArrayDeque<>();
  private final Deque<FileAct> undone = new ArrayDeque<>();
  private final ReadOnlyStringWrapper undoName = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper redoName = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>(Outcome.NONE);
  private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);

  public FileActsViewModel(Path root, Executor window, Executor background) {
    this.acts = new FileActs(root);
    this.window = window;
    this.background = background;
  }

  /// What undo would take back; empty for nothing.
  public ReadOnlyStringProperty undoNameProperty() {
    return undoName.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty redoNameProperty() {
    return redoName.getReadOnlyProperty();
  }

  /// What the last act came to.
  public ReadOnlyObjectProperty<Outcome> outcomeProperty() {
    return outcome.getReadOnlyProperty();
  }

  public CompletableFuture<Boolean> newFile(String folder, String name) {
    return act(() -> acts.newFile(folder, name));
  }

  public CompletableFuture<Boolean> newFolder(String folder, String name) {
    return act(() -> acts.newFolder(folder, name));
  }

  public CompletableFuture<Boolean> newPlugin(Template template, String name) {
    return act(() -> acts.newPlugin(template, name));
  }

  public CompletableFuture<Boolean> rename(String path, String name) {
    return act(() -> acts.rename(path, name));
  }

  public CompletableFuture<Boolean> move(String path, String toFolder) {
    return act(() -> acts.move(path, toFolder));
  }

  public CompletableFuture<Boolean> duplicate(String path) {
    return act(() -> acts.duplicate(path));
  }

  public CompletableFuture<Boolean> delete(String path) {
    return act(() -> acts.delete(path));
  }

  private CompletableFuture<Boolean> act(Supplier<FileAct> act) {
    return after(
        act,
        made -> {
          done.push(made);
          undone.clear();
          while (done.size() > MAX_HISTORY) {
            done.removeLast();
          }
          say(new Outcome(made.name(), false, made.from(), made.path()));
        });
  }

  public CompletableFuture<Boolean> undo() {
    return after(
        () -> {
          var act = done.peek();
          if (act == null) {
            throw new ProjectException("There is nothing to take back");
          }
          act.undo().run();
          return act;
        },
        act -> {
          done.pop();
          undone.push(act);
          say(undone(act));
        });
  }

  public CompletableFuture<Boolean> redo() {
    return after(
        () -> {
          var act = undone.peek();
          if (act == null) {
            throw new ProjectException("There is nothing to do again");
          }
          act.redo().run();
          return act;
        },
        act -> {
          undone.pop();
          done.push(act);
          say(new Outcome(act.name(), false, act.from(), act.path()));
        });
  }

  /// Each act waits for the one before, so that the history is in the order of the disk.
  private CompletableFuture<Boolean> after(Supplier<FileAct> work, Consumer<FileAct> then) {
    last =
        last.handle((v, e) -> true)
            .thenApplyAsync(v -> work.get(), background)
            .handleAsync((act, problem) -> ended(act, problem, then), window);
    return last;
  }

  private boolean ended(
      @Nullable FileAct act, @Nullable Throwable problem, Consumer<FileAct> then) {
    if (act != null) {
      then.accept(act);
    } else {
      var cause = problem instanceof CompletionException ? problem.getCause() : problem;
      say(new Outcome(cause == null ? "" : String.valueOf(cause.getMessage()), true, "", ""));
    }
    undoName.set(done.isEmpty() ? "" : done.getFirst().name());
    redoName.set(undone.isEmpty() ? "" : undone.getFirst().name());
    return act != null;
  }

  /// Says why something could not even be begun.
  void refuse(String why) {
    say(new Outcome(why, true, "", ""));
  }

  private static Outcome undone(FileAct act) {
    var moved = !act.from().isEmpty();
    return new Outcome(
        "Undone: " + act.name(), false, moved ? act.path() : "", moved ? act.from() : act.path());
  }

  private void say(Outcome what) {
    outcome.set(what);
  }
}
