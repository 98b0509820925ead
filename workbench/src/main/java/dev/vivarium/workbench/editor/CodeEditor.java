package dev.vivarium.workbench.editor;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.PlainTextChange;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.fxmisc.richtext.model.TwoDimensional.Bias;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The text of one document with colours, line numbers and what the compiler says about each line.
final class CodeEditor implements TextBuffer {
  private static final double LINE_HEIGHT_PX = 16;

  private final CodeArea area = new CodeArea();
  private final VirtualizedScrollPane<CodeArea> pane = new VirtualizedScrollPane<>(area);
  private final DocumentViewModel document;
  private final Highlighter highlighter;
  private final LineStates states = new LineStates();
  private final LineMarks marks = new LineMarks();

  CodeEditor(DocumentViewModel document) {
    this.document = document;
    this.highlighter = Highlighter.forFile(document.path());
    area.setId("code");
    area.getStyleClass().add("code-area");
    area.setLineHighlighterOn(true);
    area.setParagraphGraphicFactory(this::gutter);
    area.plainTextChanges().subscribe(this::edited);
    area.replaceText(document.savedText());
    area.getUndoManager().forgetHistory();
    area.getUndoManager().mark();
    area.moveTo(0);
    area.getUndoManager()
        .atMarkedPositionProperty()
        .addListener((o, was, saved) -> document.dirtyProperty().set(!saved));
    document.attach(this);
    document.diagnosticsProperty().subscribe(this::showDiagnostics);
    document.targetProperty().subscribe(this::goTo);
    area.setEditable(!document.readOnly());
    AutoIndent.install(area);
  }

  Node node() {
    return pane;
  }

  CodeArea area() {
    return area;
  }

  @Override
  public String text() {
    return area.getText();
  }

  @Override
  public void replace(String text) {
    var caret = area.getCaretPosition();
    area.replaceText(text);
    area.moveTo(Math.min(caret, area.getLength()));
  }

  @Override
  public void markSaved() {
    area.getUndoManager().mark();
    document.dirtyProperty().set(false);
  }

  /// Selects a stretch of the text and brings it into view.
  void select(int start, int end) {
    area.selectRange(start, end);
    area.requestFollowCaret();
  }

  private void edited(PlainTextChange change) {
    var line = area.offsetToPosition(change.getPosition(), Bias.Forward).getMajor();
    var removed = lineEnds(change.getRemoved());
    var inserted = lineEnds(change.getInserted());
    states.edited(line, removed, inserted);
    marks.edited(line, removed, inserted);
    restyle(line, line + inserted);
  }

  private static int lineEnds(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  /// Colours lines `first` to `last`, and further ones as long as a comment or string that they
  /// open or close changes them.
  private void restyle(int first, int last) {
    var goOn = true;
    for (var line = first; line < states.lines() && (line <= last || goOn); line++) {
      goOn = restyleLine(line);
    }
  }

  private boolean restyleLine(int line) {
    var text = area.getParagraph(line).getText();
    var tokens = new ArrayList<Token>();
    var state = highlighter.line(text, states.before(line), tokens::add);
    if (!text.isEmpty()) {
      area.setStyleSpans(line, 0, spans(text.length(), tokens, marks.at(line)));
    }
    return states.set(line, state);
  }

  private static StyleSpans<Collection<String>> spans(
      int length, List<Token> tokens, List<LineMarks.Mark> marks) {
    var coloured = tokenSpans(length, tokens);
    for (var mark : marks) {
      var start = Math.min(mark.column(), length - 1);
      var size = mark.length() > 0 ? mark.length() : Math.max(1, length - start);
      var end = Math.min(start + size, length);
      coloured =
          coloured.overlay(markSpans(length, start, end, mark.severity()), CodeEditor::joined);
    }
    return coloured;
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

  private static StyleSpans<Collection<String>> markSpans(
      int length, int start, int end, Diagnostic.Severity severity) {
    return new StyleSpansBuilder<Collection<String>>()
        .add(List.of(), start)
        .add(List.of(styleOf(severity)), end - start)
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
      if (line < area.getParagraphs().size()) {
        restyleLine(line);
        area.recreateParagraphGraphic(line);
      }
    }
  }

  private void goTo(DocumentViewModel.@Nullable Caret caret) {
    if (caret == null) {
      return;
    }
    var line = Math.clamp(caret.line() - 1L, 0, area.getParagraphs().size() - 1);
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

  private Node gutter(int line) {
    var number = new Label(Integer.toString(line + 1));
    number.getStyleClass().add("line-number");
    var sign = new Label();
    sign.getStyleClass().add("line-sign");
    marks.at(line).stream().findFirst().ifPresent(mark -> show(sign, mark));
    var box = new HBox(sign, number);
    box.getStyleClass().add("gutter");
    box.setAlignment(Pos.CENTER_RIGHT);
    return box;
  }

  private static void show(Label sign, LineMarks.Mark mark) {
    var error = mark.severity() == Diagnostic.Severity.ERROR;
    var icon = new FontIcon(error ? "mdi2c-close-circle" : "mdi2a-alert");
    icon.getStyleClass().add(error ? "icon-error" : "icon-warning");
    sign.setGraphic(icon);
    sign.setTooltip(new Tooltip(mark.text()));
  }
}
