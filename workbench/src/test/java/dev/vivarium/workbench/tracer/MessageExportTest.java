package dev.vivarium.workbench.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.TraceFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageExportTest {
  @TempDir private Path folder;
  private final TestWorldSession world = new TestWorldSession(100, Runnable::run);

  @Test
  void writesOneObjectALineForWhatTheFilterLetsThrough() throws IOException {
    world.advance(14_000);
    var file = folder.resolve("out.jsonl");
    var filter = TraceFilter.ALL.withHidden(Set.of("tide/Turned"));
    var count = new MessageExport(world.trace(), filter).write(file, n -> {});
    var lines = Files.readAllLines(file);
    assertEquals(2_000, count);
    assertEquals(2_000, lines.size());
    var first = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("feeding/Eaten", first.path("channel").asText());
    assertTrue(first.path("payload").isObject());
  }

  @Test
  void leavesNothingWhenItIsCancelled() throws IOException {
    world.advance(14_000);
    var file = folder.resolve("out.jsonl");
    var export = new MessageExport(world.trace(), TraceFilter.ALL);
    assertThrows(CancellationException.class, () -> export.write(file, n -> export.cancel()));
    assertFalse(Files.exists(file));
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }
}
