package dev.vivarium.net.server.account;

import dev.vivarium.net.server.store.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/// The two keys that session and refresh tokens are signed with, 32 random bytes each. They are
/// made on first start and kept in one file that only its owner may read.
public final class SigningKeys {
  private static final int KEY_BYTES = 32;

  private final byte[] session;
  private final byte[] refresh;

  private SigningKeys(byte[] both) {
    session = Arrays.copyOfRange(both, 0, KEY_BYTES);
    refresh = Arrays.copyOfRange(both, KEY_BYTES, 2 * KEY_BYTES);
  }

  /// Keys that are forgotten with the process.
  public static SigningKeys random() {
    byte[] both = new byte[2 * KEY_BYTES];
    new SecureRandom().nextBytes(both);
    return new SigningKeys(both);
  }

  /// Keys of the file, which is made where it is missing.
  ///
  /// @throws IOException if it cannot be read or written or is no such file
  public static SigningKeys keptIn(Path file) throws IOException {
    try {
      byte[] both = Files.readAllBytes(file);
      if (both.length != 2 * KEY_BYTES) {
        throw new IOException(file + " is not a file of signing keys; delete it to make new ones");
      }
      return new SigningKeys(both);
    } catch (NoSuchFileException e) {
      byte[] both = new byte[2 * KEY_BYTES];
      new SecureRandom().nextBytes(both);
      SecretFile.write(file, both);
      return new SigningKeys(both);
    }
  }

  byte[] session() {
    return session;
  }

  byte[] refresh() {
    return refresh;
  }
}
