package dev.vivarium.workbench.problems;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Badge;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.SessionEvent;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;

/// What is wrong now.
public final class ProblemsPart implements Part {
  private final ProblemsViewModel model = new ProblemsViewModel();
  private final ProblemsView view;

  /// `show` goes to a place in the editor.
  public ProblemsPart(Desk desk, Consumer<Diagnostic.Place> show) {
    view = new ProblemsView(model, show);
    var _ = desk.session().diagnostics().thenAcceptAsync(model::show, desk.window());
  }

  public ProblemsViewModel model() {
    return model;
  }

  @Override
  public List<Panel> panels() {
    var badge = Bindings.createObjectBinding(this::badge, model.problems(), model.errorsProperty());
    return List.of(
        Panel.of("problems", "Problems", "mdi2a-alert-circle-outline", Place.BOTTOM, view)
            .withBadge(badge));
  }

  private Badge badge() {
    var errors = model.errorsProperty().get();
    var count = errors > 0 ? errors : model.problems().size();
    return count == 0 ? Badge.NONE : new Badge(Integer.toString(count), errors > 0);
  }

  @Override
  public void take(SessionEvent event) {
    if (event instanceof SessionEvent.DiagnosticsChanged changed) {
      model.show(changed.diagnostics());
    }
  }
}
