package dev.vivarium.net.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  @TempDir Path folder;

  @Test
  void isMadeOnceAndKeptForItsOwnerOnly() throws IOException {
    ServerCertificate made =
        ServerCertificate.keptIn(folder, List.of("pond.example"), Instant.now());
    ServerCertificate kept = ServerCertificate.keptIn(folder, List.of(), Instant.now());
    assertEquals(made.fingerprint(), kept.fingerprint());
    assertEquals(64, made.fingerprint().length());
    Path key = folder.resolve("server.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertFalse(Files.readString(folder.resolve("server.crt")).contains("PRIVATE"));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void isForThisMachineAndTheNamesThatWereGiven() throws Exception {
    var names =
        ServerCertificate.selfSigned(List.of("pond.example", "10.1.2.3"), Instant.now())
            .own()
            .getSubjectAlternativeNames()
            .toString();
    assertTrue(names.contains("localhost"));
    assertTrue(names.contains("127.0.0.1"));
    assertTrue(names.contains("pond.example"));
    assertTrue(names.contains("10.1.2.3"));
  }

  @Test
  void saysWhichFileIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("x.pem"), "nothing");
    var refused = assertThrows(IOException.class, () -> ServerCertificate.read(file, file));
    assertTrue(String.valueOf(refused.getMessage()).contains("x.pem"));
  }
}
