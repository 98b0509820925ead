package dev.vivarium.workbench.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFilesTest {
  @TempDir private Path folder;
  private ProjectFiles files;

  @BeforeEach
  void make() {
    files = new ProjectFiles(folder);
  }

  @Test
  void listsFoldersFirstAndHidesWhatIsHidden() throws IOException {
    Files.createDirectories(folder.resolve(".vivarium"));
    Files.createDirectories(folder.resolve("plugins/fish"));
    Files.writeString(folder.resolve("a.json"), "{}");
    var names = files.scan().children().stream().map(ProjectEntry::name).toList();
    assertEquals(List.of("plugins", "a.json"), names);
  }

  @Test
  void stopsAtTheLimitOfEntries() throws IOException {
    for (var i = 0; i < ProjectFiles.MAX_ENTRIES + 5; i++) {
      Files.createFile(folder.resolve("f" + i));
    }
    assertEquals(ProjectFiles.MAX_ENTRIES, files.scan().children().size());
  }

  @Test
  void refusesToLeaveTheProject() {
    var failure = assertThrows(ProjectException.class, () -> files.read("../secret"));
    assertTrue(String.valueOf(failure.getMessage()).contains("outside the project"));
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, (byte) 0xff, 0});
    var failure = assertThrows(ProjectException.class, () -> files.read("a.png"));
    assertEquals("a.png is not text in UTF-8", failure.getMessage());
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
      file.setLength(ProjectFiles.MAX_TEXT_BYTES + 1);
    }
    assertThrows(ProjectException.class, () -> files.read("big"));
  }

  @Test
  void leavesNoTemporaryFileBehind() throws IOException {
    files.write("a.ts", "x");
    try (var list = Files.list(folder)) {
      assertEquals(1, list.count());
    }
  }
}
