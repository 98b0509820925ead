package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsavedKeeperTest {
  @TempDir private Path folder;
  private UnsavedStore store;
  private EditorViewModel editor;
  private UnsavedKeeper keeper;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("a.ts"), "saved");
    store = new UnsavedStore(folder.resolve("state"), folder);
    keeper = keeper();
    editor = new EditorViewModel(new ProjectFiles(folder), Runnable::run, Runnable::run);
    assertTrue(editor.open("a.ts").join());
  }

  private UnsavedKeeper keeper() {
    return new UnsavedKeeper(store, Runnable::run, Runnable::run, () -> 7);
  }

  private void type(DocumentViewModel document, String text) {
    document.attach(new PlainBuffer(document, text));
    document.dirtyProperty().set(true);
    document.edited();
  }

  @Test
  void keepsWhatIsTypedAndOffersItAfterwards() throws IOException {
    type(editor.documents().getFirst(), "typed");
    keeper.look(editor.documents());
    assertEquals(List.of(new UnsavedText("a.ts", "typed", 7)), store.list());
    var next = keeper();
    next.search();
    assertEquals(1, next.foundProperty().get().size());
  }

  @Test
  void forgetsWhatWasSavedOrClosed() throws IOException {
    type(editor.documents().getFirst(), "typed");
    keeper.look(editor.documents());
    assertTrue(editor.save(editor.documents().getFirst()).join());
    keeper.look(editor.documents());
    assertTrue(store.list().isEmpty());
  }

  @Test
  void keepsWhatIsOfferedUntilTheUserDecides() throws IOException {
    store.keep(new UnsavedText("b.ts", "lost", 1));
    keeper.search();
    keeper.look(editor.documents());
    assertEquals(1, store.list().size());
    keeper.decided();
    keeper.look(editor.documents());
    assertTrue(store.list().isEmpty());
  }

  @Test
  void passesOverAFileThatHoldsNoUnsavedText() throws IOException {
    store.keep(new UnsavedText("b.ts", "lost", 1));
    try (var files = Files.walk(folder.resolve("state"))) {
      var kept = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.writeString(kept.resolveSibling("half.json"), "{\"path\":");
    }
    assertEquals(1, store.list().size());
  }
}
