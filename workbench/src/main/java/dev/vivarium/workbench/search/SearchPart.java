package dev.vivarium.workbench.search;

import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import java.util.List;

/// Searching and replacing in all files of the project.
public final class SearchPart implements Part {
  private final SearchViewModel model;
  private final SearchView view;

  public SearchPart(Desk desk, EditorViewModel editor) {
    model = new SearchViewModel(desk.project(), editor, desk.window(), desk.background());
    view =
        new SearchView(
            model,
            place -> {
              var _ = editor.open(place.path(), place.line(), place.column());
            });
    desk.commands()
        .add(
            "search.project",
            "Find in the project",
            "Shortcut+Alt+F",
            "mdi2f-file-search-outline",
            () -> open(desk, false));
    desk.commands()
        .add(
            "search.replace",
            "Replace in the project",
            "Shortcut+Alt+H",
            "mdi2f-file-replace-outline",
            () -> open(desk, true));
  }

  private void open(Desk desk, boolean replacing) {
    if (desk.links().showPanel("search")) {
      view.open("", replacing);
    }
  }

  public SearchViewModel model() {
    return model;
  }

  @Override
  public List<Panel> panels() {
    return List.of(Panel.of("search", "Search", "mdi2f-file-search-outline", Place.LEFT, view));
  }
}
