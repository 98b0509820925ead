package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.language.Languages;
import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The editor's assistance on the sample world's sources, with the real language service.
class AssistIntegrationTest extends WindowTest {
  private static final String FISH = "plugins/fish/fish.ts";

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    var project = folder.resolve("pool");
    copySample(project);
    var options =
        options(new TestWorldSession(30, background), project)
            .with(
                LaunchOptions.Services.NONE.withLanguage(
                    Languages.of(project, CompletableFuture.completedFuture(null))));
    open(options);
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

  @Test
  void marksAnErrorWhileItIsTypedAndTakesTheMarkAwayWithIt() throws TimeoutException, IOException {
    var code = openAt(162, 1);
    var saved = code.getText();
    robot.push(KeyCode.END);
    robot.push(KeyCode.ENTER);
    robot.write("let wrong: f32 = nowhere;");
    robot.push(KeyCode.ESCAPE);
    try {
      await(() -> isMarked(code, 162, "nowhere"));
    } catch (TimeoutException e) {
      throw new AssertionError(stateOf(code), e);
    }
    assertFalse(isMarked(code, 161, "clock"));
    assertEquals(saved, Files.readString(folder.resolve("pool").resolve(FISH)));
    await(() -> robot.lookup(".line-sign .icon-error").tryQuery().isPresent());
    for (var i = 0; i < 60 && !code.getText().equals(saved); i++) {
      robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    }
    assertEquals(saved, code.getText());
    await(() -> robot.lookup(".line-sign .icon-error").tryQuery().isEmpty());
  }

  /// All that decides whether a mark shows.
  private String stateOf(CodeArea code) {
    var document = workbench.editor().activeProperty().get();
    return "line “%s”, %s, unsaved %s, found %s"
        .formatted(
            code.getParagraph(162).getText(),
            code.getStyleSpans(162),
            document != null && document.dirtyProperty().get(),
            document == null ? List.of() : document.diagnosticsProperty().get());
  }

  private static boolean isMarked(CodeArea code, int line, String word) {
    var at = code.getParagraph(line).getText().indexOf(word);
    return at >= 0 && code.getStyleAtPosition(line, at + 1).contains("squiggle-error");
  }

  @Test
  void renamesWhereverTheNameIsUsedAndTakesItBack() throws TimeoutException {
    var code = openAt(162, 8);
    var before = code.getText();
    robot.push(KeyCode.F2);
    var field = find("#rename-field", TextField.class);
    await(() -> field.getText().equals("dt") && field.getSelectedText().equals("dt"));
    robot.write("seconds");
    robot.push(KeyCode.ENTER);
    await(() -> code.getText().contains("fish.hunger += seconds;"));
    assertTrue(code.getText().contains("let seconds = clock.delta;"));
    assertFalse(code.getText().contains(" dt;"));
    await(() -> robot.lookup("#rename").tryQuery().isEmpty() && code.isFocused());
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> code.getText().equals(before));
  }

  @Test
  void assistsInTheViewThatIsTypedIn() throws TimeoutException {
    openAt(162, 1);
    robot.interact(() -> workbench.commands().run("editor.splitRight"));
    await(() -> areas().size() == 2 && areas().stream().anyMatch(CodeArea::isFocused));
    WaitForAsyncUtils.waitForFxEvents();
    var right = areas().stream().filter(CodeArea::isFocused).findFirst().orElseThrow();
    robot.push(KeyCode.END);
    robot.push(KeyCode.ENTER);
    robot.write("shoal.vel");
    find("#completion", Node.class);
    assertEquals(1, robot.lookup("#completion").queryAll().size());
    robot.push(KeyCode.ENTER);
    await(() ->
        areas().stream()
            .allMatch(area -> area.getParagraph(162).getText().strip().equals("shoal.velocity")));
    robot.push(KeyCode.SHORTCUT, KeyCode.W);
    await(() -> areas().size() == 1 && !areas().contains(right));
    find("#code", CodeArea.class);
    await(() -> areas().getFirst().isFocused());
    var left = areas().getFirst();
    robot.interact(() -> left.moveTo(162, left.getParagraphLength(162)));
    robot.write(".");
    find("#completion", Node.class);
  }

  private List<CodeArea> areas() {
    return List.copyOf(robot.lookup("#code").queryAllAs(CodeArea.class));
  }

  @Test
  void formatsAsOneStep() throws TimeoutException {
    var code = openAt(162, 1);
    robot.interact(() -> code.replaceText(161, 0, 161, 2, "        "));
    var before = code.getText();
    robot.push(KeyCode.SHIFT, KeyCode.ALT, KeyCode.F);
    await(() -> code.getParagraph(161).getText().equals("  let dt = clock.delta;"));
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> code.getText().equals(before));
  }

  @Test
  void neverTypesIntoASourceOfTheSdk() throws TimeoutException {
    openAt(162, 20);
    robot.push(KeyCode.F12);
    await(() -> active().equals("~lib/vivarium/runtime.ts"));
    await(() -> areas().stream().anyMatch(CodeArea::isFocused));
    var code = areas().stream().filter(CodeArea::isFocused).findFirst().orElseThrow();
    var text = code.getText();
    robot.write("typed");
    for (var key : List.of(KeyCode.ENTER, KeyCode.TAB, KeyCode.BACK_SPACE, KeyCode.DELETE)) {
      robot.push(key);
    }
    robot.push(KeyCode.SHORTCUT, KeyCode.D);
    robot.push(KeyCode.SHORTCUT, KeyCode.D);
    robot.write("typed");
    robot.push(KeyCode.ENTER);
    robot.push(KeyCode.SHORTCUT, KeyCode.V);
    robot.push(KeyCode.SHORTCUT, KeyCode.SLASH);
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.K);
    robot.interact(() -> workbench.editorView().type("typed"));
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(text, code.getText());
    assertFalse(workbench.editor().activeProperty().get().dirtyProperty().get());
  }

  @Test
  void listsReferencesAndTheOutline() throws TimeoutException {
    openAt(162, 8);
    robot.push(KeyCode.SHIFT, KeyCode.F12);
    var heading = find("#references-heading", Label.class);
    await(() -> heading.getText().contains(" references to dt"));
    await(() -> robot.lookup("fish.hunger += ").tryQuery().filter(Node::isVisible).isPresent());
    robot.interact(() -> workbench.showPanel("outline"));
    var filter = find("#outline-filter", TextField.class);
    robot.interact(filter::requestFocus);
    robot.write("swim");
    await(() -> robot.lookup("swim").tryQuery().isPresent());
  }
}
