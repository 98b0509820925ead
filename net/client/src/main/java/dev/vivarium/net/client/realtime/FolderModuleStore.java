package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps modules in a folder, a file each, named by its digest; the age of a file says when it was
/// kept. Files are written as a whole and moved into place, so that several processes may share the
/// folder. A folder that cannot be used is logged and costs fetching again, nothing else.
public final class FolderModuleStore implements ModuleStore {
  /// Bytes of all files; those kept longest ago go first.
  public static final long MAX_BYTES = 1L << 30;

  /// Files looked at when the folder is made smaller.
  private static final int MAX_FILES = 65_536;

  private static final String SUFFIX = ".wasm";
  private static final Logger log = LoggerFactory.getLogger(FolderModuleStore.class);

  private record Kept(Path file, long bytes, long keptMs) {}

  private final Path folder;
  private final long maxBytes;

  /// @param folder is made when something is kept
  public FolderModuleStore(Path folder) {
    this(folder, MAX_BYTES);
  }

  FolderModuleStore(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<byte[]> find(Sha256 digest) {
    Path file = folder.resolve(digest.hex() + SUFFIX);
    try {
      if (Files.size(file) > ClientHalf.MODULE_BYTES) {
        return Optional.empty();
      }
      byte[] module = Files.readAllBytes(file);
      return ModuleFetch.digestOf(module).equals(digest) ? Optional.of(module) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("a kept module cannot be read: {}", file, e);
      return Optional.empty();
    }
  }

  @Override
  public void keep(Sha256 digest, byte[] module) {
    Path file = folder.resolve(digest.hex() + SUFFIX);
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, digest.hex().substring(0, 8), ".new");
      try {
        Files.write(fresh, module);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
      makeRoom(file);
    } catch (IOException e) {
      log.warn("a module cannot be kept: {}", file, e);
    }
  }

  private void makeRoom(Path newest) throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        kept.add(new Kept(file, is.size(), is.lastModifiedTime().toMillis()));
        if (kept.size() == MAX_FILES) {
          break;
        }
      }
    }
    kept.sort(Comparator.comparingLong(Kept::keptMs));
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    for (Kept each : kept) {
      if (bytes <= maxBytes) {
        return;
      }
      if (!each.file.equals(newest)) {
        Files.deleteIfExists(each.file);
        bytes -= each.bytes;
      }
    }
  }
}
