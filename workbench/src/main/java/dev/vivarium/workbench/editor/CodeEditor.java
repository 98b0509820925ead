package dev.vivarium.workbench.editor;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.SelectionImpl;
import org.jspecify.annotations.Nullable;

/// One editor of a document: what it shows of the text, its carets, and the acts of its keys.
final class CodeEditor {
  private static final double LINE_HEIGHT_PX = 16;
  private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");
  private static final int SHOWN_BEFORE_LAYOUT = 80;

  /// Longest selected word that is highlighted elsewhere.
  private static final int MAX_WORD_CHARS = 100;

  private final CodeText text;
  private final CodeArea area;
  private final VirtualizedScrollPane<CodeArea> pane;
  private final MultiCarets carets;
  private final IntConsumer redrawGutter;
  private final Runnable colourLater = this::later;
  private final List<SelectionImpl<Collection<String>, String, Collection<String>>> brackets;
  private final Subscription documentSubscriptions;
  private List<LineChange> shownChanges = List.of();
  private Optional<TextSearch> sought = Optional.empty();
  private Highlights highlighted = Highlights.NONE;
  private boolean pending;
  private boolean closed;

  CodeEditor(CodeText text) {
    this.text = text;
    area = text.newArea();
    pane = new VirtualizedScrollPane<>(area);
    area.setId("code");
    area.getStyleClass().add("code-area");
    area.setLineHighlighterOn(true);
    area.setParagraphGraphicFactory(new Gutter(text)::line);
    area.moveTo(0);
    carets = new MultiCarets(area, text);
    brackets = List.of(bracket("bracket-one"), bracket("bracket-other"));
    redrawGutter = this::redrawGutter;
    text.addView(redrawGutter, colourLater);
    area.getVisibleParagraphs().addListener((InvalidationListener) o -> later());
    area.caretPositionProperty().addListener((o, was, is) -> later());
    area.selectionProperty().addListener((o, was, is) -> later());
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    area.addEventFilter(KeyEvent.KEY_TYPED, CodeEditor::typed);
    AutoIndent.install(area);
    var document = text.document();
    documentSubscriptions =
        Subscription.combine(
            document.targetProperty().subscribe(this::goTo),
            document.readOnlyProperty().subscribe(reason -> area.setEditable(reason.isEmpty())));
  }

  Node node() {
    return pane;
  }

  CodeArea area() {
    return area;
  }

  CodeText buffer() {
    return text;
  }

  MultiCarets carets() {
    return carets;
  }

  String text() {
    return text.text();
  }

  /// Lets go of the shared text.
  void close() {
    closed = true;
    if (highlighted != Highlights.NONE) {
      text.highlight(Highlights.NONE);
    }
    documentSubscriptions.unsubscribe();
    text.removeView(redrawGutter, colourLater);
    area.dispose();
  }

  /// Selects a stretch of the text and brings it into view.
  void select(int start, int end) {
    area.selectRange(start, end);
    area.requestFollowCaret();
  }

  /// Does an act on the lines that the selection touches, as one step of undo.
  void act(Function<LineActs, Edited> act) {
    if (area.isEditable()) {
      carets.end();
      var done = act.apply(new LineActs(text(), area.getAnchor(), area.getCaretPosition()));
      text.apply(area, done.edits());
      area.selectRange(done.anchor(), done.caret());
      area.requestFollowCaret();
    }
  }

  void undo() {
    moveTo(text.undo());
  }

  void redo() {
    moveTo(text.redo());
  }

  private void moveTo(int offset) {
    area.moveTo(Math.min(offset, area.getLength()));
    area.requestFollowCaret();
  }

  /// The letter of a shortcut such as Alt+Z is no text. With Ctrl too it is AltGr, and on a Mac the
  /// key makes letters of its own.
  private static void typed(KeyEvent event) {
    if (event.isAltDown() && !event.isControlDown() && !MAC) {
      event.consume();
    }
  }

  private void pressed(KeyEvent event) {
    if (!event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    var redo =
        event.getCode() == KeyCode.Y || (event.getCode() == KeyCode.Z && event.isShiftDown());
    if (redo) {
      redo();
      event.consume();
    } else if (event.getCode() == KeyCode.Z) {
      undo();
      event.consume();
    }
  }

  /// Once the area has settled: colours what came into view and marks brackets.
  private void later() {
    if (!pending) {
      pending = true;
      Platform.runLater(() -> {
        pending = false;
        if (!closed) {
          highlight();
          colourShown();
          markBrackets();
        }
      });
    }
  }

  /// Highlights every match of a search while it is shown.
  void seek(Optional<TextSearch> search) {
    sought = search;
    later();
  }

  private void highlight() {
    var now =
        sought
            .map(Highlights::found)
            .or(() -> selectedWord().map(Highlights::word))
            .orElse(Highlights.NONE);
    if (!now.isSame(highlighted)) {
      highlighted = now;
      text.highlight(now);
    }
  }

  /// The selection, where it is just a word.
  private Optional<String> selectedWord() {
    var selection = area.getSelection();
    if (selection.getLength() == 0 || selection.getLength() > MAX_WORD_CHARS) {
      return Optional.empty();
    }
    var around =
        area.getText(
            Math.max(0, selection.getStart() - 1),
            Math.min(area.getLength(), selection.getEnd() + 1));
    var word = area.getSelectedText();
    var parts = around.chars().filter(Character::isJavaIdentifierPart).count();
    return word.chars().allMatch(Character::isJavaIdentifierPart) && parts == word.length()
        ? Optional.of(word)
        : Optional.empty();
  }

  private void colourShown() {
    var shown = area.getVisibleParagraphs().size();
    var first = shown == 0 ? area.getCurrentParagraph() : area.visibleParToAllParIndex(0);
    var last = first + (shown == 0 ? SHOWN_BEFORE_LAYOUT : shown - 1);
    text.show(first, last);
    var changes = text.document().changesProperty().get();
    if (!changes.equals(shownChanges)) {
      shownChanges = changes;
      for (var line = first; line <= Math.min(last, text.count() - 1); line++) {
        area.recreateParagraphGraphic(line);
      }
    }
  }

  private void redrawGutter(int line) {
    if (area.allParToVisibleParIndex(line).isPresent()) {
      area.recreateParagraphGraphic(line);
    }
  }

  private SelectionImpl<Collection<String>, String, Collection<String>> bracket(String name) {
    var selection =
        new SelectionImpl<>(name, area, path -> path.getStyleClass().add("bracket-match"));
    area.addSelection(selection);
    return selection;
  }

  private void markBrackets() {
    var length = area.getLength();
    var pair = Brackets.at(nearCaret(), area.getCaretPosition() - nearStart(), this::isCodeNear);
    var start = nearStart();
    for (var i = 0; i < brackets.size(); i++) {
      var which = i;
      var at = pair.map(p -> start + (which == 0 ? p.one() : p.other())).orElse(0);
      var end = pair.isPresent() ? at + 1 : at;
      brackets.get(i).selectRange(Math.min(at, length), Math.min(end, length));
    }
  }

  private int nearStart() {
    return Math.max(0, area.getCaretPosition() - Brackets.MAX_DISTANCE);
  }

  private String nearCaret() {
    var caret = area.getCaretPosition();
    var beside = area.getText(Math.max(0, caret - 1), Math.min(area.getLength(), caret + 1));
    return beside.chars().anyMatch(c -> "()[]{}".indexOf(c) >= 0)
        ? area.getText(nearStart(), Math.min(area.getLength(), caret + Brackets.MAX_DISTANCE))
        : "";
  }

  private boolean isCodeNear(int at) {
    return text.isCode(nearStart() + at);
  }

  private void goTo(DocumentViewModel.@Nullable Caret caret) {
    if (caret == null) {
      return;
    }
    var line = Math.clamp(caret.line() - 1L, 0, text.count() - 1);
    var column = Math.clamp(caret.column() - 1L, 0, area.getParagraphLength(line));
    area.moveTo(line, column);
    // Before the first layout there is no viewport to centre in.
    Platform.runLater(() -> centre(line));
    area.requestFocus();
  }

  private void centre(int line) {
    var visible = (int) (area.getHeight() / LINE_HEIGHT_PX);
    area.showParagraphAtTop(line < visible * 2 / 3 ? 0 : line - visible / 3);
  }
}
