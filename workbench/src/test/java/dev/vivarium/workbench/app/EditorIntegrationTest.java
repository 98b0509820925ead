package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.editor.UnsavedStore;
import dev.vivarium.workbench.editor.UnsavedText;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Editing as a user does it: several carets, splits, replacing, files of the tree, and after a
/// crash.
class EditorIntegrationTest extends WindowTest {
  private static final String FISH = "plugins/fish/fish.ts";

  private TestWorldSession session;
  private Path project;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    project = SampleProject.in(folder);
    open(session, project);
  }

  private CodeArea openFish() throws TimeoutException {
    await(() -> !workbench.tree().treeProperty().get().children().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
    robot.clickOn("fish.ts");
    return find("#code", CodeArea.class);
  }

  @Test
  void typesAtSeveralCaretsAsOneStep() throws TimeoutException {
    var code = openFish();
    robot.clickOn(code);
    var before = code.getText();
    robot.interact(() -> code.moveTo(before.indexOf("SIGHT: f32")));
    robot.push(KeyCode.SHORTCUT, KeyCode.D);
    robot.push(KeyCode.SHORTCUT, KeyCode.D);
    await(() -> workbench.editorView().caretText().startsWith("2 carets"));
    robot.write("REACH");
    await(() -> code.getText().contains("const REACH: f32") && code.getText().contains("REACH *"));
    robot.push(KeyCode.BACK_SPACE);
    await(() -> code.getText().contains("const REAC: f32") && code.getText().contains("REAC *"));
    robot.push(KeyCode.ESCAPE);
    await(() -> workbench.editorView().caretText().startsWith("Ln"));
    for (var i = 0; i < 8 && !code.getText().equals(before); i++) {
      robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    }
    assertEquals(before, code.getText());
  }

  @Test
  void showsOneTextInTwoEditors() throws TimeoutException {
    var code = openFish();
    robot.clickOn(code);
    robot.interact(() -> workbench.commands().run("editor.splitRight"));
    await(() -> workbench.editorView().groups() == 2);
    await(() -> robot.lookup("#code").queryAllAs(CodeArea.class).size() == 2);
    await(() -> code.getScene().getFocusOwner() instanceof CodeArea twin && !twin.equals(code));
    robot.push(KeyCode.SHORTCUT, KeyCode.HOME);
    robot.write("both");
    await(() ->
        robot.lookup("#code").queryAllAs(CodeArea.class).stream()
            .allMatch(area -> area.getText().startsWith("both")));
    robot.push(KeyCode.SHORTCUT, KeyCode.W);
    await(() -> workbench.editorView().groups() == 1);
    assertTrue(workbench.editor().find(FISH).isPresent());
  }

  @Test
  void replacesAllInAFileAsOneStep() throws TimeoutException {
    var code = openFish();
    robot.clickOn(code);
    var before = code.getText();
    robot.push(KeyCode.SHORTCUT, KeyCode.H);
    find("#find-field", TextField.class);
    robot.write("hunger");
    robot.clickOn("#replace-field");
    robot.write("need");
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.ENTER);
    await(() -> !code.getText().toLowerCase(Locale.ROOT).contains("hunger"));
    robot.push(KeyCode.ESCAPE);
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> code.getText().equals(before));
  }

  private void open(String path) throws TimeoutException {
    robot.interact(() -> {
      var _ = workbench.editor().open(path);
    });
    shows(path);
  }

  private void shows(String path) throws TimeoutException {
    await(() -> {
      var active = workbench.editor().activeProperty().get();
      return active != null && active.path().equals(path);
    });
  }

  @Test
  void controlAndTabGoThroughTheFilesLastShown() throws TimeoutException {
    var files = List.of("README.md", "world.json", "plugins/tide/tide.ts");
    for (var file : files) {
      open(file);
    }
    robot.press(KeyCode.CONTROL).type(KeyCode.TAB).release(KeyCode.CONTROL);
    shows(files.get(1));
    robot.press(KeyCode.CONTROL).type(KeyCode.TAB).release(KeyCode.CONTROL);
    shows(files.get(2));
    robot.press(KeyCode.CONTROL).type(KeyCode.TAB).type(KeyCode.TAB);
    shows(files.get(0));
    robot.press(KeyCode.SHIFT).type(KeyCode.TAB).release(KeyCode.SHIFT);
    shows(files.get(1));
    robot.type(KeyCode.TAB).release(KeyCode.CONTROL);
    shows(files.get(0));
    robot.press(KeyCode.CONTROL).type(KeyCode.TAB).release(KeyCode.CONTROL);
    shows(files.get(2));
    robot.interact(() -> workbench.commands().run("tab.recent"));
    shows(files.get(0));
    robot.interact(() -> workbench.commands().run("tab.recent"));
    shows(files.get(2));
  }

  @Test
  void makesRenamesAndDeletesFilesAndTakesItBack() throws TimeoutException {
    openFish();
    robot.clickOn("fish.ts");
    robot.push(KeyCode.SHORTCUT, KeyCode.N);
    find("#name-field", TextField.class);
    robot.write("a/b");
    robot.push(KeyCode.ENTER);
    robot.push(KeyCode.SHORTCUT, KeyCode.A);
    robot.write("cod.ts");
    robot.push(KeyCode.ENTER);
    var cod = project.resolve("plugins/fish/cod.ts");
    await(() -> Files.exists(cod));
    await(() -> robot.lookup("cod.ts").tryQuery().isPresent());
    robot.clickOn("cod.ts");
    robot.interact(() -> workbench.commands().run("project.show"));
    robot.push(KeyCode.DELETE);
    await(() -> !Files.exists(cod));
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> Files.exists(cod));
  }

  @Test
  void opensANewFileToWriteIntoIt() throws TimeoutException {
    openFish();
    robot.clickOn("fish.ts");
    robot.push(KeyCode.SHORTCUT, KeyCode.N);
    find("#name-field", TextField.class);
    robot.write("cod.ts");
    robot.push(KeyCode.ENTER);
    awaitWriting("plugins/fish/cod.ts", "let cod");
  }

  @Test
  void opensTheSourceOfANewPlugin() throws TimeoutException, IOException {
    var templates = Path.of("../plugin-templates/templates/plugin-assemblyscript");
    var home = folder.resolve("home");
    var into = Files.createDirectories(home.resolve("templates/plugin-assemblyscript"));
    for (var file : List.of("__NAME__.ts", "plugin.json")) {
      Files.copy(templates.resolve(file), into.resolve(file));
    }
    var before = System.setProperty("vivarium.home", home.toString());
    try {
      openFish();
      robot.interact(() -> workbench.commands().run("project.newPlugin"));
      var field = find("#name-field", TextField.class);
      assertEquals("e.g. crab", field.getPromptText());
      assertTrue(robot.lookup("Name of the new plugin").tryQuery().isPresent());
      assertTrue(robot.lookup("Enter creates, Esc cancels").tryQuery().isPresent());
      robot.write("reef");
      robot.push(KeyCode.ENTER);
      awaitWriting("plugins/reef/reef.ts", "// mine");
      assertTrue(Files.exists(project.resolve("plugins/reef/plugin.json")));
    } finally {
      if (before == null) {
        System.clearProperty("vivarium.home");
      } else {
        System.setProperty("vivarium.home", before);
      }
    }
  }

  /// Types where the focus is, as one does right after making a file.
  private void awaitWriting(String path, String typed) throws TimeoutException {
    await(() -> workbench.editor().find(path).isPresent());
    await(() -> path.equals(workbench.editor().activeProperty().get().path()));
    await(() ->
        robot.lookup("#code").query().getScene().getFocusOwner() instanceof CodeArea area
            && area.getText().equals(workbench.editor().find(path).orElseThrow().text()));
    robot.write(typed);
    await(() -> workbench.editor().find(path).orElseThrow().text().startsWith(typed));
  }

  @Test
  void offersWhatACrashLeftUnsaved() throws TimeoutException, IOException {
    var code = openFish();
    robot.clickOn(code);
    robot.push(KeyCode.SHORTCUT, KeyCode.HOME);
    robot.write("lost");
    var store = new UnsavedStore(folder.resolve("state"), project);
    await(() -> kept(store).stream().anyMatch(u -> u.text().startsWith("lost")));
    // As after a crash: nothing of the first window is closed in order.
    var options =
        LaunchOptions.window(session, new ProjectFiles(project), folder.resolve("state"), e -> {});
    robot.interact(() -> window.close());
    assertEquals(1, kept(store).size());
    open(options);
    find("#restore-unsaved", Button.class);
    robot.clickOn("#restore-unsaved");
    await(() -> workbench.editor().find(FISH).filter(d -> d.text().startsWith("lost")).isPresent());
    assertTrue(workbench.editor().find(FISH).orElseThrow().dirtyProperty().get());
  }

  private static List<UnsavedText> kept(UnsavedStore store) {
    try {
      return store.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
