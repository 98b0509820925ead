package dev.vivarium.workbench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandRegistryTest {
  private final CommandRegistry registry = new CommandRegistry();

  @Test
  void refusesTwoCommandsWithOneShortcut() {
    registry.add("a", "A", "Shortcut+S", "", () -> {});
    assertThrows(
        IllegalArgumentException.class, () -> registry.add("b", "B", "Shortcut+S", "", () -> {}));
  }

  @Test
  void leavesOutWhatCannotBeDoneNowAndSaysWhy() {
    var done = new ArrayList<String>();
    var told = new ArrayList<String>();
    registry.onRefused((command, reason) -> told.add(command.id() + ": " + reason));
    registry.add("a", "A", "", "", () -> "Nothing is there", () -> done.add("a"));
    assertFalse(registry.run("a"));
    assertEquals(List.of("a: Nothing is there"), told);
    assertEquals(0, done.size());
  }

  @Test
  void putsTheBestMatchFirst() {
    registry.add("file.saveAll", "Save all", "", "", () -> {});
    registry.add("world.step", "Step one tick", "", "", () -> {});
    registry.add("world.pause", "Pause the world", "", "", () -> {});
    assertEquals("world.step", registry.matching("sot").getFirst().id());
    assertEquals(0, registry.matching("xyz").size());
  }

  @Test
  void showsTheShortcutBehindTheTitle() {
    var command = registry.add("file.save", "Save", "F2", "", () -> {});
    assertEquals("Save  (F2)", command.hint());
  }

  @Test
  void namesKeysAsTheyStandOnAKeyboard() {
    assertEquals("Alt+Up", Shortcuts.readable("Alt+UP"));
    assertEquals("Ctrl+Shift+,", Shortcuts.readable("Shortcut+Shift+COMMA"));
    assertEquals("Ctrl+]", Shortcuts.readable("Shortcut+Close Bracket"));
    assertEquals("Ctrl+Alt+Backspace", Shortcuts.readable("Shortcut+Alt+BACK_SPACE"));
    assertEquals("Ctrl+Page Down", Shortcuts.readable("Shortcut+PAGE_DOWN"));
    assertEquals("Delete", Shortcuts.readable("DELETE"));
    assertEquals("Escape", Shortcuts.readable("ESCAPE"));
    assertEquals("Ctrl+S", Shortcuts.readable("Shortcut+S"));
  }

  @Test
  void showsTheKeysOfTextsWhereAnActHasNoOther() {
    registry.add("world.undo", "Undo in the world", "Shortcut+Z", "", () -> {});
    registry.add("edit.undo", "Undo typing", "", "", () -> {});
    registry.sayKeysInText("edit.undo", "Shortcut+Z");
    assertEquals("Undo typing  (Ctrl+Z)", registry.get("edit.undo").hint());
    assertEquals(1, registry.withShortcut("Shortcut+Z").size());
    registry.rebind(Map.of("edit.undo", "F9"));
    assertEquals("F9", registry.get("edit.undo").keys());
  }

  @Test
  void callsAnActByWhatItWouldDoNow() {
    registry.add("time.record", "Record the world", "F8", "", () -> {});
    registry.rename("time.record", "Stop recording the world");
    assertEquals("Stop recording the world  (F8)", registry.get("time.record").hint());
    assertEquals("time.record", registry.matching("stop").getFirst().id());
  }
}
