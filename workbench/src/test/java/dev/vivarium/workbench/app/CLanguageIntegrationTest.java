package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.workbench.language.Languages;
import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The editor's assistance on a plugin in C, with the real clangd where it is installed.
class CLanguageIntegrationTest extends WindowTest {
  private static final String REEF = "plugins/reef/reef.c";
  private static final String CORAL = "plugins/reef/coral.h";
  private Path project;

  @BeforeEach
  void openReef() throws IOException, TimeoutException {
    project = folder.resolve("pool");
    write(CORAL, "#pragma once\n\nstruct Coral {\n  float age;\n  int polyps;\n};\n");
    write(
        REEF, "#include \"coral.h\"\n\nvoid grow(struct Coral *coral) {\n  coral->agee += 1;\n}\n");
    var language = Languages.of(project, CompletableFuture.completedFuture(null));
    assumeTrue(language.serves(REEF), "there is no clangd on the path");
    open(
        options(new TestWorldSession(30, background), project)
            .with(LaunchOptions.Services.NONE.withLanguage(language)));
  }

  private void write(String file, String text) throws IOException {
    var path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private CodeArea openAt(String file, int line, int column) throws TimeoutException {
    robot.interact(() -> workbench.openPlace(file + ":" + line + ":" + column));
    var code = find("#code", CodeArea.class);
    await(() -> code.isFocused() && code.getCurrentParagraph() == line - 1);
    return code;
  }

  private static boolean isMarked(CodeArea code, int line, String word) {
    var at = code.getParagraph(line).getText().indexOf(word);
    return at >= 0 && code.getStyleAtPosition(line, at + 1).contains("squiggle-error");
  }

  @Test
  void marksWhatIsWrongBeforeAnythingIsTypedUntilItIsMended() throws TimeoutException {
    var code = openAt(REEF, 4, 14);
    await(() -> isMarked(code, 3, "agee"));
    robot.push(KeyCode.BACK_SPACE);
    await(() -> code.getParagraph(3).getText().equals("  coral->age += 1;"));
    await(() -> !isMarked(code, 3, "age"));
    robot.push(KeyCode.SHORTCUT, KeyCode.S);
    await(() -> !workbench.editor().activeProperty().get().dirtyProperty().get());
    assertTrue(workbench.editor().activeProperty().get().diagnosticsProperty().get().isEmpty());
  }

  @Test
  void offersFieldsAndRenamesThemInTheHeaderToo() throws TimeoutException {
    var code = openAt(REEF, 4, 14);
    robot.push(KeyCode.BACK_SPACE);
    robot.push(KeyCode.END);
    robot.push(KeyCode.ENTER);
    robot.write("coral->po");
    find("#completion", Node.class);
    robot.push(KeyCode.ENTER);
    await(() -> code.getParagraph(4).getText().equals("  coral->polyps"));
    robot.write(" = 3;");
    robot.interact(() -> code.moveTo(3, 10));
    robot.push(KeyCode.F2);
    var field = find("#rename-field", TextField.class);
    await(() -> field.getText().equals("age") && field.getSelectedText().equals("age"));
    robot.write("years");
    robot.push(KeyCode.ENTER);
    await(() -> code.getParagraph(3).getText().equals("  coral->years += 1;"));
    await(() -> workbench.editor().find(CORAL).isPresent());
    await(() -> text(CORAL).contains("float years;"));
    assertEquals(REEF, workbench.editor().activeProperty().get().path());
  }

  private String text(String path) {
    return workbench.editor().find(path).orElseThrow().text();
  }
}
