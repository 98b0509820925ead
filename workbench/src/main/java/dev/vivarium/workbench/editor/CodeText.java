package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.part.LineSign;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.PlainTextChange;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.fxmisc.richtext.model.TwoDimensional.Bias;
import org.jspecify.annotations.Nullable;

/// The text of one document as all its editors share it: content, undo, colours and what is said
/// about its lines. Lines count from 0.
///
/// Lines get their colours when an editor first shows them; an edit colours what it touches.
final class CodeText implements TextBuffer, TextLines {
  /// Most lines of an edit that are coloured before they are shown.
  private static final int COLOURED_AT_ONCE = 4;

  private static final int UNCOLOURED = Highlighter.START;

  /// Never shown: it owns the content and the undo history, which outlive each editor.
  private final CodeArea keeper = new CodeArea();

  private final DocumentViewModel document;
  private Colours colours;

  /// By which look each line was coloured last.
  private final LineStates coloured = new LineStates();

  private final LineMarks marks = new LineMarks();
  private final LineSigns signs = new LineSigns();
  private final List<IntConsumer> gutters = new ArrayList<>();
  private final List<Runnable> views = new ArrayList<>();
  private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();

  /// What changed since the text was opened, until its tree is there.
  private @Nullable List<TextChange> unparsed;

  private int lengthBefore;
  private boolean closed;
  private Highlights highlights = Highlights.NONE;

  /// Grows with what is highlighted.
  private int look = UNCOLOURED + 1;

  private final int indentStep;
  private int linesBefore = 1;

  CodeText(DocumentViewModel document) {
    this.document = document;
    indentStep = IndentGuides.step(document.path());
    keeper.replaceText(document.savedText());
    keeper.getUndoManager().forgetHistory();
    keeper.getUndoManager().mark();
    keeper.moveTo(0);
    lengthBefore = keeper.getLength();
    linesBefore = count();
    coloured.edited(0, 0, count() - 1);
    colours = firstColours();
    keeper.multiPlainChanges().subscribe(this::edited);
    keeper
        .getUndoManager()
        .atMarkedPositionProperty()
        .addListener((o, was, saved) -> document.dirtyProperty().set(!saved));
    document.attach(this);
    document.diagnosticsProperty().subscribe(this::showDiagnostics);
    document.signsProperty().subscribe(this::showSigns);
    document.changesProperty().subscribe(changes -> views.forEach(Runnable::run));
  }

  /// Line by line until the syntax tree is there, so that opening a file never waits for it.
  private Colours firstColours() {
    var grammar = Grammar.forFile(document.path());
    if (grammar.isPresent() && keeper.getLength() <= TreeColours.MAX_CHARS) {
      unparsed = new ArrayList<>();
      parse(grammar.get(), keeper.getText());
    }
    return new LineColours(Highlighter.forFile(document.path()), this);
  }

  private void parse(Grammar grammar, String opened) {
    var parsing =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("syntax tree").factory());
    parsing.execute(() -> {
      var tree = SyntaxTree.of(grammar, opened);
      var copy = tree.map(SyntaxTree::copy);
      Platform.runLater(() -> {
        var missed = unparsed == null ? List.<TextChange>of() : unparsed;
        unparsed = null;
        if (tree.isPresent() && copy.isPresent()) {
          parsed(new TreeColours(tree.get(), copy.get(), parsing, this, missed, this::parsedAgain));
        } else {
          parsing.shutdown();
        }
      });
    });
  }

  private void parsed(TreeColours tree) {
    if (closed) {
      tree.close();
    } else {
      colours.close();
      colours = tree;
      parsedAgain(List.of(new Colours.Stretch(0, count() - 1)));
    }
  }

  private void parsedAgain(List<Colours.Stretch> stretches) {
    stretches.forEach(this::recolour);
    views.forEach(Runnable::run);
  }

  DocumentViewModel document() {
    return document;
  }

  /// A new area on this text; it shares the undo history.
  CodeArea newArea() {
    var area = new CodeArea(keeper.getContent());
    area.setUndoManager(keeper.getUndoManager());
    return area;
  }

  /// `gutter` draws the sign before a line anew, `view` has what is shown coloured soon.
  void addView(IntConsumer gutter, Runnable view) {
    gutters.add(gutter);
    views.add(view);
  }

  void removeView(IntConsumer gutter, Runnable view) {
    gutters.remove(gutter);
    views.remove(view);
  }

  /// Grows with every change of the text.
  ReadOnlyLongProperty revisionProperty() {
    return revision.getReadOnlyProperty();
  }

  @Override
  public String text() {
    return keeper.getText();
  }

  @Override
  public void replace(String text) {
    keeper.getUndoManager().preventMerge();
    keeper.replaceText(text);
    keeper.getUndoManager().preventMerge();
  }

  @Override
  public void apply(List<TextEdit> edits) {
    apply(keeper, edits);
  }

  /// Makes all edits at once, as one step of undo of its own.
  void apply(CodeArea area, List<TextEdit> edits) {
    area.getUndoManager().preventMerge();
    applyMerging(area, edits);
    area.getUndoManager().preventMerge();
  }

  /// Makes all edits at once; undo may join them with what was typed right before.
  void applyMerging(CodeArea area, List<TextEdit> edits) {
    if (edits.isEmpty() || document.isReadOnly()) {
      return;
    }
    var change = area.createMultiChange(edits.size());
    // From the end, so that no edit moves the place of another.
    for (var edit : TextEdit.sorted(edits).reversed()) {
      change.replaceTextAbsolutely(edit.start(), edit.end(), edit.text());
    }
    change.commit();
  }

  /// Takes the last step back.
  ///
  /// @return where it was
  int undo() {
    keeper.getUndoManager().undo();
    return keeper.getCaretPosition();
  }

  /// Does the step that was taken back again.
  ///
  /// @return where it was
  int redo() {
    keeper.getUndoManager().redo();
    return keeper.getCaretPosition();
  }

  @Override
  public void markSaved() {
    keeper.getUndoManager().mark();
    document.dirtyProperty().set(false);
  }

  void close() {
    closed = true;
    colours.close();
    keeper.dispose();
  }

  @Override
  public int count() {
    return keeper.getParagraphs().size();
  }

  @Override
  public String line(int index) {
    return keeper.getParagraph(index).getText();
  }

  @Override
  public int start(int index) {
    return keeper.getAbsolutePosition(index, 0);
  }

  @Override
  public int lineAt(int offset) {
    return keeper.offsetToPosition(offset, Bias.Forward).getMajor();
  }

  /// How what begins in a line stands.
  Optional<LineSign> signAt(int line) {
    return signs.at(line);
  }

  /// What the compiler says about a line.
  List<LineMarks.Mark> marksAt(int line) {
    return marks.at(line);
  }

  /// Whether the code unit at `offset` is code and not part of a string or comment, as far as its
  /// line has its colours.
  boolean isCode(int offset) {
    var style = keeper.getStyleOfChar(offset);
    return !style.contains(TokenKind.STRING.styleClass())
        && !style.contains(TokenKind.COMMENT.styleClass());
  }

  private void edited(List<PlainTextChange> changes) {
    var change = joined(changes);
    lengthBefore = keeper.getLength();
    linesBefore = count();
    if (unparsed != null) {
      unparsed.add(change);
    }
    coloured.edited(change.line(), change.removed(), change.inserted());
    var marked = marks.edited(change.line(), change.removed(), change.inserted());
    var signed = signs.edited(change.line(), change.removed(), change.inserted());
    for (var stretch : colours.edited(change)) {
      recolour(stretch);
      // What views show is not asked for here: it would lay them out twice.
      show(stretch.first(), Math.min(stretch.last(), stretch.first() + COLOURED_AT_ONCE - 1));
    }
    guideBlank(change.line() - 1, -1);
    guideBlank(change.line() + change.inserted() + 1, 1);
    views.forEach(Runnable::run);
    // Lines that moved had their signs drawn before the marks moved with them.
    marked.forEach(this::redrawGutter);
    signed.forEach(this::redrawGutter);
    document.edited();
    revision.set(revision.get() + 1);
  }

  /// Several changes of one step come together, each placed in the text that those before it left;
  /// only what lies before the first and behind the last place is known to be as it was.
  private TextChange joined(List<PlainTextChange> changes) {
    var parts = new ArrayList<TextChange.Part>();
    var first = Integer.MAX_VALUE;
    var tail = Integer.MAX_VALUE;
    var length = lengthBefore;
    for (var change : changes) {
      parts.add(
          new TextChange.Part(change.getPosition(), change.getRemoved(), change.getInserted()));
      length += change.getNetLength();
      first = Math.min(first, change.getPosition());
      tail = Math.min(tail, length - change.getInsertionEnd());
    }
    var line = lineAt(first);
    var inserted = lineAt(Math.max(first, length - tail)) - line;
    return new TextChange(parts, line, linesBefore - count() + inserted, inserted);
  }

  /// They get their colours where they are shown.
  private void recolour(Colours.Stretch stretch) {
    for (var line = stretch.first(); line <= Math.min(stretch.last(), count() - 1); line++) {
      coloured.set(line, UNCOLOURED);
    }
  }

  /// Shows something wherever it stands in the text; what the last view of it asked for counts.
  void highlight(Highlights now) {
    if (!now.isSame(highlights)) {
      highlights = now;
      look++;
      views.forEach(Runnable::run);
    }
  }

  /// Colours lines `first` to `last` as far as they do not look right yet.
  void show(int first, int last) {
    for (var line = Math.max(0, first); line <= Math.min(last, count() - 1); line++) {
      var shown = coloured.before(line + 1);
      if (shown == UNCOLOURED || (shown != look && highlightDiffers(line))) {
        colour(line);
      } else if (shown != look) {
        coloured.set(line, look);
      }
    }
  }

  private boolean highlightDiffers(int line) {
    return !highlights.in(line(line)).isEmpty()
        || keeper.getStyleSpans(line).stream()
            .flatMap(span -> span.getStyle().stream())
            .anyMatch(Highlights::isStyle);
  }

  private void colour(int line) {
    if (closed) {
      return;
    }
    var length = keeper.getParagraphLength(line);
    var spans = length > 0 ? spans(line, length) : null;
    // A restyled line is laid out anew, so only what looks different is.
    if (spans != null && !spans.equals(keeper.getStyleSpans(line))) {
      keeper.setStyleSpans(line, 0, spans);
    }
    guide(line);
    coloured.set(line, look);
  }

  private void guide(int line) {
    var style = IndentGuides.style(indentStep, IndentGuides.levels(this, line, indentStep));
    if (!List.copyOf(keeper.getParagraph(line).getParagraphStyle()).equals(style)) {
      keeper.setParagraphStyle(line, style);
    }
  }

  /// Blank lines beside an edit have the indentation of what is around them.
  private void guideBlank(int from, int by) {
    for (var line = from;
        line >= 0
            && line < count()
            && Math.abs(line - from) < IndentGuides.MAX_BLANK
            && IndentGuides.isBlank(this, line);
        line += by) {
      guide(line);
    }
  }

  private StyleSpans<Collection<String>> spans(int line, int length) {
    var spans = tokenSpans(length, colours.tokens(line));
    for (var match : highlights.in(line(line))) {
      var over = spansOf(length, match.start(), match.end(), highlights.style());
      spans = spans.overlay(over, CodeText::joined);
    }
    for (var mark : marks.at(line)) {
      var start = Math.min(mark.column(), length - 1);
      var size = mark.length() > 0 ? mark.length() : Math.max(1, length - start);
      var over = spansOf(length, start, Math.min(start + size, length), styleOf(mark.severity()));
      spans = spans.overlay(over, CodeText::joined);
    }
    return spans;
  }

  private static StyleSpans<Collection<String>> tokenSpans(int length, List<Token> tokens) {
    var builder = new StyleSpansBuilder<Collection<String>>();
    var at = 0;
    for (var token : tokens) {
      builder.add(List.of(), token.start() - at);
      builder.add(List.of(token.kind().styleClass()), token.end() - token.start());
      at = token.end();
    }
    builder.add(List.of(), length - at);
    return builder.create();
  }

  private static StyleSpans<Collection<String>> spansOf(
      int length, int start, int end, String style) {
    return new StyleSpansBuilder<Collection<String>>()
        .add(List.of(), start)
        .add(List.of(style), end - start)
        .add(List.of(), length - end)
        .create();
  }

  private static Collection<String> joined(Collection<String> under, Collection<String> over) {
    if (over.isEmpty()) {
      return under;
    }
    var both = new ArrayList<>(under);
    both.addAll(over);
    return both;
  }

  private static String styleOf(Diagnostic.Severity severity) {
    return switch (severity) {
      case ERROR -> "squiggle-error";
      case WARNING -> "squiggle-warning";
      case INFO -> "squiggle-info";
    };
  }

  private void showDiagnostics(List<Diagnostic> diagnostics) {
    for (var line : new TreeSet<>(marks.set(diagnostics))) {
      if (line < count()) {
        colour(line);
        redrawGutter(line);
      }
    }
  }

  private void showSigns(List<LineSign> now) {
    signs.set(now).forEach(this::redrawGutter);
  }

  private void redrawGutter(int line) {
    if (line < count()) {
      gutters.forEach(gutter -> gutter.accept(line));
    }
  }
}
