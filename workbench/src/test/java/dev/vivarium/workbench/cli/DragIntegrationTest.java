package dev.vivarium.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.workbench.app.DragEntity;
import dev.vivarium.workbench.app.DragFile;
import dev.vivarium.workbench.app.DragPanel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dragging needs a display: a process of its own on one in memory.
class DragIntegrationTest {
  private static final int PATIENCE_S = 180;

  @TempDir private Path folder;

  @Test
  void sortsByAColumnsHeadAndHangsAnEntityOnAnother() throws Exception {
    assertSays("hung Reparent", DragEntity.class);
  }

  @Test
  void bringsAPanelToOtherPlaces() throws Exception {
    assertSays("side LEFT", DragPanel.class);
  }

  @Test
  void movesAFileIntoAnotherFolderAndTakesItBack() throws Exception {
    assertSays("back at ", DragFile.class);
  }

  /// Runs a user to the end, who says this among other things.
  private void assertSays(String text, Class<?> main) throws Exception {
    assumeTrue(XServer.isInstalled(), "there is no Xvfb on the path");
    Path said = folder.resolve("said");
    try (XServer server = XServer.start(folder)) {
      Process user = start(main, said, server.display());
      try {
        assertTrue(user.waitFor(PATIENCE_S, TimeUnit.SECONDS), Files.readString(said));
        assertEquals(0, user.exitValue(), Files.readString(said));
        assertTrue(Files.readString(said).contains(text), Files.readString(said));
      } finally {
        user.destroyForcibly();
      }
    }
  }

  private Process start(Class<?> main, Path said, String display) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Dprism.order=sw",
            "-Dtestfx.robot=glass",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().remove("WAYLAND_DISPLAY");
    builder.environment().put("DISPLAY", display);
    return builder.start();
  }
}
