package dev.vivarium.workbench.project;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The project's tree as the window shows it. Belongs to the window's thread.
public final class ProjectViewModel {
  private final ProjectFiles files;
  private final Executor window;
  private final Executor background;
  private final ReadOnlyObjectWrapper<ProjectEntry> tree;
  private boolean scanning;
  private boolean scanAgain;
  private Runnable afterScan = () -> {};

  /// `window` runs tasks on the window's thread, `background` runs what blocks.
  public ProjectViewModel(ProjectFiles files, Executor window, Executor background) {
    this.files = files;
    this.window = window;
    this.background = background;
    this.tree = new ReadOnlyObjectWrapper<>(new ProjectEntry(files.name(), "", true, List.of()));
  }

  public ReadOnlyObjectProperty<ProjectEntry> treeProperty() {
    return tree.getReadOnlyProperty();
  }

  /// Reads the folder again and then does something.
  void refreshThen(Runnable then) {
    afterScan = then;
    refresh();
  }

  /// Reads the folder again; a call while it is being read reads it once more afterwards.
  public void refresh() {
    if (scanning) {
      scanAgain = true;
      return;
    }
    scanning = true;
    var _ =
        CompletableFuture.supplyAsync(files::scan, background)
            .whenCompleteAsync(
                (entry, failure) -> scanned(failure == null ? entry : tree.get()), window);
  }

  private void scanned(ProjectEntry entry) {
    scanning = false;
    if (!entry.equals(tree.get())) {
      tree.set(entry);
    }
    var then = afterScan;
    if (!scanAgain) {
      afterScan = () -> {};
      then.run();
    }
    if (scanAgain) {
      scanAgain = false;
      refresh();
    }
  }

  /// The plugin that a path belongs to, or empty: `plugins/NAME/...`.
  public static String pluginOf(String path) {
    var parts = path.split("/", -1);
    return parts.length >= 2 && parts[0].equals("plugins") ? parts[1] : "";
  }
}
