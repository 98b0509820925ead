package dev.vivarium.workbench.project;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// The tree of the project's files.
public final class ProjectPart implements Part {
  private final ProjectViewModel model;
  private final ProjectTreeView view;
  private final FileActsViewModel acts;
  private final WorldViewModel world;

  /// `show` opens a file in the editor.
  public ProjectPart(Desk desk, Consumer<String> show) {
    world = desk.world();
    model = new ProjectViewModel(desk.project(), desk.window(), desk.background());
    view = new ProjectTreeView(model, show, plugin -> dotStyle(desk, plugin));
    desk.world()
        .statusProperty()
        .map(s -> s.plugins().stream().map(p -> p.name() + p.hueDegrees()).toList())
        .subscribe(p -> view.refreshDots());
    desk.theme().subscribe(t -> view.refreshDots());
    acts = new FileActsViewModel(desk.project().root(), desk.window(), desk.background());
    new ProjectCommands(desk, view, acts).add();
    desk.commands()
        .add(
            "project.show",
            "Go to the project tree",
            "Shortcut+Shift+E",
            "mdi2f-file-tree-outline",
            view::focus);
    acts.outcomeProperty().subscribe(this::done);
    model.refresh();
  }

  /// Marks the files with errors of a list, and the plugins that failed, from now on.
  public void markErrors(ObservableList<Diagnostic> found) {
    Runnable mark = () -> view.mark(ProjectMarks.of(found, world.statusProperty().get().plugins()));
    found.addListener((ListChangeListener.Change<? extends Diagnostic> c) -> mark.run());
    world.statusProperty().subscribe(mark);
    mark.run();
  }

  private void done(FileActsViewModel.Outcome outcome) {
    model.refreshThen(() -> {
      if (!outcome.path().isEmpty()) {
        view.reveal(outcome.path());
      }
    });
  }

  /// What is done to the files.
  public FileActsViewModel acts() {
    return acts;
  }

  /// Nothing for a folder that is no plugin of the world.
  private static String dotStyle(Desk desk, String plugin) {
    return desk.world().plugin(plugin).isPresent() ? desk.dotStyle(plugin) : "";
  }

  public ProjectViewModel model() {
    return model;
  }

  public void reveal(String path) {
    view.reveal(path);
  }

  @Override
  public List<Panel> panels() {
    return List.of(Panel.of("project", "Project", "mdi2f-file-multiple-outline", Place.LEFT, view));
  }
}
