package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutStoreTest {
  @TempDir private Path folder;

  @Test
  void remembersEachProjectApart() {
    var layout =
        new WindowLayout(
            1280,
            720,
            false,
            List.of(0.1, 0.6, 0.5, 0.7),
            "light",
            List.of("a.ts"),
            "a.ts",
            "Console");
    new LayoutStore(folder, Path.of("/p/a")).save(layout);
    assertEquals(Optional.of(layout), new LayoutStore(folder, Path.of("/p/a")).load());
    assertEquals(Optional.empty(), new LayoutStore(folder, Path.of("/p/b")).load());
  }

  @Test
  void leavesOutAFileThatIsBroken() throws IOException {
    var store = new LayoutStore(folder, Path.of("/p/a"));
    store.save(WindowLayout.FIRST);
    try (var files = Files.list(folder.resolve("layouts"))) {
      Files.writeString(files.findFirst().orElseThrow(), "{\"width\": \"wide");
    }
    assertEquals(Optional.empty(), store.load());
  }

  @Test
  void putsNonsenseRight() {
    var layout = new WindowLayout(-5, 1e9, false, List.of(3.0), "dark", List.of(), "", "");
    assertEquals(640, layout.width());
    assertEquals(16_384, layout.height());
    assertEquals(WindowLayout.FIRST.dividers(), layout.dividers());
  }
}
