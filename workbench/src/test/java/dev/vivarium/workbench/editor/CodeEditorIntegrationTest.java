package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.session.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    FxToolkit.setupFixture(act::run);
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
}
