package dev.vivarium.workbench.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.project.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchViewModelTest {
  @TempDir private Path folder;
  private SearchViewModel search;

  @BeforeEach
  void project() throws IOException {
    write("a.ts", "let fish = 1;\n  fish++;\n");
    write("b/c.ts", "// Fish\n");
    write(".vivarium/state.ts", "fish");
    Files.write(folder.resolve("fish.bin"), new byte[] {'f', 'i', 's', 'h', 0, 1});
    search = model(Runnable::run);
  }

  private SearchViewModel model(Executor background) {
    var files = new ProjectFiles(folder);
    return new SearchViewModel(
        files, new EditorViewModel(files, Runnable::run, background), Runnable::run, background);
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, text);
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void findsLinesAndSaysWhatItDidNotLookInto() {
    search.queryProperty().set("fish");
    assertTrue(search.start().join());
    assertEquals(
        List.of("b/c.ts:1", "a.ts:1", "a.ts:2"),
        search.hits().stream().map(h -> h.path() + ":" + h.line()).toList());
    assertEquals("3 matches in 2 files", search.statusProperty().get());
    assertTrue(search.skippedProperty().get().contains("fish.bin is a binary file"));
  }

  @Test
  void replacesInAllFilesAndTakesItBack() throws IOException {
    search.queryProperty().set("fish");
    search.matchCaseProperty().set(true);
    search.replacementProperty().set("crab");
    assertTrue(search.start().join());
    assertTrue(search.replaceAll().join());
    assertEquals("let crab = 1;\n  crab++;\n", text("a.ts"));
    assertEquals("// Fish\n", text("b/c.ts"));
    assertTrue(search.undo().join());
    assertEquals("let fish = 1;\n  fish++;\n", text("a.ts"));
  }

  @Test
  void leavesAFileThatWasChangedSinceTheReplacement() throws IOException {
    search.queryProperty().set("fish");
    search.replacementProperty().set("crab");
    assertTrue(search.start().join());
    assertTrue(search.replaceAll().join());
    write("a.ts", "mine");
    assertFalse(search.undo().join());
    assertEquals("mine", text("a.ts"));
    assertEquals("// Fish\n".length(), text("b/c.ts").length());
    assertTrue(search.statusProperty().get().contains("a.ts"));
  }

  @Test
  void saysWhatIsWrongWithAnExpression() {
    search.regexProperty().set(true);
    search.queryProperty().set("(");
    assertFalse(search.start().join());
    assertEquals("Regular expression: a ( is not closed", search.problemProperty().get());
    assertEquals("", search.statusProperty().get());
    search.queryProperty().set("fish");
    assertEquals("", search.problemProperty().get());
  }

  @Test
  void forgetsWhatACancelledSearchStillFinds() {
    Queue<Runnable> later = new ArrayDeque<>();
    var slow = model(later::add);
    slow.queryProperty().set("fish");
    var _ = slow.start();
    assertTrue(slow.runningProperty().get());
    slow.cancel();
    while (!later.isEmpty()) {
      later.remove().run();
    }
    assertTrue(slow.hits().isEmpty());
    assertFalse(slow.runningProperty().get());
  }
}
