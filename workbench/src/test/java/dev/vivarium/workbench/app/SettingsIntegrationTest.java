package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The settings screen, used as a user does.
class SettingsIntegrationTest extends WindowTest {
  @BeforeEach
  void openSample() throws IOException, TimeoutException {
    open(new TestWorldSession(300, background), SampleProject.in(folder));
    await(() -> workbench.world().running());
  }

  private Optional<String> keysOf(String command) {
    return workbench.commands().get(command).shortcut();
  }

  private Button keyButton(String command) throws TimeoutException {
    await(() -> robot.lookup(n -> isKeys(n, command)).tryQuery().isPresent());
    return robot.lookup(n -> isKeys(n, command)).query();
  }

  private static boolean isKeys(Node node, String command) {
    return node.isVisible() && ("keys-" + command).equals(node.getId());
  }

  private boolean shows(String text) {
    return robot
        .lookup(n -> n instanceof Label label && label.getText().equals(text) && label.isVisible())
        .tryQuery()
        .isPresent();
  }

  @Test
  void nothingIsCutOffWhereTextsAreLarge() throws TimeoutException {
    robot.interact(() -> workbench.program().settings().textSize().set("large"));
    awaitNothingCut(1280);
    awaitNothingCut(800);
    assertTrue(find("#side-client", Node.class).isManaged());
  }

  @Test
  void changesAShortcutByItsKeysSeesTheConflictAndTakesItOver() throws TimeoutException {
    robot.push(KeyCode.SHORTCUT, KeyCode.COMMA);
    robot.clickOn(find("#settings-search", TextField.class)).write("step one");
    robot.clickOn(keyButton("world.step"));
    await(() -> keyButtonText("world.step").equals("press the keys…"));
    robot.push(KeyCode.F4);
    await(() -> keysOf("world.step").equals(Optional.of("F4")));
    robot.clickOn(keyButton("world.step"));
    await(() -> keyButtonText("world.step").equals("press the keys…"));
    robot.push(KeyCode.SHORTCUT, KeyCode.S);
    await(() -> shows("Ctrl+S is “Save”"));
    assertEquals(Optional.of("F4"), keysOf("world.step"));
    robot.clickOn(find("#take-keys", Button.class));
    await(() -> keysOf("world.step").equals(Optional.of("Shortcut+S")));
    assertTrue(keysOf("file.save").isEmpty());
    robot.push(KeyCode.ESCAPE);
    robot.push(KeyCode.SHORTCUT, KeyCode.S);
    await(() -> workbench.world().statusProperty().get().tick() == 1);
  }

  @Test
  void ticksABoxForWhatIsOnOrOffAndTheKeysOfTexts() throws TimeoutException {
    robot.push(KeyCode.SHORTCUT, KeyCode.COMMA);
    await(() -> robot.lookup(n -> "editor.wrap".equals(n.getId())).tryQuery().isPresent());
    var box = robot.lookup(n -> "editor.wrap".equals(n.getId())).<CheckBox>query();
    assertFalse(box.isSelected());
    robot.clickOn(box);
    assertTrue(box.isSelected());
    assertEquals("Ctrl+Z", keyButtonText("edit.undo"));
  }

  private String keyButtonText(String command) {
    return robot.lookup(n -> isKeys(n, command)).<Button>tryQuery().map(Button::getText).orElse("");
  }
}
