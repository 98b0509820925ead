package dev.vivarium.workbench.editor;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.fxmisc.richtext.CodeArea;

/// Enter keeps the line's indentation and deepens it after an opening bracket; Tab puts spaces.
final class AutoIndent {
  private static final String STEP = "  ";

  private AutoIndent() {}

  static void install(CodeArea area) {
    area.addEventFilter(KeyEvent.KEY_PRESSED, e -> pressed(area, e));
  }

  private static void pressed(CodeArea area, KeyEvent event) {
    if (!area.isEditable() || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    if (event.getCode() == KeyCode.ENTER) {
      var before = area.getParagraph(area.getCurrentParagraph()).getText();
      area.replaceSelection("\n" + indentAfter(before.substring(0, area.getCaretColumn())));
      area.requestFollowCaret();
      event.consume();
    } else if (event.getCode() == KeyCode.TAB && !event.isShiftDown()) {
      area.replaceSelection(STEP);
      event.consume();
    }
  }

  static String indentAfter(String line) {
    var spaces = line.length() - line.stripLeading().length();
    var opens = line.stripTrailing().matches(".*[{(\\[]");
    return line.substring(0, spaces) + (opens ? STEP : "");
  }
}
