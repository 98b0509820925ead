package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.ModuleBytes;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.WorldHalves;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the modules of one world: from the store, and piece by piece from the server.
final class ModuleFetch {
  /// Bytes of all modules that one world may have the client fetch.
  static final long MAX_BYTES = 256L << 20;

  /// Those that are wanted and not here, with what has come of them.
  private static final class Part {
    final int totalBytes;

    /// Null until the first piece.
    byte @Nullable [] bytes;

    int filledBytes;

    Part(int totalBytes) {
      this.totalBytes = totalBytes;
    }
  }

  private final ModuleStore store;
  private final Map<Sha256, byte[]> found = new HashMap<>();
  private final Map<Sha256, Part> missing = new LinkedHashMap<>();

  /// @throws BadServerException if they are more than [#MAX_BYTES]
  ModuleFetch(WorldHalves world, ModuleStore store) {
    this.store = store;
    long bytes = 0;
    for (ClientHalf half : world.halves()) {
      bytes += half.moduleBytes();
      if (bytes > MAX_BYTES) {
        throw new BadServerException("the world's modules have more than " + MAX_BYTES + " bytes");
      }
      store
          .find(half.digest())
          .ifPresentOrElse(
              module -> found.put(half.digest(), module),
              () -> missing.put(half.digest(), new Part(half.moduleBytes())));
    }
  }

  private ModuleFetch(ModuleStore store) {
    this.store = store;
  }

  /// For who wants no modules.
  static ModuleFetch none(ModuleStore store) {
    return new ModuleFetch(store);
  }

  List<Sha256> missing() {
    return List.copyOf(missing.keySet());
  }

  boolean isDone() {
    return missing.isEmpty();
  }

  ClientModules modules() {
    return new ClientModules(found);
  }

  /// Takes a piece; those of modules that are not missing are read over.
  ///
  /// @throws BadServerException if it does not follow the one before, or completes a module that is
  ///   not what it should be
  void take(ModuleBytes piece) {
    Part part = missing.get(piece.digest());
    if (part == null) {
      return;
    }
    if (piece.totalBytes() != part.totalBytes || piece.offset() != part.filledBytes) {
      throw new BadServerException("a piece of a module that does not follow the one before");
    }
    byte[] bytes = part.bytes == null ? new byte[part.totalBytes] : part.bytes;
    part.bytes = bytes;
    System.arraycopy(piece.piece(), 0, bytes, part.filledBytes, piece.piece().length);
    part.filledBytes += piece.piece().length;
    if (part.filledBytes == part.totalBytes) {
      complete(piece.digest(), bytes);
    }
  }

  private void complete(Sha256 digest, byte[] bytes) {
    if (!digestOf(bytes).equals(digest)) {
      throw new BadServerException("a module that does not have its digest");
    }
    missing.remove(digest);
    found.put(digest, bytes);
    store.keep(digest, bytes);
  }

  static Sha256 digestOf(byte[] bytes) {
    try {
      return Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }
}
