package dev.vivarium.workbench.script;

import dev.vivarium.workbench.project.ProjectEntry;
import dev.vivarium.workbench.project.ProjectException;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The project's files and plugins as scripts handle them. Paths are relative to the project; one
/// that leads out of it is refused.
public final class ScriptProject {
  private final ProjectFiles files;
  private final ScriptWorld world;

  public ScriptProject(ProjectFiles files, ScriptWorld world) {
    this.files = files;
    this.world = world;
  }

  public String name() {
    return files.name();
  }

  /// Every file of the project, hidden ones and what builds leave behind left out.
  public List<String> files() {
    var paths = new ArrayList<String>();
    collect(files.scan(), paths);
    return List.copyOf(paths);
  }

  private static void collect(ProjectEntry entry, List<String> paths) {
    if (!entry.folder()) {
      paths.add(entry.path());
    }
    entry.children().forEach(child -> collect(child, paths));
  }

  public String read(String file) {
    return told(() -> files.read(file));
  }

  /// Replaces a file in one step, making its folder if need be. A plugin's is built and taken up by
  /// the running world at once.
  public void write(String file, String text) {
    told(() -> {
      files.create(file, text);
      return file;
    });
  }

  /// Puts `after` in the place of `before`, which has to be in the file once.
  public void replace(String file, String before, String after) {
    var text = read(file);
    int at = text.indexOf(before);
    if (before.isEmpty() || at < 0 || text.indexOf(before, at + 1) >= 0) {
      throw new ScriptFailure(
          "%s has this text %s, not once: %s"
              .formatted(file, at < 0 ? "nowhere" : "several times", before.strip()));
    }
    write(file, text.substring(0, at) + after + text.substring(at + before.length()));
  }

  private static <T> T told(Supplier<T> act) {
    try {
      return act.get();
    } catch (ProjectException e) {
      throw new ScriptFailure(String.valueOf(e.getMessage()));
    }
  }

  /// The plugins with their state.
  public List<PluginStatus> plugins() {
    return world.status().plugins();
  }

  /// Builds a plugin as its files are now, takes the result up and says how that went.
  public ReloadReport reload(String plugin) {
    var answered = new CompletableFuture<ReloadReport>();
    try (var _ = world.session().subscribe(event -> answered(event, plugin, answered))) {
      world.submit(new WorldCommand.RebuildPlugin(plugin));
      return Answers.await(answered);
    }
  }

  private static void answered(
      SessionEvent event, String plugin, CompletableFuture<ReloadReport> answer) {
    if (event instanceof SessionEvent.Reloaded(ReloadReport report)
        && report.plugin().equals(plugin)) {
      answer.complete(report);
    }
  }

  @Override
  public String toString() {
    return name() + " at " + files.root();
  }
}
