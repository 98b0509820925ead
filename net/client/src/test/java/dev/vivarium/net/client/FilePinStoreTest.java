package dev.vivarium.net.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePinStoreTest {
  private static final Fingerprint A = new Fingerprint("a".repeat(64));
  private static final Fingerprint B = new Fingerprint("b".repeat(64));

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("trust/pins.txt");
  }

  @Test
  void keepsTheFirstAcrossStores() throws IOException {
    assertEquals(A, new FilePinStore(file).keepFirst("host:1", A));
    assertEquals(A, new FilePinStore(file).keepFirst("host:1", B));
    assertEquals(B, new FilePinStore(file).keepFirst("host:2", B));
    assertEquals(Optional.of(A), new FilePinStore(file).find("host:1"));
    assertEquals(Optional.empty(), new FilePinStore(file).find("host:3"));
  }

  @Test
  void forgets() throws IOException {
    PinStore pins = new FilePinStore(file);
    assertEquals(A, pins.keepFirst("host:1", A));
    pins.forget("host:1");
    pins.forget("host:1");
    assertEquals(B, pins.keepFirst("host:1", B));
  }

  @Test
  void leavesADamagedFileAloneAndTrustsNobody() throws IOException {
    for (String damaged : List.of("host:1 aaaa\n", "host\n", "host:1 " + "A".repeat(64))) {
      Files.createDirectories(folder.resolve("trust"));
      Files.writeString(file, damaged);
      assertThrows(IOException.class, () -> new FilePinStore(file).keepFirst("host:2", A));
      assertEquals(damaged, Files.readString(file));
    }
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    Files.createDirectories(folder.resolve("trust"));
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThrows(IOException.class, () -> new FilePinStore(file).find("host:1"));
  }

  @Test
  void refusesAddressesThatWouldBreakItsLines() {
    PinStore pins = new FilePinStore(file);
    assertThrows(IllegalArgumentException.class, () -> pins.keepFirst("a b:1", A));
    assertThrows(IllegalArgumentException.class, () -> pins.keepFirst("a\n:1", A));
  }

  @Test
  void manyAtOnceAgreeAndLoseNothing() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Fingerprint>> turns = new ArrayList<>();
      for (int turn = 0; turn < 40; turn++) {
        Fingerprint mine = new Fingerprint(String.format("%064x", turn));
        String own = "host:" + turn;
        turns.add(() -> {
          assertEquals(mine, new FilePinStore(file).keepFirst(own, mine));
          return new FilePinStore(file).keepFirst("shared:1", mine);
        });
      }
      Set<Fingerprint> shared = new HashSet<>();
      for (Future<Fingerprint> turn : threads.invokeAll(turns)) {
        shared.add(turn.get());
      }
      assertEquals(1, shared.size());
    }
    assertEquals(41, Files.readAllLines(file).size());
    try (Stream<Path> left = Files.list(folder.resolve("trust"))) {
      assertTrue(left.noneMatch(path -> path.toString().endsWith(".new")));
    }
  }

  @Test
  void readsFingerprintsAsToolsWriteThem() {
    assertEquals(new Fingerprint("ab".repeat(32)), Fingerprint.parse("AB:".repeat(31) + "AB"));
    assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse("AB"));
  }
}
