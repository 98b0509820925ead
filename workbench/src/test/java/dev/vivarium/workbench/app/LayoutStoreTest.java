package dev.vivarium.workbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutStoreTest {
  @TempDir private Path folder;

  private static WindowLayout at(double x, double y, double width, double height) {
    return new WindowLayout(
        x, y, width, height, false, NullNode.getInstance(), List.of("a.ts"), "a.ts");
  }

  @Test
  void remembersEachProjectApart() {
    var layout = at(10, 20, 1280, 720);
    new LayoutStore(folder, Path.of("/p/a")).save(layout);
    assertEquals(Optional.of(layout), new LayoutStore(folder, Path.of("/p/a")).load().layout());
    assertEquals(Optional.empty(), new LayoutStore(folder, Path.of("/p/b")).load().layout());
    assertEquals("", new LayoutStore(folder, Path.of("/p/b")).load().problem());
  }

  @Test
  void saysThatABrokenFileIsNotUsed() throws IOException {
    var store = new LayoutStore(folder, Path.of("/p/a"));
    store.save(WindowLayout.FIRST);
    try (var files = Files.list(folder.resolve("layouts"))) {
      Files.writeString(files.findFirst().orElseThrow(), "{\"width\": \"wide");
    }
    assertEquals(Optional.empty(), store.load().layout());
    assertTrue(store.load().problem().contains("Nothing else is lost"));
  }

  @Test
  void putsNonsenseRight() {
    assertEquals(640, at(0, 0, -5, 1e9).width());
    assertEquals(16_384, at(0, 0, -5, 1e9).height());
    assertEquals(1600, at(0, 0, Double.NaN, 1e9).width());
  }

  @Test
  void bringsAWindowBackOntoTheScreen() {
    var brought = at(5_000, -300, 1600, 900).within(0, 24, 1280, 776);
    assertEquals(at(0, 24, 1280, 776), brought);
    assertEquals(at(400, 100, 640, 400), at(400, 100, 640, 400).within(0, 0, 1280, 800));
  }
}
