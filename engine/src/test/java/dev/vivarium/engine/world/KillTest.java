package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.store.ContentFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that saves a world, at moments that a seed decides, and looks at what it left.
/// `-Dvivarium.kill.rounds=N` kills more often, `-Dvivarium.kill.seed=N` at other moments.
class KillTest {
  static final WorldOptions OPTIONS = WorldOptions.DEFAULT.withSeed(99);
  private static final int ROUNDS = Integer.getInteger("vivarium.kill.rounds", 3);
  private static final long SEED = Long.getLong("vivarium.kill.seed", 1);
  private static final int SAVES_BEFORE_KILL_MAX = 12;
  private static final int DELAY_MS_MAX = 40;

  @TempDir Path folder;

  @Test
  void whatWasSaidToBeSavedIsThereAfterAKill() throws Exception {
    Path saves = folder.resolve("world");
    byte[] wasm = Pond.Version.FIRST.wasm();
    Path module = Files.write(folder.resolve("pond.wasm"), wasm);
    Random random = new Random(SEED);
    try (World reference = Pond.world(Pond.Version.FIRST, OPTIONS)) {
      for (int round = 0; round < ROUNDS; round++) {
        long said = runAndKill(saves, module, random);
        SavedWorld loaded = SavedWorld.load(saves).orElseThrow();
        assertTrue(
            loaded.image().tick() >= said,
            "round %d: tick %d was saved, and %d is there"
                .formatted(round, said, loaded.image().tick()));
        assertIsThatTickOf(reference, loaded);
        ContentFolder modules = new ContentFolder(saves.resolve("modules"), ".wasm");
        assertTrue(modules.get(ContentFolder.digest(wasm)).isPresent());
      }
    }
  }

  /// Runs until a number of saves and some milliseconds later; returns the last tick said to be
  /// saved.
  private static long runAndKill(Path saves, Path module, Random random)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SavingProcess.class.getName(),
                saves.toString(),
                module.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String last = null;
      for (int left = 1 + random.nextInt(SAVES_BEFORE_KILL_MAX); left > 0; left--) {
        last = lines.readLine();
        assertNotNull(last, "the process ended by itself");
      }
      Thread.sleep(random.nextInt(DELAY_MS_MAX));
      // By its handle: the process's own method would close the stream that is still to be read.
      process.toHandle().destroyForcibly();
      process.waitFor();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.chars().allMatch(Character::isDigit) && !line.isEmpty() ? line : last;
      }
      return Long.parseLong(String.valueOf(last));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void assertIsThatTickOf(World reference, SavedWorld loaded) throws Exception {
    try (World world = new World(OPTIONS)) {
      world.restore(
          loaded.image(), Map.of(Pond.NAME, reference.plugins().module(Pond.NAME).orElseThrow()));
      while (reference.tick() < loaded.image().tick()) {
        reference.tickOnce();
      }
      assertEquals(reference.tick(), world.tick(), "the world went back");
      assertEquals(reference.stateHash(), world.stateHash());
    }
  }
}
