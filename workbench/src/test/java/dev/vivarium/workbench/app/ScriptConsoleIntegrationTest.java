package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The script console in the window, used by keyboard.
class ScriptConsoleIntegrationTest extends WindowTest {

  private TestWorldSession session;
  private Path project;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    project = SampleProject.in(folder);
    open(session, project);
  }

  private TextArea input() throws TimeoutException {
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.J);
    await(() -> robot.lookup("#script-input").tryQuery().filter(n -> n.isFocused()).isPresent());
    return robot.lookup("#script-input").queryAs(TextArea.class);
  }

  private boolean shows(String text) {
    return workbench.scripts().lines().stream().anyMatch(line -> line.text().contains(text));
  }

  @Test
  void typesAnExpressionWithCompletionAndSeesTheWorldChange() throws Exception {
    var input = input();
    robot.write("world.entity(1).desp");
    robot.push(KeyCode.TAB);
    await(() -> input.getText().startsWith("world.entity(1).despawn("));
    if (!input.getText().endsWith(")")) {
      robot.write(")");
    }
    robot.push(KeyCode.ENTER);
    await(() -> session.acts().stream().anyMatch(WorldCommand.Despawn.class::isInstance));
    assertEquals(0, session.entities(new EntityQuery("#1", 0, 1)).get().total());
    await(() -> !workbench.scripts().isRunning());
    robot.write("world.count(\"Fish\")");
    robot.push(KeyCode.ENTER);
    await(() -> shows("299"));
    robot.push(KeyCode.UP);
    await(() -> input.getText().equals("world.count(\"Fish\")"));
    await(() -> Files.exists(project.resolve(".vivarium/script-history.json")));
  }

  @Test
  void stopsAnEndlessLoop() throws Exception {
    input();
    robot.write("for (println(\"be\" + \"gun\");;) {}");
    robot.push(KeyCode.ENTER);
    await(() -> shows("begun"));
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.K);
    await(() -> !workbench.scripts().isRunning());
    assertTrue(shows("Stopped."), () -> workbench.scripts().lines().toString());
    robot.write("Math.max(42, 1)");
    robot.push(KeyCode.ENTER);
    await(() -> shows("42"));
  }

  @Test
  void runsAScriptFromThePaletteAndGoesToItsError() throws Exception {
    Files.createDirectories(project.resolve("scripts"));
    Files.writeString(
        project.resolve("scripts/feed.jsh"),
        "// feed\n\nprintln(\"fed\");\nworld.first(\"none\");\n");
    await(() -> workbench.commands().find("script.run.feed.jsh").isPresent());
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.P);
    robot.write("run script feed");
    robot.push(KeyCode.ENTER);
    await(() -> shows("fed") && shows("No entity matches 'none'"));
    var error =
        workbench.scripts().lines().stream()
            .filter(line -> line.text().contains("No entity"))
            .findFirst()
            .orElseThrow();
    assertEquals("scripts/feed.jsh:4", error.place());
  }

  @Test
  void recordsActsAsAScriptThatDoesThemAgain() throws Exception {
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.R);
    robot.push(KeyCode.F5);
    await(() -> session.acts().contains(new WorldCommand.Pause()));
    robot.push(KeyCode.F6);
    await(() -> session.acts().contains(new WorldCommand.Step(1)));
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.E);
    await(() -> session.acts().stream().anyMatch(WorldCommand.Spawn.class::isInstance));
    await(() -> workbench.selection().first().isPresent());
    var spawned = workbench.selection().first().orElseThrow();
    Platform.runLater(() ->
        workbench
            .world()
            .act(
                new WorldCommand.SetField(spawned, "vivarium/Transform", "position", "[1.5,0,2]")));
    await(() -> session.acts().getLast() instanceof WorldCommand.SetField);
    WaitForAsyncUtils.waitForFxEvents();
    var first = session.acts();
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.R);
    await(() -> workbench.editor().find("scripts/recorded-1.jsh").isPresent());
    assertEquals(
        """
        // Recorded in the workbench. Run it there again, or change it.
        world.pause();
        world.step(1);
        var entity1 = world.spawn("", "vivarium/Transform");
        workbench.select(entity1);
        entity1.set("vivarium/Transform.position", Vec.of(1.5, 0, 2));
        """,
        Files.readString(project.resolve("scripts/recorded-1.jsh")));
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.ENTER);
    await(() -> session.acts().size() == first.size() * 2);
    var again = session.acts().subList(first.size(), first.size() * 2);
    assertEquals(first.subList(0, 3), again.subList(0, 3));
    var set = (WorldCommand.SetField) again.getLast();
    assertEquals("[1.5, 0.0, 2.0]", set.json());
    assertTrue(set.entity().bits() > spawned.bits());
  }

  @Test
  void undoTakesBackTheWholeBatchOfALine() throws Exception {
    input();
    robot.write("world.query(\"Fish\").set(\"Hunger.since\", 77)");
    robot.push(KeyCode.ENTER);
    await(() -> shows("300 entities set"));
    var history = workbench.world().history();
    await(() -> history.steps().size() == 1);
    assertEquals("Script: set Hunger.since of 300 entities", history.steps().getFirst().title());
    assertEquals("77", since());
    robot.interact(() -> workbench.commands().run("panel.steps"));
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> !history.canUndo());
    assertTrue(!since().equals("77"), since());
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Z);
    await(() -> history.canUndo());
    assertEquals("77", since());
  }

  private String since() {
    return session.entity(new EntityHandle(1L << 32 | 7)).join().orElseThrow().components().stream()
        .filter(c -> c.name().equals("fish/Hunger"))
        .findFirst()
        .orElseThrow()
        .fields()
        .getFirst()
        .json();
  }
}
