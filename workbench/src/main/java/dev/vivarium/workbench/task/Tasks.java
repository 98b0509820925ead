package dev.vivarium.workbench.task;

import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The long work that goes on now. Lists belong to the window's thread; a [Task]'s own methods may
/// be called from any.
public final class Tasks {
  /// How far a task is that cannot tell.
  public static final double UNKNOWN = -1;

  private final Executor window;
  private final ObservableList<Task> running = FXCollections.observableArrayList();
  private final ObservableList<Task> view = FXCollections.unmodifiableObservableList(running);

  /// `window` runs tasks on the window's thread.
  public Tasks(Executor window) {
    this.window = window;
  }

  /// What goes on, the oldest first.
  public ObservableList<Task> running() {
    return view;
  }

  /// Shows that something long has begun, until [Task#done()].
  ///
  /// @param cancel ends it early; it still says when it is done
  public Task begin(String title, Runnable cancel) {
    return begin(new Task(title, cancel, true));
  }

  /// The same for what cannot be ended early.
  public Task begin(String title) {
    return begin(new Task(title, () -> {}, false));
  }

  private Task begin(Task task) {
    window.execute(() -> running.add(task));
    return task;
  }

  /// One long piece of work.
  public final class Task {
    private final String title;
    private final Runnable cancel;
    private final boolean cancellable;
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(UNKNOWN);
    private final ReadOnlyStringWrapper doing = new ReadOnlyStringWrapper("");

    private Task(String title, Runnable cancel, boolean cancellable) {
      this.title = title;
      this.cancel = cancel;
      this.cancellable = cancellable;
    }

    public String title() {
      return title;
    }

    public boolean isCancellable() {
      return cancellable;
    }

    /// How far it is, 0 to 1, or [#UNKNOWN].
    public ReadOnlyDoubleProperty fractionProperty() {
      return fraction.getReadOnlyProperty();
    }

    /// What it does now.
    public ReadOnlyStringProperty doingProperty() {
      return doing.getReadOnlyProperty();
    }

    public void report(double done, String what) {
      window.execute(() -> {
        fraction.set(done);
        doing.set(what);
      });
    }

    public void cancel() {
      cancel.run();
    }

    public void done() {
      window.execute(() -> running.remove(this));
    }
  }
}
