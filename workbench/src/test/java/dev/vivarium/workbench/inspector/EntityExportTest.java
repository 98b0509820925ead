package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TableQuery;
import dev.vivarium.workbench.session.TestWorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityExportTest {
  private static final TableQuery FISH =
      new TableQuery(
          new EntityQuery("hunger", 0, 1), List.of("fish/Hunger.since"), EntityOrder.BY_HANDLE);

  @TempDir private Path folder;
  private final TestWorldSession world = new TestWorldSession(2_500, Runnable::run);

  @Test
  void writesEveryPageAsCsvWithTitles() throws IOException {
    var file = folder.resolve("fish.csv");
    assertEquals(2_500, new EntityExport(world, FISH).write(file, count -> {}));
    var lines = Files.readAllLines(file);
    assertEquals("id,name,owner,origin,components,fish/Hunger.since", lines.getFirst());
    assertEquals(2_501, lines.size());
    assertTrue(lines.get(1).startsWith("1,Fish,fish,run_time,"), lines.get(1));
  }

  @Test
  void writesAnObjectALineAsJson() throws IOException {
    var file = folder.resolve("fish.json");
    new EntityExport(world, FISH).write(file, count -> {});
    var first = new ObjectMapper().readTree(Files.readAllLines(file).getFirst());
    assertEquals(1, first.path("id").asInt());
    assertTrue(first.path("values").path("fish/Hunger.since").isNumber());
  }

  @Test
  void quotesWhatWouldBreakALine() {
    assertEquals(
        "1,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n",
        EntityExport.csv(List.of("1", "a,b", "say \"hi\"", "two\nlines", "")));
  }

  @Test
  void leavesNothingWhenCancelledOrRefused() throws IOException {
    var file = folder.resolve("fish.csv");
    var cancelled = new EntityExport(world, FISH);
    cancelled.cancel();
    assertThrows(CancellationException.class, () -> cancelled.write(file, count -> {}));
    var refused = new EntityExport(SlowSessions.refusing(world, "no link"), FISH);
    var why = assertThrows(IOException.class, () -> refused.write(file, count -> {}));
    assertEquals("no link", why.getMessage());
    try (var left = Files.list(folder)) {
      assertFalse(left.findAny().isPresent());
    }
  }
}
