package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// One editor of one text in a window: what stands before and behind its lines.
@SuppressWarnings("NullAway.Init") // filled on the window's thread before each test
class CodeEditorIntegrationTest {
  private static final String FILE = "plugins/fish/fish.ts";

  private Stage stage;
  private DocumentViewModel document;
  private CodeText text;
  private CodeEditor editor;

  @BeforeEach
  void open() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupFixture(() -> {
      var lines = IntStream.range(0, 20).mapToObj("let a%d = 1;"::formatted);
      document = new DocumentViewModel(FILE, lines.collect(Collectors.joining("\n")));
      text = new CodeText(document);
      editor = new CodeEditor(text);
      stage = new Stage();
      stage.setScene(new Scene(new StackPane(editor.node()), 640, 480));
      stage.show();
    });
  }

  @AfterEach
  void close() throws TimeoutException {
    FxToolkit.setupFixture(() -> {
      stage.hide();
      editor.close();
      text.close();
    });
  }

  /// Does it on the window's thread, and what it leaves for later, and has the window laid out.
  private void doThere(Runnable act) throws TimeoutException {
    FxToolkit.setupFixture(act);
    for (var i = 0; i < 3; i++) {
      WaitForAsyncUtils.waitForFxEvents();
      FxToolkit.setupFixture(() -> {
        stage.getScene().getRoot().applyCss();
        stage.getScene().getRoot().layout();
      });
    }
  }

  private void mark(int line) {
    var place = Optional.of(new Diagnostic.Place(FILE, line, 1, 3));
    document.built(List.of(new Diagnostic(Diagnostic.Severity.ERROR, "fish", "wrong", place)));
  }

  /// Numbers of the lines with a sign before them.
  private List<String> signs() {
    var found = new ArrayList<String>();
    for (var box : stage.getScene().getRoot().lookupAll(".gutter")) {
      var sign = (Label) box.lookup(".line-sign");
      if (isShown(box) && sign.getGraphic() != null) {
        found.add(((Label) box.lookup(".line-number")).getText());
      }
    }
    return found;
  }

  private static boolean isShown(Node node) {
    for (var at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void movesASignWithItsLine() throws TimeoutException {
    doThere(() -> mark(6));
    assertEquals(List.of("6"), signs());
    doThere(() -> editor.area().insertText(2, 0, "\n\n"));
    assertEquals(List.of("8"), signs());
    doThere(editor::undo);
    assertEquals(List.of("6"), signs());
  }

  @Test
  void takesTheSignAwayWithTheLineThatIsUndone() throws TimeoutException {
    doThere(() -> editor.area().insertText(5, 3, "\nlet wrong = nowhere;"));
    doThere(() -> mark(7));
    assertEquals(List.of("7"), signs());
    doThere(editor::undo);
    doThere(() -> document.built(List.of()));
    assertEquals(List.of(), signs());
  }

  private boolean isStyled(int line, int column, String style) {
    return editor.area().getStyleAtPosition(line, column).contains(style);
  }

  @Test
  void showsTheSelectedWordWhereverItStandsUntilSomethingElseIsSelected() throws TimeoutException {
    doThere(() -> editor.area().insertText(8, 0, "a3 + a3x;\n"));
    doThere(() -> editor.area().selectRange(3, 4, 3, 6));
    assertTrue(isStyled(8, 1, "word-match"));
    assertFalse(isStyled(8, 6, "word-match"));
    doThere(() -> editor.area().selectRange(3, 4, 3, 8));
    assertFalse(isStyled(8, 1, "word-match"));
  }

  @Test
  void showsEveryMatchWhileTheFindBarIsOpen() throws TimeoutException {
    var model = new FindViewModel();
    doThere(() -> new FindBar(model, editor).open(false));
    doThere(() -> model.queryProperty().set("LET"));
    assertTrue(isStyled(0, 1, "find-match"));
    assertTrue(isStyled(9, 2, "find-match"));
    assertFalse(isStyled(9, 5, "find-match"));
    doThere(() -> model.matchCaseProperty().set(true));
    assertFalse(isStyled(9, 2, "find-match"));
    doThere(() -> model.matchCaseProperty().set(false));
    doThere(() -> editor.area().insertText(9, 0, "let x;\n"));
    assertTrue(isStyled(10, 2, "find-match"));
    doThere(() -> model.visibleProperty().set(false));
    assertFalse(isStyled(0, 1, "find-match"));
  }

  @Test
  void drawsGuidesAlsoOnBlankLinesOfABlock() throws TimeoutException {
    doThere(() -> editor.area().insertText(2, 0, "if (a1) {\n  a1++;\n\n  a1++;\n}\n"));
    assertEquals(List.of("guides-2-1"), guides(3));
    assertEquals(List.of("guides-2-1"), guides(4));
    assertEquals(List.of(), guides(6));
    doThere(() -> editor.area().replaceText(3, 0, 5, 7, "a1++;\n\na1++;"));
    assertEquals(List.of(), guides(4));
  }

  private List<String> guides(int line) {
    return List.copyOf(editor.area().getParagraph(line).getParagraphStyle());
  }

  @Test
  void coloursByTheTreeOfTheTextAsItIsNow() throws Exception {
    awaitStyle(0, 1, "code-keyword");
    doThere(() -> editor.area().insertText(8, 0, "*/\n"));
    doThere(() -> editor.area().insertText(0, 0, "/* "));
    awaitStyle(5, 1, "code-comment");
    doThere(() -> editor.area().insertText(2, 0, "*/\n"));
    awaitStyle(5, 1, "code-keyword");
    awaitStyle(1, 1, "code-comment");
    doThere(editor::undo);
    awaitStyle(5, 1, "code-comment");
  }

  private void awaitStyle(int line, int column, String style) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        20,
        TimeUnit.SECONDS,
        () -> WaitForAsyncUtils.asyncFx(() -> isStyled(line, column, style)).get());
  }
}
