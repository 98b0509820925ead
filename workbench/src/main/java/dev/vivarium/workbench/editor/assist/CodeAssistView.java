package dev.vivarium.workbench.editor.assist;

import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.language.Hover;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.Signature;
import dev.vivarium.workbench.language.TextEdit;
import dev.vivarium.workbench.language.TextPosition;
import dev.vivarium.workbench.session.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.event.MouseOverTextEvent;
import org.fxmisc.richtext.model.PlainTextChange;
import org.fxmisc.richtext.model.TwoDimensional.Bias;

/// Ties the assistance to one code area: what is typed goes to the models, what they decide is
/// shown over the text. Belongs to the window's thread.
final class CodeAssistView implements EditedText {
  private static final Duration HOVER_DELAY = Duration.ofMillis(400);
  private static final int PAGE = 9;

  private final LanguageService service;
  private final DocumentViewModel document;
  private final CodeArea area;
  private final DocumentWatch watch;
  private final CompletionViewModel completion;
  private final HintViewModel hints;
  private final CompletionBox completionBox;
  private final HintCard hintCard = new HintCard();
  private final SignatureCard signatureCard = new SignatureCard();
  private final Consumer<TextPosition> define;
  private int changes;
  private String typed = "";
  private String run = "";
  private boolean erased;
  private TextPosition hoverAt = new TextPosition(1, 1);
  private boolean chord;

  CodeAssistView(
      LanguageService service,
      DocumentWatch watch,
      CodeArea area,
      Executor window,
      Later later,
      Consumer<TextPosition> define) {
    this.service = service;
    this.watch = watch;
    this.document = watch.document();
    this.area = area;
    this.define = define;
    completion = new CompletionViewModel(service, document.path(), this, window, later);
    hints = new HintViewModel(service, document.path(), this, window);
    completionBox = new CompletionBox(completion);
    area.plainTextChanges().subscribe(this::edited);
    area.caretPositionProperty().addListener((o, was, is) -> caretMoved());
    area.focusedProperty().subscribe((was, is) -> closeUnlessFocused(is));
    // On the parent, so that an open box has Enter before the editor.
    keyHost(area).addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    area.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
    area.estimatedScrollYProperty().addListener((o, was, is) -> scrolled());
    area.setMouseOverTextDelay(HOVER_DELAY);
    area.addEventHandler(MouseOverTextEvent.MOUSE_OVER_TEXT_BEGIN, this::rested);
    area.addEventHandler(MouseOverTextEvent.MOUSE_OVER_TEXT_END, e -> hideHover());
    completion.itemsProperty().subscribe(items -> showCompletion(!items.isEmpty()));
    hints.hoverProperty().subscribe(this::showHover);
    hints.signatureProperty().subscribe(this::showSignature);
  }

  private static Node keyHost(CodeArea area) {
    return area.getParent() == null ? area : area.getParent();
  }

  CodeArea area() {
    return area;
  }

  CompletionViewModel completion() {
    return completion;
  }

  HintViewModel hints() {
    return hints;
  }

  @Override
  public String text() {
    return area.getText();
  }

  @Override
  public String line(int number) {
    return area.getParagraph(number - 1).getText();
  }

  @Override
  public TextPosition caret() {
    return new TextPosition(area.getCurrentParagraph() + 1, area.getCaretColumn() + 1);
  }

  /// The name that the caret is in or beside; empty for none.
  String nameAtCaret() {
    var line = line(area.getCurrentParagraph() + 1);
    var from = area.getCaretColumn();
    var to = from;
    while (from > 0 && Character.isJavaIdentifierPart(line.charAt(from - 1))) {
      from--;
    }
    while (to < line.length() && Character.isJavaIdentifierPart(line.charAt(to))) {
      to++;
    }
    return line.substring(from, to);
  }

  @Override
  public void apply(List<TextEdit> edits) {
    TextChanges.apply(area, edits);
  }

  private void edited(PlainTextChange change) {
    changes++;
    typed = change.getRemoved().isEmpty() ? change.getInserted() : "";
    run = typed.length() == 1 ? run + typed : "";
    erased = change.getInserted().isEmpty() && change.getRemoved().length() == 1;
    if (changes == 1) {
      // The caret follows the change only afterwards.
      Platform.runLater(this::settled);
    }
  }

  private void settled() {
    var single = changes == 1;
    // Keys that came faster than the window could follow are one run.
    var keys = run.length() == changes ? run : "";
    changes = 0;
    run = "";
    if (!isTypedIn() || !service.serves(document.path())) {
      close();
      return;
    }
    watch.tell();
    var key = single && typed.length() <= 2 ? typed : "";
    if (single && erased) {
      completion.erased();
    } else {
      completion.changed(keys);
    }
    hints.changed(key);
  }

  /// Another view of the same document may be the one that changed the text.
  private boolean isTypedIn() {
    return area.getScene() != null && area.equals(area.getScene().getFocusOwner());
  }

  private void caretMoved() {
    if (changes == 0) {
      completion.moved();
      hints.moved();
      hideHover();
    }
  }

  private void closeUnlessFocused(boolean focused) {
    if (!focused) {
      close();
    }
  }

  private void close() {
    completion.close();
    hints.hideSignature();
    hideHover();
  }

  /// Lets go of everything.
  void dispose() {
    close();
  }

  private void pressed(KeyEvent event) {
    if (chordPressed(event) || (completion.isOpen() && choosing(event))) {
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && (isShown(hintCard) || isShown(signatureCard))) {
      hideHover();
      hints.hideSignature();
      event.consume();
    }
  }

  private static boolean isShown(Node box) {
    return box.getParent() != null;
  }

  /// Ctrl+K, then Ctrl+I.
  private boolean chordPressed(KeyEvent event) {
    var plain = event.isShortcutDown() && !event.isShiftDown() && !event.isAltDown();
    if (plain && event.getCode() == KeyCode.K) {
      chord = true;
      return true;
    }
    if (event.getCode().isModifierKey()) {
      return false;
    }
    var second = chord && plain && event.getCode() == KeyCode.I;
    chord = false;
    if (second) {
      hoverAtCaret();
    }
    return second;
  }

  private boolean choosing(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
      return false;
    }
    switch (event.getCode()) {
      case UP -> completion.select(-1);
      case DOWN -> completion.select(1);
      case PAGE_UP -> completion.select(-PAGE);
      case PAGE_DOWN -> completion.select(PAGE);
      case ENTER, TAB -> completion.accept();
      case ESCAPE -> completion.close();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void clicked(MouseEvent event) {
    if (event.isShortcutDown() && event.getButton() == MouseButton.PRIMARY) {
      define.accept(caret());
    }
  }

  /// Where a box for the caret goes: at it, or in the middle of the text where it cannot be seen.
  Bounds anchor() {
    var whole = area.localToScreen(area.getBoundsInLocal());
    return bounds(caret())
        .orElseGet(() -> new BoundingBox(whole.getCenterX(), whole.getCenterY(), 1, 1));
  }

  void hoverAtCaret() {
    askHover(caret());
  }

  private void rested(MouseOverTextEvent event) {
    var place = area.offsetToPosition(event.getCharacterIndex(), Bias.Forward);
    askHover(new TextPosition(place.getMajor() + 1, place.getMinor() + 1));
  }

  private void askHover(TextPosition at) {
    hoverAt = at;
    showHover(Optional.empty());
    if (service.serves(document.path())) {
      hints.askHover(at);
    }
  }

  /// One that is still asked for comes to where its name is then: opening a place scrolls to it.
  private void scrolled() {
    if (isShown(hintCard)) {
      hideHover();
    }
  }

  private void hideHover() {
    hoverAt = new TextPosition(0, 0);
    hints.hideHover();
    AssistLayer.hide(hintCard);
  }

  private void showHover(Optional<Hover> hover) {
    if (hoverAt.line() > 0 && hintCard.fill(problemsAt(hoverAt), hover)) {
      var start = hover.map(found -> found.range().start()).orElse(hoverAt);
      bounds(start).ifPresent(at -> AssistLayer.show(hintCard, area, at, false));
    } else {
      AssistLayer.hide(hintCard);
    }
  }

  private List<Diagnostic> problemsAt(TextPosition at) {
    return document.diagnosticsProperty().get().stream()
        .filter(problem -> problem.place().filter(place -> holds(place, at)).isPresent())
        .toList();
  }

  private static boolean holds(Diagnostic.Place place, TextPosition at) {
    var whole = place.length() == 0;
    var inside = at.column() >= place.column() && at.column() <= place.column() + place.length();
    return place.line() == at.line() && (whole || inside);
  }

  private void showSignature(Optional<Signature> signature) {
    var caret = area.getCaretBounds();
    if (signature.isPresent() && caret.isPresent()) {
      signatureCard.fill(signature.get());
      AssistLayer.show(signatureCard, area, caret.get(), true);
    } else {
      AssistLayer.hide(signatureCard);
    }
  }

  private void showCompletion(boolean open) {
    if (open) {
      completionBox.fit();
      bounds(completion.start())
          .or(area::getCaretBounds)
          .ifPresent(at -> AssistLayer.show(completionBox, area, at, false));
    } else {
      AssistLayer.hide(completionBox);
    }
  }

  /// Where a place of the text is on the screen, where it can be seen.
  private Optional<Bounds> bounds(TextPosition at) {
    var line = Math.min(at.line(), area.getParagraphs().size()) - 1;
    var column = Math.min(at.column() - 1, area.getParagraphLength(line));
    var offset = area.getAbsolutePosition(line, column);
    if (area.getCaretPosition() == offset) {
      return area.getCaretBounds();
    }
    var end = Math.min(area.getLength(), offset + 1);
    return offset < end
        ? area.getCharacterBoundsOnScreen(offset, end).map(CodeAssistView::leftEdge)
        : area.getCaretBounds();
  }

  private static Bounds leftEdge(Bounds bounds) {
    return new BoundingBox(bounds.getMinX(), bounds.getMinY(), 1, bounds.getHeight());
  }
}
