package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that types, at any moment, and looks at what it left.
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("vivarium.crash.rounds", 5);
  private static final long OLDEST_LOST_MS = 2_000;
  private static final int KEYS_MAX = 600;

  @TempDir private Path folder;

  /// A key as the process told of it: how many it had typed, and when.
  private record Key(int number, long millis) {}

  @Test
  void losesNothingThatWasTypedLongerAgoThanTwoSeconds() throws Exception {
    var random = new Random(214);
    var oldest = 0L;
    for (var round = 0; round < ROUNDS; round++) {
      oldest = Math.max(oldest, ageOfOldestLost(round, 1 + random.nextInt(KEYS_MAX)));
    }
    assertTrue(oldest <= OLDEST_LOST_MS, "text of " + oldest + " ms before the end was lost");
  }

  private long ageOfOldestLost(int round, int killAfter) throws Exception {
    var project = Files.createDirectories(folder.resolve("project" + round));
    Files.writeString(project.resolve("a.ts"), "");
    var state = folder.resolve("state" + round);
    var process = typist(project, state);
    var keys = new ArrayList<Key>();
    long killed;
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      readUntil(lines, killAfter, keys);
      // Not of the process itself, which would close what it said last.
      assertTrue(process.toHandle().destroyForcibly());
      killed = System.currentTimeMillis();
      readUntil(lines, Integer.MAX_VALUE, keys);
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    var kept = new UnsavedStore(state, project).list();
    assertTrue(kept.size() <= 1, "more than one text was kept");
    var length = kept.isEmpty() ? 0 : kept.getFirst().text().length();
    assertEquals("x".repeat(length), kept.isEmpty() ? "" : kept.getFirst().text());
    return keys.stream()
        .filter(key -> key.number() > length)
        .mapToLong(key -> killed - key.millis())
        .max()
        .orElse(0);
  }

  private static Process typist(Path project, Path state) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Typist.class.getName(),
            project.toString(),
            state.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void readUntil(BufferedReader lines, int count, List<Key> keys)
      throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var parts = line.split(" ", -1);
      if (parts.length == 3) {
        keys.add(new Key(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
      }
      if (keys.size() >= count) {
        return;
      }
    }
  }
}
