package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.vivarium.workbench.session.RecordingFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  @TempDir Path folder;

  private void write(String name, String text, long second) throws Exception {
    Path file = folder.resolve(name + ".recording");
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
  }

  @Test
  void listsTheNewestFirstAndLeavesOutWhatIsGone() throws Exception {
    Recordings recordings = new Recordings(folder);
    write("old", "x", 1);
    write("new", "x", 2);
    assertEquals(
        List.of("new", "old"), recordings.list().stream().map(RecordingFile::name).toList());
    Files.delete(folder.resolve("new.recording"));
    assertEquals(List.of("old"), recordings.list().stream().map(RecordingFile::name).toList());
  }

  @Test
  void looksIntoAFileAgainOnceItHasChanged() throws Exception {
    Recordings recordings = new Recordings(folder);
    write("dive", "none", 1);
    String problem = recordings.list().getFirst().problem();
    assertFalse(problem.isEmpty());
    // Of the same size and time: not opened again.
    write("dive", "VIVA", 1);
    assertEquals(problem, recordings.list().getFirst().problem());
    Files.delete(folder.resolve("dive.recording"));
    Files.createDirectory(folder.resolve("dive.recording"));
    assertNotEquals(problem, recordings.list().getFirst().problem());
  }
}
