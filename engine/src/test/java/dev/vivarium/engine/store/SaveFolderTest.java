package dev.vivarium.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveFolderTest {
  private static final int SAVES = 4;

  @TempDir Path folder;

  /// Everything in a set of pieces, so that two can be compared.
  private static Map<String, String> content(Pieces pieces) {
    Map<String, String> content = new TreeMap<>();
    pieces
        .byKey()
        .forEach((key, bytes) ->
            content.put(key, HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE))));
    return content;
  }

  private static Pieces world(int save) {
    Pieces pieces = new Pieces();
    pieces.put("tick", new DataWriter().i64(save).toBytes());
    pieces.put("same", "never changes".getBytes(StandardCharsets.UTF_8));
    pieces.put("grows", new byte[10 + save]);
    pieces.put("only in " + save, new byte[] {(byte) save});
    return pieces;
  }

  private List<Map<String, String>> saveSome() throws IOException {
    List<Map<String, String>> saved = new ArrayList<>();
    try (SaveFolder saves = SaveFolder.open(folder)) {
      for (int i = 0; i < SAVES; i++) {
        saves.save(world(i));
        saved.add(content(world(i)));
      }
    }
    return saved;
  }

  private SaveFolder.Loaded load() throws IOException {
    return SaveFolder.load(folder).orElseThrow();
  }

  @Test
  void anEmptyFolderHoldsNoWorld() throws IOException {
    assertTrue(SaveFolder.load(folder).isEmpty());
    assertTrue(SaveFolder.load(folder.resolve("none")).isEmpty());
  }

  @Test
  void loadsTheLastSave() throws IOException {
    List<Map<String, String>> saved = saveSome();
    assertEquals(saved.getLast(), content(load().pieces()));
    assertEquals(List.of(), load().problems());
  }

  @Test
  void appliesRunsOfChangedBlocksOfRandomPieces() throws IOException {
    Random random = new Random(3);
    byte[] piece = new byte[40_000];
    random.nextBytes(piece);
    try (SaveFolder saves = SaveFolder.open(folder)) {
      for (int i = 0; i < 60; i++) {
        piece = Arrays.copyOf(piece, 1 + random.nextInt(60_000));
        for (int n = random.nextInt(20); n > 0; n--) {
          piece[random.nextInt(piece.length)]++;
        }
        Pieces pieces = new Pieces();
        pieces.put("piece", piece.clone());
        saves.save(pieces);
        assertEquals(content(pieces), content(load().pieces()), "save " + i);
      }
    }
  }

  @Test
  void writesOnlyBlocksThatChanged() throws IOException {
    byte[] piece = new byte[1 << 20];
    try (SaveFolder saves = SaveFolder.open(folder)) {
      Pieces first = new Pieces();
      first.put("piece", piece.clone());
      saves.save(first);
      piece[500_000] = 1;
      Pieces second = new Pieces();
      second.put("piece", piece);
      assertTrue(saves.save(second) < 2 * PieceDelta.BLOCK_BYTES);
    }
  }

  @Test
  void everyFlippedBitOfTheSnapshotIsFound() throws IOException {
    List<Map<String, String>> saved = saveSome();
    Path snapshot = folder.resolve("world-1.snapshot");
    byte[] good = Files.readAllBytes(snapshot);
    for (int bit = 0; bit < good.length * 8; bit++) {
      Files.write(snapshot, flipped(good, bit));
      assertThrows(DamagedDataException.class, this::load, "bit " + bit);
    }
    Files.write(snapshot, good);
    assertEquals(saved.getLast(), content(load().pieces()));
  }

  @Test
  void everyFlippedBitOfTheJournalIsFoundAndNeverGivesWrongData() throws IOException {
    List<Map<String, String>> saved = saveSome();
    Path journal = folder.resolve("world-1.journal");
    byte[] good = Files.readAllBytes(journal);
    for (int bit = 0; bit < good.length * 8; bit++) {
      Files.write(journal, flipped(good, bit));
      SaveFolder.Loaded loaded = load();
      assertEquals(1, loaded.problems().size(), "bit " + bit);
      assertTrue(saved.contains(content(loaded.pieces())), "bit " + bit);
    }
  }

  private static byte[] flipped(byte[] good, int bit) {
    byte[] bad = good.clone();
    bad[bit / 8] ^= (byte) (1 << (bit % 8));
    return bad;
  }

  @Test
  void aTornJournalIsCutAtItsLastGoodRecord() throws IOException {
    List<Map<String, String>> saved = saveSome();
    Path journal = folder.resolve("world-1.journal");
    byte[] good = Files.readAllBytes(journal);
    int found = -1;
    for (int length = 0; length <= good.length; length++) {
      Files.write(journal, Arrays.copyOf(good, length));
      int save = saved.indexOf(content(load().pieces()));
      assertTrue(save >= found, "a longer journal gave an older world");
      found = save;
    }
    assertEquals(SAVES - 1, found);
  }

  @Test
  void aTornSnapshotGivesTheWorldBeforeIt() throws IOException {
    try (SaveFolder saves = SaveFolder.open(folder)) {
      saves.save(world(0));
      saves.save(world(1));
      saves.compact(world(2));
    }
    Path snapshot = folder.resolve("world-2.snapshot");
    byte[] good = Files.readAllBytes(snapshot);
    Files.write(snapshot, Arrays.copyOf(good, good.length - 5));
    assertEquals(content(world(1)), content(load().pieces()));
    assertFalse(load().problems().isEmpty());
  }

  @Test
  void compactsAJournalThatOutgrewItsSnapshotAndKeepsTheSnapshotBefore() throws IOException {
    try (SaveFolder saves = SaveFolder.open(folder, 0)) {
      for (int i = 0; i < 50; i++) {
        saves.save(world(i));
        assertEquals(content(world(i)), content(load().pieces()));
      }
    }
    try (var files = Files.list(folder)) {
      long snapshots = files.filter(file -> file.toString().endsWith(".snapshot")).count();
      assertEquals(2, snapshots);
    }
  }

  @Test
  void aJournalOfAnotherSnapshotIsNotApplied() throws IOException {
    try (SaveFolder saves = SaveFolder.open(folder)) {
      saves.save(world(0));
      saves.save(world(1));
      Files.copy(folder.resolve("world-1.journal"), folder.resolve("kept"));
      saves.compact(world(2));
    }
    Files.delete(folder.resolve("world-2.journal"));
    Files.move(folder.resolve("kept"), folder.resolve("world-2.journal"));
    assertEquals(content(world(2)), content(load().pieces()));
    assertEquals(1, load().problems().size());
  }

  @Test
  void forgetsEverythingWhenCleared() throws IOException {
    saveSome();
    try (SaveFolder saves = SaveFolder.open(folder)) {
      saves.clear();
      assertTrue(SaveFolder.load(folder).isEmpty());
      saves.save(world(9));
      assertEquals(content(world(9)), content(load().pieces()));
    }
  }

  @Test
  void hasOneWriter() throws IOException {
    try (SaveFolder saves = SaveFolder.open(folder)) {
      saves.save(world(0));
      assertThrows(IOException.class, () -> SaveFolder.open(folder).close());
    }
    SaveFolder.open(folder).close();
  }

  @Test
  void randomBytesAreRefused() throws IOException {
    Random random = new Random(5);
    Files.createDirectories(folder);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      Files.write(folder.resolve("world-1.snapshot"), bytes);
      assertThrows(DamagedDataException.class, this::load);
    }
  }

  @Test
  void keepsContentByItsDigest() throws IOException {
    ContentFolder kept = new ContentFolder(folder, ".wasm");
    String digest = kept.put(new byte[] {1, 2});
    assertEquals(2, kept.get(digest).orElseThrow().length);
    assertTrue(kept.get("0".repeat(64)).isEmpty());
    assertThrows(DamagedDataException.class, () -> kept.get("../../secret"));
    Files.write(folder.resolve(digest + ".wasm"), new byte[] {1, 3});
    assertThrows(DamagedDataException.class, () -> kept.get(digest));
  }
}
