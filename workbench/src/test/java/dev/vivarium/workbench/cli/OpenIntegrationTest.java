package dev.vivarium.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.engine.world.SavedWorld;
import dev.vivarium.workbench.live.RealWorld;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// `vivarium open` as its user starts it: in a process of its own, with a display and without.
class OpenIntegrationTest {
  private static final int PATIENCE_S = 90;

  /// Pixels that the planet of the sample world covers at least.
  private static final int PLANET_PIXELS_MIN = 12;

  @TempDir private Path folder;
  private Path project = Path.of("");
  private Path said = Path.of("");

  @BeforeEach
  void copySample() throws IOException {
    project = RealWorld.built("hello", Files.createDirectory(folder.resolve("samples")));
    said = folder.resolve("said");
  }

  @Test
  void showsTheRunningWorldAndSavesItWhenItsWindowIsClosed() throws Exception {
    assumeTrue(XServer.isInstalled(), "there is no Xvfb on the path");
    try (XServer server = XServer.start(folder)) {
      Process program = open(Map.of("DISPLAY", server.display()));
      try {
        BitSet first = planet(program, server, new BitSet());
        planet(program, server, first);
        closeByKeyboard(server);
        assertTrue(program.waitFor(PATIENCE_S, TimeUnit.SECONDS), "it did not end");
        assertEquals(0, program.exitValue(), Files.readString(said));
        assertTrue(savedTick() > 0);
      } finally {
        program.destroyForcibly();
      }
    }
  }

  @Test
  void runsTheSameWorldWithoutADisplay() throws Exception {
    runsWithoutAWindow(Map.of(), "No display, so no window");
  }

  @Test
  void runsTheSameWorldWhereTheDisplayDoesNotAnswer() throws Exception {
    runsWithoutAWindow(Map.of("DISPLAY", ":54321"), "No window can be shown");
  }

  private void runsWithoutAWindow(Map<String, String> environment, String reason) throws Exception {
    Process program = open(environment);
    try {
      await(program, () -> Files.readString(said).contains("Hello, world."));
      await(program, () -> Files.readString(said).contains("runs without a window"));
      assertTrue(Files.readString(said).contains(reason), Files.readString(said));
      program.destroy();
      assertTrue(program.waitFor(PATIENCE_S, TimeUnit.SECONDS), "it did not end");
      assertTrue(savedTick() > 0);
    } finally {
      program.destroyForcibly();
    }
  }

  private Process open(Map<String, String> environment) throws IOException {
    return java(
        environment,
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-Dvivarium.home=" + folder,
        "-Dvivarium.samples=" + project.getParent(),
        "-cp",
        System.getProperty("java.class.path"),
        Vivarium.class.getName(),
        "open",
        project.toString());
  }

  private Process java(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
    builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// Waits for the planet on the map, in another place than it was.
  private BitSet planet(Process program, XServer server, BitSet was) throws Exception {
    BitSet[] seen = {was};
    await(
        program,
        () -> {
          seen[0] = coloursOfTheMap(server);
          return seen[0].cardinality() >= PLANET_PIXELS_MIN && !seen[0].equals(was);
        });
    return seen[0];
  }

  /// The upper right of the window below its bar holds the map; strong colours are plugins' own.
  private static BitSet coloursOfTheMap(XServer server) throws IOException {
    return server.find(
        XServer.WIDTH * 2 / 3,
        XServer.HEIGHT / 8,
        XServer.WIDTH,
        XServer.HEIGHT / 3,
        OpenIntegrationTest::isStrong);
  }

  private static boolean isStrong(int rgb) {
    float[] hsb = Color.RGBtoHSB(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff, null);
    return hsb[1] > 0.5 && hsb[2] > 0.9;
  }

  private void closeByKeyboard(XServer server) throws Exception {
    Process user =
        java(
            Map.of("DISPLAY", server.display()),
            "-cp",
            System.getProperty("java.class.path"),
            CloseByKeyboard.class.getName(),
            String.valueOf(XServer.WIDTH / 2),
            String.valueOf(XServer.HEIGHT / 2));
    assertTrue(user.waitFor(PATIENCE_S, TimeUnit.SECONDS));
    assertEquals(0, user.exitValue(), Files.readString(said));
  }

  private long savedTick() throws IOException {
    return SavedWorld.load(project.resolve(".vivarium/world")).orElseThrow().image().tick();
  }

  private void await(Process program, Callable<Boolean> met) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE_S, TimeUnit.SECONDS, () -> met.call() || !program.isAlive());
    assertTrue(program.isAlive(), () -> "it ended: " + said());
  }

  private String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
