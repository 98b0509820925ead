package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogLine.Side;
import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The log in the window: finding what went wrong, and going there.
class ConsoleIntegrationTest extends WindowTest {

  private TestWorldSession session;

  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    session = new TestWorldSession(300, background);
    open(session, SampleProject.in(folder));
  }

  private static <T> T onWindow(Callable<T> question) {
    return WaitForAsyncUtils.waitForAsyncFx(PATIENCE_S * 1_000L, question);
  }

  private ListView<?> show() throws TimeoutException {
    robot.interact(() -> workbench.showPanel("console"));
    await(() -> robot.lookup("#console").tryQuery().isPresent());
    return robot.lookup("#console").queryListView();
  }

  private int rows(ListView<?> list) {
    return onWindow(() -> list.getItems().size());
  }

  private Hyperlink link(String text) throws TimeoutException {
    await(() ->
        robot.lookup("#console .hyperlink").queryAllAs(Hyperlink.class).stream()
            .anyMatch(l -> l.getText().equals(text)));
    return robot.lookup("#console .hyperlink").queryAllAs(Hyperlink.class).stream()
        .filter(l -> l.getText().equals(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsAnErrorAmongOthersAndGoesToItsLineAndItsEntity() throws Exception {
    for (var i = 0; i < 500; i++) {
      session.log(Level.INFO, Side.SERVER, "tide", "wave " + i);
    }
    session.log(
        Level.ERROR, Side.SERVER, "fish", "trapped at plugins/fish/fish.ts:13:5, at Fish #77");
    var list = show();
    await(() -> list.getItems().size() > 500);
    assertEquals("1", onWindow(() -> toggle("error").getText()));
    robot.clickOn("#console-filter").write("trapped -wave");
    await(() -> list.getItems().size() == 1);
    var place = link("plugins/fish/fish.ts:13:5");
    robot.interact(place::fire);
    await(() -> workbench.editor().find("plugins/fish/fish.ts").isPresent());
    await(() -> workbench.editorView().caretText().startsWith("Ln 13,"));
    var entity = link("Fish #77");
    robot.interact(entity::fire);
    await(() -> workbench.selection().first().map(h -> h.index() == 77).orElse(false));
    robot.clickOn("#console-filter").push(KeyCode.ESCAPE);
    await(() -> list.getItems().size() > 500);
  }

  private ToggleButton toggle(String level) {
    return robot.lookup("#console-" + level).queryAs(ToggleButton.class);
  }

  @Test
  void copiesSelectedLinesByKeyboard() throws Exception {
    session.log(Level.WARN, Side.CLIENT, "fish", "first of two");
    session.log(Level.WARN, Side.CLIENT, "fish", "second of two");
    var list = show();
    await(() -> list.getItems().size() >= 2);
    robot.interact(() -> {
      list.requestFocus();
      list.getSelectionModel().selectAll();
    });
    robot.push(KeyCode.SHORTCUT, KeyCode.C);
    var copied = onWindow(() -> Clipboard.getSystemClipboard().getString());
    assertTrue(copied.endsWith("second of two"), copied);
    assertTrue(copied.contains("WARN   fish (client)  first of two\n"), copied);
  }

  @Test
  void staysWhereTheUserReadsUntilTheUserComesBack() throws Exception {
    for (var i = 0; i < 400; i++) {
      session.log(Level.INFO, Side.SERVER, "tide", "wave " + i);
    }
    var list = show();
    await(() -> rows(list) > 400 && bar(list) > 0.9);
    robot.interact(() -> {
      list.requestFocus();
      list.getSelectionModel().select(5);
    });
    robot.push(KeyCode.HOME);
    await(() -> bar(list) < 0.1);
    await(() -> !workbench.console().isAtNewest());
    session.log(Level.INFO, Side.SERVER, "tide", "the newest wave");
    await(() -> newest().getText().equals("1 new"));
    assertTrue(onWindow(() -> bar(list)) < 0.1);
    robot.clickOn(newest());
    await(() -> bar(list) > 0.9);
    assertFalse(onWindow(() -> newest().isVisible()));
  }

  private Button newest() {
    return robot.lookup((Node node) -> "console.newest".equals(node.getId())).queryButton();
  }

  private static double bar(ListView<?> list) {
    return list.lookup(".scroll-bar:vertical") instanceof ScrollBar bar ? bar.getValue() : 0;
  }

  @Test
  void countsErrorsWhileItIsHidden() throws Exception {
    session.log(Level.ERROR, Side.SERVER, "fish", "broken");
    await(() -> workbench.console().errors() == 1);
  }
}
