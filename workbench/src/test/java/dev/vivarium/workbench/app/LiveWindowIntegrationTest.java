package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.ReloadReport;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The whole product as a newcomer meets it: open the tidepool, break the fish, mend them, see the
/// pool change.
class LiveWindowIntegrationTest extends TidepoolWindowTest {
  @Test
  void breaksAPluginMendsItAndSeesTheWorldChange() throws Exception {
    openTidepoolAtTheFish();
    breakAndMend(world, workbench);
  }

  private void breakAndMend(RealWorld world, Workbench workbench) throws Exception {
    int fish = world.session().entities(new EntityQuery("fish/Fish", 0, 1)).get().total();
    assertTrue(fish > 1_000);
    replaceLine(workbench, 12, "const SPEED: f32 = fast;");
    await(() -> !workbench.problems().problems().isEmpty());
    var problem = workbench.problems().problems().getFirst();
    assertEquals(FISH, problem.place().orElseThrow().file());
    assertEquals(12, problem.place().orElseThrow().line());
    await(() -> styleOfLine(12).contains("squiggle"));
    double before = swum(world);
    replaceLine(workbench, 12, "const SPEED: f32 = 0;");
    await(() ->
        workbench
            .world()
            .lastReloadProperty()
            .get()
            .filter(r -> r.outcome() == ReloadReport.Outcome.SWAPPED)
            .isPresent());
    await(() -> workbench.problems().problems().isEmpty());
    assertEquals(fish, world.session().entities(new EntityQuery("fish/Fish", 0, 1)).get().total());
    double after = swum(world);
    assertTrue(after < before / 2, "swum before: " + before + " m, after: " + after + " m");
  }

  private void replaceLine(Workbench workbench, int line, String text) {
    WaitForAsyncUtils.waitForAsyncFx(
        PATIENCE_S * 1_000L,
        () -> {
          workbench.editorView().selectLine(line);
          workbench.editorView().type(text);
          robot.lookup("#code").query().requestFocus();
        });
    robot.push(KeyCode.SHORTCUT, KeyCode.S);
  }

  private String styleOfLine(int line) {
    var code = robot.lookup("#code").queryAs(CodeArea.class);
    return code.getStyleSpans(line - 1).stream()
        .map(s -> s.getStyle().toString())
        .reduce("", String::concat);
  }

  /// Metres that all entities together have come in sixty ticks.
  private static double swum(RealWorld world) throws Exception {
    MapFrame from = world.session().positions().get();
    MapFrame to = from;
    while (to.tick() < from.tick() + 60) {
      to = world.session().positions().get();
    }
    Map<Long, Integer> places = new HashMap<>();
    for (int i = 0; i < from.count(); i++) {
      places.put(from.handleBits(i), i);
    }
    double sum = 0;
    for (int i = 0; i < to.count(); i++) {
      Integer before = places.get(to.handleBits(i));
      if (before != null) {
        sum += Math.hypot(to.x(i) - from.x(before), to.z(i) - from.z(before));
      }
    }
    return sum;
  }
}
