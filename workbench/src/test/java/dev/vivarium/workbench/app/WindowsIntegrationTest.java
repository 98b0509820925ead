package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.language.NoLanguage;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.script.TestWorldsMaker;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.start.Projects;
import dev.vivarium.workbench.theme.Fonts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Several projects in windows of one process, one of them from elsewhere.
@SuppressWarnings("NullAway.Init") // made on the window's thread before each test
class WindowsIntegrationTest {
  private static final int PATIENCE_S = 20;

  @TempDir private Path folder;
  private final FxRobot robot = new FxRobot();
  private final List<String> acts = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean over = new AtomicBoolean();
  private TrustQuestion.Answer answer = TrustQuestion.Answer.CANCEL;
  private ExecutorService background;
  private Program program;
  private Windows windows;

  private final class TwoProjects implements Projects {
    @Override
    public List<Sample> samples() {
      return List.of(new Sample("ours", folder.resolve("ours/tidepool")));
    }

    @Override
    public List<String> templates() {
      return List.of("project");
    }

    @Override
    public Path create(Path parent, String name, String template) throws IOException {
      return SampleProject.in(parent.resolve(name));
    }

    @Override
    public Preview look(Path project) {
      var trusted = !project.startsWith(folder.resolve("theirs"));
      return new Preview("tidepool", project, trusted, "mallory", List.of("fish"));
    }

    @Override
    public void trust(Path project) {
      acts.add("trust");
    }

    @Override
    public Opened open(Path project, boolean run) {
      acts.add(run ? "run" : "look");
      var files = new ProjectFiles(project);
      return new Opened(
          new TestWorldSession(10, background),
          run ? files : files.readOnly(),
          Optional.empty(),
          TestWorldsMaker.NONE,
          NoLanguage.NONE,
          () -> acts.add("closed"));
    }
  }

  @BeforeEach
  void begin() throws IOException, TimeoutException {
    background = Executors.newVirtualThreadPerTaskExecutor();
    SampleProject.in(folder.resolve("ours"));
    SampleProject.in(folder.resolve("theirs"));
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupFixture(() -> {
      Fonts.load();
      program = new Program(Optional.of(folder.resolve("state")));
      windows =
          new Windows(
              new TwoProjects(),
              program,
              folder.resolve("state"),
              Platform::runLater,
              background,
              new StageDialogs(),
              project -> answer,
              () -> over.set(true));
      program.setWindows(windows);
    });
  }

  @AfterEach
  void end() throws TimeoutException {
    FxToolkit.setupFixture(() -> windows.open().forEach(WorkbenchWindow::close));
    FxToolkit.cleanupStages();
    background.close();
    program.close();
  }

  private static void await(BooleanSupplier met) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        PATIENCE_S, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(met::getAsBoolean).get());
  }

  private void open(String name) {
    robot.interact(() -> windows.open(folder.resolve(name).resolve("tidepool")));
  }

  @Test
  void opensASampleFromTheStartPageAndEndsWithTheLastWindow() throws TimeoutException {
    robot.interact(() -> windows.showStart());
    await(() -> robot.lookup("ours").tryQuery().isPresent());
    robot.clickOn("ours");
    await(() -> windows.open().size() == 1);
    assertFalse(over.get());
    robot.interact(() -> windows.open().getFirst().close());
    await(over::get);
    await(() -> acts.equals(List.of("run", "closed")));
  }

  @Test
  void runsNothingOfAProjectThatIsNotTrusted() throws TimeoutException, IOException {
    answer = TrustQuestion.Answer.READ_ONLY;
    open("ours");
    await(() -> windows.open().size() == 1);
    open("theirs");
    await(() -> windows.open().size() == 2);
    assertEquals(List.of("run", "look"), acts);
    var theirs = windows.open().getLast().workbench();
    robot.interact(() -> theirs.editor().show("world.json"));
    await(() -> theirs.editor().activeProperty().get() != null);
    robot.interact(theirs::saveActive);
    await(() -> theirs.editor().failureProperty().get().contains("read-only"));
    assertTrue(Files.readString(folder.resolve("theirs/tidepool/world.json")).contains("tidepool"));
  }

  @Test
  void opensNothingWhereTheUserSaysNo() throws TimeoutException {
    open("ours");
    await(() -> windows.open().size() == 1);
    open("theirs");
    open("ours");
    await(() -> windows.open().size() == 1);
    assertEquals(List.of("run"), acts);
  }

  @Test
  void showsTheSameThemeAndTextSizeInAllWindows() throws TimeoutException {
    open("ours");
    await(() -> windows.open().size() == 1);
    robot.interact(() -> program.settings().theme().set("light"));
    robot.interact(() -> program.settings().textSize().set("large"));
    var scene = windows.open().getFirst().workbench().view().getScene();
    await(() -> scene.getStylesheets().getFirst().endsWith("light.css"));
    await(() -> scene.getStylesheets().getLast().startsWith("data:text/css"));
  }
}
