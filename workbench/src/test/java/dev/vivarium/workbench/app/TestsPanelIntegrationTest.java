package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.script.TestWorlds;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The tests of a project in the window: run, seen at their lines, mended.
class TestsPanelIntegrationTest extends WindowTest {
  private static final String FILE = "tests/pool.jsh";
  private static final String TEXT =
      """
      void fishAreThere() {
        assertEquals(20, world.count("Fish"));
      }

      void nothingElseIs() {
        world.step(3);
        assertEquals(20, world.count(""));
      }
      """;

  /// Worlds of twenty fish and what lies about.
  private record SmallWorlds(Path folder) implements TestWorlds {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public WorldSession open() {
      return new TestWorldSession(20, Runnable::run);
    }

    @Override
    public void close() {}
  }

  private TestWorldSession session;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    var project = SampleProject.in(folder);
    Files.createDirectories(project.resolve("tests"));
    Files.writeString(project.resolve(FILE), TEXT);
    var options =
        LaunchOptions.window(session, new ProjectFiles(project), folder.resolve("state"), e -> {})
            .with(LaunchOptions.Services.NONE.withTestWorlds(() -> new SmallWorlds(project)));
    open(options);
  }

  private List<String> signs() {
    return robot.lookup(".line-sign.clickable").queryAllAs(Label.class).stream()
        .map(Label::getAccessibleText)
        .sorted()
        .toList();
  }

  /// On the screen; the sign itself may be made anew before it is clicked.
  private Point2D placeOfSign(String beginning) throws Exception {
    return WaitForAsyncUtils.asyncFx(
            () -> {
              var sign =
                  robot.lookup(".line-sign.clickable").queryAllAs(Label.class).stream()
                      .filter(label -> label.getAccessibleText().startsWith(beginning))
                      .findFirst()
                      .orElseThrow();
              return sign.localToScreen(sign.getWidth() / 2, sign.getHeight() / 2);
            })
        .get();
  }

  @Test
  void runsTheTestsAndShowsEachAtItsLine() throws Exception {
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.T);
    await(() -> workbench.tests().summaryProperty().get().equals("1 passed, 1 failed"));
    await(() -> !workbench.tests().runningProperty().get());
    var problem = workbench.problems().problems().getFirst();
    assertTrue(problem.text().contains("nothing else is"), problem.text());
    assertEquals(7, problem.place().orElseThrow().line());
    robot.interact(() -> workbench.openPlace(FILE + ":1"));
    await(() -> signs().size() == 2);
    assertTrue(signs().getFirst().startsWith("This test failed, 3 ticks"), signs().toString());
    assertTrue(signs().getLast().startsWith("This test passed"), signs().toString());
    var document = workbench.editor().find(FILE).orElseThrow();
    robot.interact(() -> document.replace(TEXT.replace("world.count(\"\")", "20")));
    robot.push(KeyCode.SHORTCUT, KeyCode.S);
    await(() -> !document.dirtyProperty().get());
    await(() -> workbench.tests().rows().size() == 2);
    robot.clickOn(placeOfSign("This test failed"));
    await(() -> workbench.tests().summaryProperty().get().equals("2 passed, 0 failed"));
    await(() -> signs().stream().allMatch(sign -> sign.startsWith("This test passed")));
    assertTrue(workbench.problems().problems().isEmpty());
  }
}
