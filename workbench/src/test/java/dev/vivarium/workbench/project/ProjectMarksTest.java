package dev.vivarium.workbench.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.Diagnostic.Severity;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectMarksTest {
  private static final String FISH = "plugins/fish/fish.ts";

  private static Diagnostic at(Severity severity, String file) {
    return new Diagnostic(
        severity, "fish", "wrong", Optional.of(new Diagnostic.Place(file, 1, 1, 1)));
  }

  private static PluginStatus plugin(String name, PluginState state, String detail) {
    return new PluginStatus(
        name, "", "AssemblyScript", Gear.QUICK, state, 0, detail, 0, 0, 0, 0, List.of());
  }

  private static ProjectEntry entry(String path, boolean folder) {
    return new ProjectEntry(path.substring(path.lastIndexOf('/') + 1), path, folder, List.of());
  }

  @Test
  void countsTheErrorsOfAFileAndOfItsPlugin() {
    var marks =
        ProjectMarks.of(
            List.of(
                at(Severity.ERROR, FISH),
                at(Severity.ERROR, FISH),
                at(Severity.ERROR, "plugins/fish/more.ts"),
                at(Severity.WARNING, "plugins/tide/tide.ts")),
            List.of());
    assertEquals("2", marks.count(entry(FISH, false)));
    assertEquals("3", marks.count(entry("plugins/fish", true)));
    assertTrue(marks.isWrong("plugins"));
    assertEquals("", marks.count(entry("plugins", true)));
    assertFalse(marks.isWrong("plugins/tide/tide.ts"));
    assertEquals("2 errors", marks.words(FISH));
  }

  @Test
  void marksTheFolderOfAPluginThatFailedAndSaysWhy() {
    var marks =
        ProjectMarks.of(
            List.of(),
            List.of(
                plugin("fish", PluginState.FAILED, "it trapped"),
                plugin("tide", PluginState.STOPPED, "")));
    assertTrue(marks.isWrong("plugins/fish"));
    assertEquals("The plugin failed: it trapped", marks.words("plugins/fish"));
    assertFalse(marks.isWrong("plugins/tide"));
  }
}
