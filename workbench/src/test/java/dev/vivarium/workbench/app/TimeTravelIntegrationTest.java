package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Time travel as a user does it, on a real world: record, scrub back, look, compare, run on, and
/// go live.
class TimeTravelIntegrationTest extends TidepoolWindowTest {
  private boolean shows(String id) {
    return robot.lookup(id).tryQuery().filter(TimeTravelIntegrationTest::isSeen).isPresent();
  }

  private static boolean isSeen(Node node) {
    return node.isVisible() && (node.getParent() == null || isSeen(node.getParent()));
  }

  private static void act(WorldSession session, WorldCommand command) throws Exception {
    assertInstanceOf(
        CommandResult.Done.class, session.submit(command).get(PATIENCE_S, TimeUnit.SECONDS));
  }

  @Test
  void recordsScrubsBackComparesAndRunsOn() throws Exception {
    tidepool();
    act(world.session(), new WorldCommand.Pause());
    openTidepool(Optional.empty());
    travel(world.session(), workbench);
  }

  private void travel(WorldSession live, Workbench workbench) throws Exception {
    var model = workbench.history().model();
    await(() -> shows("#timeline-text"));
    await(() -> robot.lookup("#timeline-text").queryAs(Label.class).getText().startsWith("last "));
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.R);
    await(() -> model.statusProperty().get().recording());
    act(live, new WorldCommand.Step(100));
    EntityHandle fish =
        live.entities(new EntityQuery("fish/Fish", 0, 1)).get().rows().getFirst().handle();
    long then = live.status().get().tick();
    double x = live.positions().get().x(place(live, fish));
    act(live, new WorldCommand.Step(200));
    WaitForAsyncUtils.waitForAsyncFx(PATIENCE_S * 1_000L, () -> workbench.selection().select(fish));
    await(() -> model.statusProperty().get().lastTick() == then + 200);

    robot.interact(() -> robot.lookup("#timeline-track").query().requestFocus());
    robot.push(KeyCode.LEFT);
    await(() -> model.shownProperty().get().equals(OptionalLong.of(then + 199)));
    await(() -> shows("#past-tick"));
    robot.interact(() -> model.show(then));
    await(() -> model.shownProperty().get().equals(OptionalLong.of(then)));
    await(() -> workbench.world().statusProperty().get().tick() == then);
    assertEquals(RunState.PAUSED, workbench.world().statusProperty().get().state());
    await(() -> workbench.map().frameProperty().get().tick() == then);
    await(() -> inspectorShows(x));
    assertEquals(then + 200, live.status().get().tick(), "the live world stands where it stood");

    clickCommand("time.mark");
    robot.interact(() -> model.show(then - 40));
    await(() -> model.shownProperty().get().equals(OptionalLong.of(then - 40)));
    clickCommand("time.compare");
    await(() -> model.comparisonProperty().get().isPresent());
    assertEquals(then - 40, model.comparisonProperty().get().orElseThrow().from());
    await(() -> !robot.lookup("#differences").queryAs(TableView.class).getItems().isEmpty());

    clickCommand("time.live");
    await(() -> !model.isPast() && !shows("#past-tick"));
    await(() -> workbench.world().statusProperty().get().tick() == then + 200);

    robot.interact(() -> model.show(then));
    await(() -> model.isPast());
    clickCommand("time.runOn");
    await(() -> shows("#confirm-run-on") && shows("#confirm-run-on-now"));
    assertEquals(then + 200, live.status().get().tick(), "it asks first");
    robot.clickOn("#confirm-run-on");
    await(() -> !model.isPast());
    assertEquals(then, live.status().get().tick());
    await(() -> model.recordings().size() == 1);
    assertTrue(model.noticeProperty().get().isEmpty(), model.noticeProperty().get());
  }

  /// A command's id has a dot in it, which a selector would take for a style.
  private void clickCommand(String id) {
    robot.clickOn(
        robot
            .lookup((Node node) ->
                id.equals(node.getId())
                    && node.isVisible()
                    && node instanceof javafx.scene.control.Button button
                    && !button.getText().isEmpty())
            .<Node>query());
  }

  private static int place(WorldSession live, EntityHandle entity) throws Exception {
    var frame = live.positions().get();
    for (int i = 0; i < frame.count(); i++) {
      if (frame.handleBits(i) == entity.bits()) {
        return i;
      }
    }
    throw new AssertionError("the entity has no place");
  }

  /// Whether one of the inspector's fields shows this number, as far as its digits go.
  private boolean inspectorShows(double value) {
    return robot.lookup(".text-field").queryAllAs(TextField.class).stream()
        .map(TextField::getText)
        .filter(text -> text.matches("-?\\d+\\.\\d{3}"))
        .anyMatch(text -> Math.abs(Double.parseDouble(text) - value) < 0.000_6);
  }
}
