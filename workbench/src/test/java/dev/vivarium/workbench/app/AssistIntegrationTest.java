package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.language.Languages;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.theme.Fonts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The editor's assistance on the sample world's sources, with the real language service.
class AssistIntegrationTest {
  private static final String FISH = "plugins/fish/fish.ts";
  private static final int PATIENCE_S = 40;

  @TempDir private Path folder;
  private final FxRobot robot = new FxRobot();
  private ExecutorService background;
  private Workbench workbench;
  private WorkbenchWindow window;

  @BeforeEach
  void open() throws IOException, TimeoutException {
    background = Executors.newVirtualThreadPerTaskExecutor();
    var project = folder.resolve("pool");
    copySample(project);
    var options =
        new LaunchOptions(
                new TestWorldSession(30, background),
                new ProjectFiles(project),
                folder.resolve("state"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                line -> {})
            .withLanguage(Languages.of(project));
    FxToolkit.registerPrimaryStage();
    workbench = WaitForAsyncUtils.waitForAsyncFx(PATIENCE_S * 1_000L, () -> workbench(options));
    window = WaitForAsyncUtils.waitForAsyncFx(PATIENCE_S * 1_000L, () -> window(workbench));
  }

  private static void copySample(Path project) throws IOException {
    var sample = Path.of("../projects/tidepool").toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(sample.resolve("plugins"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = project.resolve(sample.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private Workbench workbench(LaunchOptions options) {
    Fonts.load();
    return new Workbench(options, Platform::runLater, background, new NoDialogs());
  }

  private static WorkbenchWindow window(Workbench workbench) {
    var window = new WorkbenchWindow(workbench, new Stage());
    window.show();
    return window;
  }

  private static final class NoDialogs implements Dialogs {
    @Override
    public Unsaved askUnsaved(List<String> names) {
      return Unsaved.DISCARD;
    }

    @Override
    public boolean askReset() {
      return true;
    }
  }

  @AfterEach
  void close() throws TimeoutException {
    FxToolkit.setupFixture(() -> window.close());
    FxToolkit.cleanupStages();
    background.close();
  }

  private static void await(BooleanSupplier met) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        PATIENCE_S, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(met::getAsBoolean).get());
  }

  private <T extends Node> T find(String id, Class<T> type) throws TimeoutException {
    await(() -> robot.lookup(id).tryQuery().filter(Node::isVisible).isPresent());
    return robot.lookup(id).queryAs(type);
  }

  private CodeArea openAt(int line, int column) throws TimeoutException {
    robot.interact(() -> workbench.openPlace(FISH + ":" + line + ":" + column));
    var code = find("#code", CodeArea.class);
    await(() -> code.isFocused() && code.getCurrentParagraph() == line - 1);
    return code;
  }

  @Test
  void offersTheMembersOfAQueryAndWritesTheChosenOne() throws TimeoutException {
    var code = openAt(171, 21);
    robot.push(KeyCode.END);
    robot.push(KeyCode.ENTER);
    robot.write("shoal.");
    find("#completion", Node.class);
    robot.write("vel");
    robot.push(KeyCode.ENTER);
    await(() -> code.getParagraph(171).getText().equals("    shoal.velocity"));
    assertTrue(robot.lookup("#completion").tryQuery().isEmpty());
    robot.write(".");
    find("#completion", Node.class);
    robot.push(KeyCode.ESCAPE);
    await(() -> robot.lookup("#completion").tryQuery().isEmpty());
    robot.push(KeyCode.ENTER);
    await(() -> code.getCurrentParagraph() == 172);
  }

  @Test
  void goesIntoTheSdkToReadOnlyAndBack() throws TimeoutException {
    openAt(162, 20);
    robot.push(KeyCode.F12);
    await(() -> active().equals("~lib/vivarium/runtime.ts"));
    var document = workbench.editor().activeProperty().get();
    assertTrue(document.isReadOnly());
    robot.push(KeyCode.ALT, KeyCode.LEFT);
    await(() -> active().equals(FISH));
  }

  private String active() {
    var document = workbench.editor().activeProperty().get();
    return document == null ? "" : document.path();
  }

  @Test
  void showsDocumentationAtTheCaret() throws TimeoutException {
    openAt(162, 20);
    robot.push(KeyCode.SHORTCUT, KeyCode.K);
    robot.push(KeyCode.SHORTCUT, KeyCode.I);
    find("#hover", Node.class);
    assertTrue(robot.lookup("Length of a tick, in seconds.").tryQuery().isPresent());
  }
}
