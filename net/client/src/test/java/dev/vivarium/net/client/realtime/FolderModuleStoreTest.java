package dev.vivarium.net.client.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.realtime.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderModuleStoreTest {
  @TempDir Path folder = Path.of("");

  private Path kept() {
    return folder.resolve("modules");
  }

  private Sha256 keep(FolderModuleStore store, byte[] module) {
    Sha256 digest = ModuleFetch.digestOf(module);
    store.keep(digest, module);
    return digest;
  }

  @Test
  void keepsModulesForTheNextProcess() throws IOException {
    Sha256 digest = keep(new FolderModuleStore(kept()), new byte[] {1, 2, 3});
    byte[] found = new FolderModuleStore(kept()).find(digest).orElseThrow();
    assertArrayEquals(new byte[] {1, 2, 3}, found);
    try (Stream<Path> files = Files.list(kept())) {
      assertEquals(1, files.count(), "nothing is left of the writing");
    }
  }

  @Test
  void damagedFilesAreNotThere() throws IOException {
    FolderModuleStore store = new FolderModuleStore(kept());
    Sha256 digest = keep(store, new byte[] {1, 2, 3});
    Files.write(kept().resolve(digest.hex() + ".wasm"), new byte[] {1, 2});
    assertTrue(store.find(digest).isEmpty());
    assertEquals(digest, keep(store, new byte[] {1, 2, 3}));
    assertTrue(store.find(digest).isPresent());
  }

  @Test
  void letsGoOfWhatWasKeptLongestAgo() throws IOException {
    FolderModuleStore store = new FolderModuleStore(kept(), 250);
    Sha256 first = keep(store, new byte[100]);
    Files.setLastModifiedTime(kept().resolve(first.hex() + ".wasm"), FileTime.fromMillis(1_000));
    Sha256 second = keep(store, new byte[101]);
    Sha256 third = keep(store, new byte[102]);
    assertTrue(store.find(first).isEmpty());
    assertTrue(store.find(second).isPresent());
    assertTrue(store.find(third).isPresent());
  }

  @Test
  void aFolderThatCannotBeUsedIsAnEmptyOne() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    FolderModuleStore store = new FolderModuleStore(file);
    assertTrue(store.find(keep(store, new byte[1])).isEmpty());
  }
}
