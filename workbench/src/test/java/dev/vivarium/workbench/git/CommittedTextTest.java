package dev.vivarium.workbench.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.editor.LineChange;
import dev.vivarium.workbench.project.ProjectFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedTextTest {
  @TempDir private Path folder;

  private Path project() throws Exception {
    var project = Files.createDirectories(folder.resolve("worlds/pool"));
    Files.writeString(project.resolve("a.ts"), "one\ntwo\nthree\n");
    try (var git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setSign(false)
          .setAuthor("Fish", "fish@example.org")
          .setCommitter("Fish", "fish@example.org")
          .setMessage("Begin")
          .call();
    }
    return project;
  }

  @Test
  void findsTheTextInTheRepositoryAroundTheProject() throws Exception {
    var committed = new CommittedText(project());
    assertEquals(Optional.of("one\ntwo\nthree\n"), committed.of("a.ts"));
    assertTrue(committed.of("b.ts").isEmpty());
  }

  @Test
  void knowsNothingWithoutARepository() throws Exception {
    Files.writeString(folder.resolve("a.ts"), "one\n");
    assertTrue(new CommittedText(folder).of("a.ts").isEmpty());
  }

  @Test
  void marksChangedLinesAndRevertsThem() throws Exception {
    var project = project();
    Files.writeString(project.resolve("a.ts"), "one\n2\nthree\nfour\n");
    var editor = new EditorViewModel(new ProjectFiles(project), Runnable::run, Runnable::run);
    assertTrue(editor.open("a.ts").join());
    var document = editor.documents().getFirst();
    var marks = new ChangeMarks(new CommittedText(project), Runnable::run, Runnable::run);
    marks.look(editor.documents());
    assertEquals(
        List.of(
            new LineChange(LineChange.Kind.CHANGED, 1, 1, "two\n"),
            new LineChange(LineChange.Kind.ADDED, 3, 1, "")),
        document.changesProperty().get());
  }
}
