package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.PlayTests.Phase;
import dev.vivarium.workbench.session.PlayTests.PlayerState;
import dev.vivarium.workbench.session.TestPlayTests;
import dev.vivarium.workbench.session.TestWorldSession;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// A play test from the start to its recording, by the keys.
class PlayTestIntegrationTest extends WindowTest {
  private final TestPlayTests tests = new TestPlayTests();

  private void openWindow() throws Exception {
    var project = SampleProject.in(folder);
    open(
        options(new TestWorldSession(20, background), project)
            .with(LaunchOptions.Services.NONE.withPlayTests(tests)));
    robot.interact(() -> workbench.showPanel("play"));
  }

  @Test
  void startsChangesALineAndStopsByTheKeys() throws Exception {
    openWindow();
    await(() -> workbench.playTest().model().startObstacle().isEmpty());
    Button start = button("world.startPlayTest");
    robot.interact(start::requestFocus);
    robot.push(KeyCode.SPACE);
    assertTrue(tests.asked().contains("start 2  false"), tests.asked().toString());
    robot.interact(() -> tests.begun(2));
    var delay = find("#play-up-delay-2", TextField.class);
    assertEquals("21 ms", find("#play-round-trip-1", Label.class).getText());
    assertFalse(robot.lookup("#play-up-delay-3").tryQuery().isPresent());
    robot.interact(delay::requestFocus);
    robot.push(KeyCode.UP);
    robot.push(KeyCode.UP);
    assertEquals("line 2 20+0/0.0 0+0/0.0", tests.asked().getLast());
    robot.interact(() -> tests.are(TestPlayTests.playing(2, 41)));
    await(this::showsIt);
    Button stop = button("world.stopPlayTest");
    robot.interact(stop::requestFocus);
    robot.push(KeyCode.SPACE);
    assertEquals("stop", tests.asked().getLast());
    robot.interact(() -> tests.ended("play test 1"));
    await(() -> workbench.playTest().model().reportProperty().get().phase() == Phase.IDLE);
    assertTrue(find("#play-look-back", Button.class).isVisible());
  }

  @Test
  void whoIsLostAndWhoHasEndedSayWhy() throws Exception {
    openWindow();
    await(() -> workbench.playTest().model().startObstacle().isEmpty());
    robot.interact(button("world.startPlayTest")::fire);
    robot.interact(() -> tests.begun(4));
    robot.interact(() ->
        tests.are(
            List.of(
                TestPlayTests.player(1, PlayerState.PLAYING, "", 21),
                TestPlayTests.player(2, PlayerState.CONNECTING, "", 0),
                TestPlayTests.player(3, PlayerState.LOST, "nothing came for 10 s", 0),
                TestPlayTests.player(
                    4,
                    PlayerState.ENDED,
                    "the script bots/wander.bots: line 7: there is no channel plaza/Move",
                    0))));
    await(() -> stateOf(3).startsWith("lost"));
    assertEquals("lost: nothing came for 10 s", stateOf(3));
    assertTrue(stateOf(4).contains("no channel"));
    picture("play-lost");
    robot.interact(() -> workbench.commands().run("view.theme"));
    picture("play-lost-light");
  }

  private String stateOf(int player) {
    return robot.lookup("#play-state-" + player).queryAs(Label.class).getText();
  }

  @Test
  void aStartThatFailsSaysWhyAndCanBeTriedAgain() throws Exception {
    openWindow();
    await(() -> workbench.playTest().model().startObstacle().isEmpty());
    robot.interact(button("world.startPlayTest")::fire);
    robot.interact(() ->
        tests.notBegun(
            "bots/wander.bots, line 7: there is no step “wander”; mend it and start again."));
    await(() -> workbench.playTest().model().reportProperty().get().phase() == Phase.FAILED);
    assertTrue(button("world.startPlayTest").isVisible());
    assertFalse(find("#play-players", Node.class).isDisabled());
    picture("play-failed");
    robot.interact(() -> workbench.commands().run("view.theme"));
    picture("play-failed-light");
  }

  /// By its command, whose dot a selector would take for a style class.
  private Button button(String command) throws Exception {
    await(() -> robot.lookup((Node n) -> command.equals(n.getId())).tryQuery().isPresent());
    return robot.lookup((Node n) -> command.equals(n.getId())).queryAs(Button.class);
  }

  private boolean showsIt() {
    return robot.lookup("#play-round-trip-2").queryAs(Label.class).getText().equals("41 ms");
  }

  @Test
  void aWindowWhoseWorldIsElsewhereSaysWhyNot() throws Exception {
    open(options(new TestWorldSession(20, background), SampleProject.in(folder)));
    assertFalse(workbench.panels().stream().anyMatch(panel -> panel.id().equals("play")));
    assertTrue(
        workbench.commands().get("world.startPlayTest").obstacle().reason().contains("program"));
  }
}
