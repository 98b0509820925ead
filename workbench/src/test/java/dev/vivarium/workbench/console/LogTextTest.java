package dev.vivarium.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vivarium.workbench.session.LogLine;
import dev.vivarium.workbench.session.LogLine.Level;
import dev.vivarium.workbench.session.LogLine.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTextTest {
  private static final LogLine LINE =
      new LogLine(3, 18_204, 1_795_262_400_123L, Level.WARN, Side.CLIENT, "fish", "hungry");

  private final LogText texts = new LogText(ZoneOffset.UTC);

  @Test
  void writesWhatARowShowsAsOneLine() {
    assertEquals(
        "2026-11-21 12:00:00.123  tick 18204  WARN   fish (client)  hungry",
        texts.line(new LogRow(LINE)));
    assertEquals(
        "2026-11-21 12:00:00.123  tick 18204  WARN   fish (client)  hungry  (12 times)",
        texts.line(new LogRow(LINE, 12)));
    assertEquals("12:00:00.123", texts.time(new LogRow(LINE)));
  }

  @Test
  void exportsWholeFilesOrNone(@TempDir Path folder) throws IOException {
    var rows = List.of(new LogRow(LINE), new LogRow(LINE, 2));
    var file = folder.resolve("console.log");
    texts.write(rows, file);
    assertEquals(List.of(texts.lines(rows).split("\n", -1)), Files.readAllLines(file));
    assertThrows(IOException.class, () -> texts.write(rows, folder.resolve("none/console.log")));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
