package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.command.Command;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What cannot be done now says why, wherever it is asked for.
class ReasonsIntegrationTest extends WindowTest {
  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    open(new TestWorldSession(300, background), SampleProject.in(folder));
    await(() -> workbench.world().running());
  }

  private List<Command> impossible() {
    return workbench.commands().all().stream().filter(c -> !c.isPossible()).toList();
  }

  private static void checkReason(Command command) {
    var reason = command.obstacle().reason();
    assertTrue(
        reason.matches("[A-Z][^.]* [^.]*[^. ]|.*\\(\\.jsh\\)"), () -> command.id() + ": " + reason);
    assertTrue(reason.length() <= 60, () -> command.id() + ": " + reason);
  }

  @Test
  void everyCommandThatCannotBeDoneHasAReason() {
    robot.interact(() -> {
      impossible().forEach(ReasonsIntegrationTest::checkReason);
      var ids = impossible().stream().map(Command::id).toList();
      assertTrue(
          ids.containsAll(
              List.of(
                  "file.save",
                  "edit.find",
                  "world.undo",
                  "entity.duplicate",
                  "time.back",
                  "script.stop",
                  "plugins.start",
                  "language.rename",
                  "messages.copy",
                  "watches.remove",
                  "test.stop")),
          ids::toString);
    });
  }

  @Test
  void aShortcutSaysQuietlyWhyItDoesNothing() throws TimeoutException {
    var status = find("#last-save", Label.class);
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
    await(() -> status.getText().equals("Duplicate the selected entities: No entity is selected"));
    robot.push(KeyCode.F6);
    await(() -> !status.getText().contains("No entity"));
    robot.interact(() -> workbench.selection().select(new EntityHandle(1L << 32 | 42)));
    robot.push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
    await(() -> workbench.world().history().canUndo());
    assertFalse(status.getText().contains("No entity"));
  }

  @Test
  void aKeyThatAFieldHasAUseForSaysNothing() throws TimeoutException {
    var status = find("#last-save", Label.class);
    robot.clickOn(find("#entity-filter", TextField.class)).write("Fis");
    robot.push(KeyCode.SHORTCUT, KeyCode.Z);
    await(() -> find("#entity-filter").getText().length() < 3);
    assertFalse(status.getText().contains("undo"), status.getText());
  }

  private TextField find(String id) {
    return robot.lookup(id).queryAs(TextField.class);
  }

  @Test
  void thePaletteTheMenuAndButtonsSayIt() throws TimeoutException {
    robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.P);
    find("#palette-field", TextField.class);
    robot.write("duplicate the selected");
    await(() -> robot.lookup(n -> says(n, "No entity is selected")).tryQuery().isPresent());
    robot.push(KeyCode.ESCAPE);
    var menu = find("#main-menu", MenuButton.class);
    robot.interact(menu::show);
    await(() -> !menu.getItems().isEmpty() && menu.isShowing());
    var item =
        menu.getItems().stream()
            .flatMap(m -> ((javafx.scene.control.Menu) m).getItems().stream())
            .filter(i -> "entity.duplicate".equals(i.getId()))
            .map(MenuItem::getText)
            .findFirst();
    assertEquals("Duplicate the selected entities  –  No entity is selected", item.orElseThrow());
    robot.interact(menu::hide);
    robot.interact(() -> workbench.showPanel("script"));
    await(() -> robot.lookup(ReasonsIntegrationTest::stops).tryQuery().isPresent());
    robot.clickOn(robot.lookup(ReasonsIntegrationTest::stops).<Button>query());
    var status = find("#last-save", Label.class);
    await(() -> status.getText().contains("No script runs"));
  }

  private static boolean stops(Node node) {
    return "script.stop".equals(node.getId()) && node.isVisible();
  }

  private static boolean says(Node node, String text) {
    return node instanceof Label label && label.isVisible() && label.getText().startsWith(text);
  }
}
