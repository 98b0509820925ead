package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.fxmisc.richtext.CaretNode;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.SelectionImpl;
import org.jspecify.annotations.Nullable;

/// Several carets in one editor. The area knows one of them; this draws the others and does at all
/// of them what keys ask for, as one step of undo.
final class MultiCarets {
  private final CodeArea area;
  private final CodeText text;
  private final List<CaretNode> nodes = new ArrayList<>();
  private final List<SelectionImpl<Collection<String>, String, Collection<String>>> selections =
      new ArrayList<>();
  private @Nullable CaretSet set;
  private boolean acting;

  MultiCarets(CodeArea area, CodeText text) {
    this.area = area;
    this.text = text;
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    area.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    area.addEventFilter(MouseEvent.MOUSE_PRESSED, this::clicked);
    area.multiPlainChanges().subscribe(changes -> endUnlessActing());
  }

  int count() {
    return set == null ? 1 : set.ranges().size();
  }

  private CaretSet now() {
    return set == null ? CaretSet.of(area.getAnchor(), area.getCaretPosition()) : set;
  }

  void change(UnaryOperator<CaretSet> change) {
    show(change.apply(now()));
  }

  void addNextOccurrence() {
    change(carets -> carets.withNextOccurrence(text.text()));
    area.requestFollowCaret();
  }

  void selectAllOccurrences() {
    change(carets -> carets.withAllOccurrences(text.text()));
  }

  void addLine(int by) {
    change(carets -> carets.withLine(text.text(), by));
    area.requestFollowCaret();
  }

  void widen(int by) {
    change(carets -> carets.widened(text.text(), by));
  }

  void end() {
    if (set != null) {
      show(set.onlyMain());
    }
  }

  private void endUnlessActing() {
    if (set != null && !acting) {
      set = null;
      clear();
    }
  }

  private void show(CaretSet carets) {
    clear();
    set = carets.isSingle() ? null : carets;
    area.selectRange(carets.mainRange().anchor(), carets.mainRange().caret());
    for (var i = 0; i < carets.ranges().size(); i++) {
      if (i != carets.main()) {
        draw(carets.ranges().get(i), i);
      }
    }
  }

  private void draw(CaretSet.Range range, int number) {
    var node = new CaretNode("caret-" + number, area, range.caret());
    node.getStyleClass().add("caret");
    area.addCaret(node);
    nodes.add(node);
    if (range.start() < range.end()) {
      var selection =
          new SelectionImpl<>(
              "selection-" + number, area, path -> path.getStyleClass().add("selection"));
      area.addSelection(selection);
      selection.selectRange(range.start(), range.end());
      selections.add(selection);
    }
  }

  private void clear() {
    nodes.forEach(node -> {
      area.removeCaret(node);
      node.dispose();
    });
    nodes.clear();
    selections.forEach(selection -> {
      area.removeSelection(selection);
      selection.dispose();
    });
    selections.clear();
  }

  private void act(CaretSet.Typed typed) {
    if (!area.isEditable()) {
      return;
    }
    acting = true;
    // Carets that the area moves along by itself would fall out of the text for a moment.
    clear();
    try {
      text.applyMerging(area, typed.edits());
    } finally {
      acting = false;
    }
    show(typed.carets());
    area.requestFollowCaret();
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY && event.isAltDown() && !event.isShiftDown()) {
      var at = area.hit(event.getX(), event.getY()).getInsertionIndex();
      change(carets -> carets.toggled(at));
      area.requestFocus();
      event.consume();
    } else if (set != null && event.getButton() == MouseButton.PRIMARY) {
      set = null;
      clear();
    }
  }

  private void typed(KeyEvent event) {
    var carets = set;
    if (carets == null || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    var typed = event.getCharacter();
    if (!typed.isEmpty() && !Character.isISOControl(typed.charAt(0))) {
      act(carets.typed(typed));
    }
    event.consume();
  }

  private void pressed(KeyEvent event) {
    if (column(event)) {
      event.consume();
      return;
    }
    var carets = set;
    if (carets != null && (edits(event, carets) || moves(event, carets) || clips(event, carets))) {
      event.consume();
    }
  }

  private boolean column(KeyEvent event) {
    if (!event.isAltDown() || !event.isShiftDown() || event.isShortcutDown()) {
      return false;
    }
    switch (event.getCode()) {
      case UP -> addLine(-1);
      case DOWN -> addLine(1);
      case LEFT -> widen(-1);
      case RIGHT -> widen(1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean edits(KeyEvent event, CaretSet carets) {
    if (event.isAltDown()) {
      return false;
    }
    var whole = text.text();
    var word = event.isShortcutDown();
    switch (event.getCode()) {
      case ESCAPE -> end();
      case ENTER -> act(carets.edited(r -> new TextEdit(r.start(), r.end(), lineEnd(whole, r))));
      case TAB -> act(carets.typed(LineActs.STEP));
      case BACK_SPACE -> act(carets.edited(r -> removed(r, before(whole, r.caret(), word))));
      case DELETE -> act(carets.edited(r -> removed(r, after(whole, r.caret(), word))));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String lineEnd(String whole, CaretSet.Range range) {
    var line = whole.substring(Lines.start(whole, range.start()), range.start());
    return "\n" + AutoIndent.indentAfter(line);
  }

  private static int before(String whole, int at, boolean word) {
    return word ? Lines.wordEdge(whole, at, -1) : Math.max(0, at - 1);
  }

  private static int after(String whole, int at, boolean word) {
    return word ? Lines.wordEdge(whole, at, 1) : Math.min(whole.length(), at + 1);
  }

  private static TextEdit removed(CaretSet.Range range, int to) {
    return range.start() < range.end()
        ? new TextEdit(range.start(), range.end(), "")
        : new TextEdit(Math.min(range.caret(), to), Math.max(range.caret(), to), "");
  }

  private boolean moves(KeyEvent event, CaretSet carets) {
    if (event.isAltDown()) {
      return false;
    }
    var whole = text.text();
    var word = event.isShortcutDown();
    IntUnaryOperator move =
        switch (event.getCode()) {
          case LEFT -> at -> before(whole, at, word);
          case RIGHT -> at -> after(whole, at, word);
          case UP -> at -> Lines.vertical(whole, at, -1);
          case DOWN -> at -> Lines.vertical(whole, at, 1);
          case HOME -> at -> Lines.start(whole, at);
          case END -> at -> Lines.end(whole, at);
          default -> null;
        };
    if (move != null) {
      show(carets.moved(whole, event.isShiftDown(), move));
      area.requestFollowCaret();
    }
    return move != null;
  }

  private boolean clips(KeyEvent event, CaretSet carets) {
    if (!event.isShortcutDown() || event.isShiftDown() || event.isAltDown()) {
      return false;
    }
    var code = event.getCode();
    if (code == KeyCode.C || code == KeyCode.X) {
      var content = new ClipboardContent();
      content.putString(carets.copied(text.text()));
      Clipboard.getSystemClipboard().setContent(content);
      if (code == KeyCode.X) {
        act(carets.typed(""));
      }
      return true;
    }
    var pasted = Clipboard.getSystemClipboard().getString();
    if (code == KeyCode.V && pasted != null) {
      act(carets.pasted(pasted));
    }
    return code == KeyCode.V;
  }
}
