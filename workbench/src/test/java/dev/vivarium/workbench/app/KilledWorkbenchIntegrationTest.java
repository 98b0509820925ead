package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.editor.UnsavedStore;
import dev.vivarium.workbench.live.RealWorld;
import dev.vivarium.workbench.part.WallClock;
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

/// Kills an open workbench in which somebody types and edits the world, at any moment, and looks at
/// what is there when the project is opened again.
class KilledWorkbenchIntegrationTest {
  private static final int ROUNDS = Integer.getInteger("vivarium.crash.rounds", 2);
  private static final int KEYS_MAX = 250;
  private static final long OLDEST_LOST_TEXT_MS = 2_000;

  /// A save a second, and the time it takes to write one on a busy disk.
  private static final long OLDEST_LOST_EDIT_MS = 2_000;

  @TempDir private Path folder;

  /// What the process told: `key` or `edit`, how many by then, and when.
  private record Act(String kind, int number, long millis) {}

  /// @param killed when, in milliseconds
  private record Round(int found, List<Act> acts, long killed) {
    /// Age at the end of the oldest of the acts beyond those that were kept.
    long oldestLostMs(String kind, int kept) {
      return acts.stream()
          .filter(act -> act.kind().equals(kind) && act.number() > kept)
          .mapToLong(act -> killed - act.millis())
          .max()
          .orElse(0);
    }
  }

  @Test
  void losesNothingOlderThanTheIntervalOfItsJournal() throws Exception {
    var project = RealWorld.built("hello", folder);
    var random = new Random(304);
    var oldestText = 0L;
    var oldestEdit = 0L;
    Round last = null;
    for (var number = 0; number <= ROUNDS; number++) {
      var state = folder.resolve("state" + number);
      var mode = number % 2 == 0 ? "running" : "paused";
      var round = run(project, state, mode, 1 + random.nextInt(KEYS_MAX));
      oldestText = Math.max(oldestText, round.oldestLostMs("key", keptKeys(state, project)));
      if (last != null) {
        oldestEdit = Math.max(oldestEdit, last.oldestLostMs("edit", round.found()));
      }
      last = round;
    }
    var lost = "oldest lost text %d ms, oldest lost edit %d ms".formatted(oldestText, oldestEdit);
    System.out.println(ROUNDS + " kills: " + lost);
    assertTrue(oldestText <= OLDEST_LOST_TEXT_MS && oldestEdit <= OLDEST_LOST_EDIT_MS, lost);
  }

  private static int keptKeys(Path state, Path project) throws IOException {
    var kept = new UnsavedStore(state, project).list();
    assertTrue(kept.size() <= 1, "more than one text was kept");
    return kept.isEmpty()
        ? 0
        : (int) kept.getFirst().text().chars().takeWhile(c -> c == 'x').count();
  }

  private static Round run(Path project, Path state, String mode, int killAfter) throws Exception {
    var process = start(project, state, mode);
    var acts = new ArrayList<Act>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      var found = lines.readLine();
      assertTrue(
          found != null && found.startsWith("found "),
          "it did not start: " + Files.readString(errors(state)));
      readUntil(lines, killAfter, acts);
      assertTrue(acts.size() >= killAfter, "it ended by itself");
      // Not of the process itself, which would close what it said last.
      assertTrue(process.toHandle().destroyForcibly());
      var killed = WallClock.SYSTEM.epochMillis();
      readUntil(lines, Integer.MAX_VALUE, acts);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return new Round(BusyWorkbench.number(found.substring("found ".length())), acts, killed);
    }
  }

  private static Path errors(Path state) {
    return state.resolveSibling(state.getFileName() + ".log");
  }

  private static Process start(Path project, Path state, String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dglass.platform=headless",
            "-Dprism.order=sw",
            "-cp",
            System.getProperty("java.class.path"),
            BusyWorkbench.class.getName(),
            project.toString(),
            state.toString(),
            mode)
        .redirectError(errors(state).toFile())
        .start();
  }

  private static void readUntil(BufferedReader lines, int count, List<Act> acts)
      throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var parts = line.split(" ", -1);
      if (parts.length == 3) {
        acts.add(new Act(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
      }
      if (acts.size() >= count) {
        return;
      }
    }
  }
}
