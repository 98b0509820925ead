package dev.vivarium.workbench.problems;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.Diagnostic.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemsViewModelTest {
  private final ProblemsViewModel model = new ProblemsViewModel();

  @Test
  void countsErrorsAndWarningsApart() {
    model.show(List.of(problem(Severity.WARNING, "a"), problem(Severity.ERROR, "b")));
    model.show("test", List.of(problem(Severity.ERROR, "c")));
    assertEquals(2, model.errorsProperty().get());
    assertEquals(1, model.warningsProperty().get());
    model.show("test", List.of());
    assertEquals(1, model.errorsProperty().get());
  }

  @Test
  void saysEachAsASentence() {
    assertEquals("Not valid JSON: end of input.", sentence("not valid JSON: end of input"));
    assertEquals("Cannot find name 'none'.", sentence("Cannot find name 'none'."));
    assertEquals("Did you mean SIGHT?", sentence("Did you mean SIGHT?"));
  }

  @Test
  void leavesNamesFromTheCodeAsTheyAre() {
    assertEquals("reef/pile trapped.", sentence("reef/pile trapped"));
    assertEquals("fishStay took too long.", sentence("fishStay took too long"));
  }

  private static String sentence(String text) {
    return ProblemsViewModel.sentence(problem(Severity.ERROR, text));
  }

  private static Diagnostic problem(Severity severity, String text) {
    return new Diagnostic(severity, "fish", text, Optional.empty());
  }
}
