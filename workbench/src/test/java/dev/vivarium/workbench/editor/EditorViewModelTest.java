package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorViewModelTest {
  @TempDir private Path folder;
  private EditorViewModel editor;
  private Buffer buffer;

  private static final class Buffer implements TextBuffer {
    private final DocumentViewModel document;
    private String text;

    Buffer(DocumentViewModel document) {
      this.document = document;
      this.text = document.savedText();
      document.attach(this);
    }

    void type(String now) {
      text = now;
      document.dirtyProperty().set(true);
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public void replace(String now) {
      text = now;
    }

    @Override
    public void markSaved() {
      document.dirtyProperty().set(false);
    }
  }

  @BeforeEach
  void openFile() throws IOException {
    Files.writeString(folder.resolve("a.ts"), "let a = 1;\n");
    editor = new EditorViewModel(new ProjectFiles(folder), Runnable::run, Runnable::run);
    assertTrue(editor.open("a.ts").join());
    buffer = new Buffer(active());
  }

  private DocumentViewModel active() {
    return Objects.requireNonNull(editor.activeProperty().get());
  }

  @Test
  void savesWhatWasTypedAndIsCleanAgain() throws IOException {
    buffer.type("let a = 2;\n");
    assertTrue(editor.save(active()).join());
    assertEquals("let a = 2;\n", Files.readString(folder.resolve("a.ts")));
    assertFalse(active().dirtyProperty().get());
  }

  @Test
  void followsTheDiskWithoutUnsavedWork() throws IOException {
    Files.writeString(folder.resolve("a.ts"), "let a = 3;\n");
    editor.fileChanged("a.ts");
    assertEquals("let a = 3;\n", buffer.text());
  }

  @Test
  void asksWhenTheDiskChangedUnderUnsavedWork() throws IOException {
    buffer.type("mine");
    Files.writeString(folder.resolve("a.ts"), "theirs");
    editor.fileChanged("a.ts");
    assertEquals("mine", buffer.text());
    assertEquals(DocumentViewModel.DiskState.CHANGED_OUTSIDE, active().diskProperty().get());
    active().takeDisk();
    assertEquals("theirs", buffer.text());
    assertEquals(DocumentViewModel.DiskState.SAME, active().diskProperty().get());
  }

  @Test
  void saysWhenTheFileIsGone() throws IOException {
    Files.delete(folder.resolve("a.ts"));
    editor.fileChanged("a.ts");
    assertEquals(DocumentViewModel.DiskState.DELETED_OUTSIDE, active().diskProperty().get());
  }

  @Test
  void namesTheFileThatCannotBeOpened() {
    assertFalse(editor.open("b.ts").join());
    assertEquals("b.ts does not exist", editor.failureProperty().get());
  }

  @Test
  void givesEachDocumentItsOwnProblems() {
    var place = new Diagnostic.Place("a.ts", 1, 5, 1);
    var mine = new Diagnostic(Diagnostic.Severity.ERROR, "a", "wrong", Optional.of(place));
    var other = new Diagnostic(Diagnostic.Severity.ERROR, "b", "wrong", Optional.empty());
    editor.diagnosticsChanged(List.of(mine, other));
    assertEquals(List.of(mine), active().diagnosticsProperty().get());
  }

  @Test
  void showsANeighbourAfterClosing() throws IOException {
    Files.writeString(folder.resolve("b.ts"), "");
    assertTrue(editor.open("b.ts").join());
    editor.close(active());
    assertEquals("a.ts", active().path());
  }
}
