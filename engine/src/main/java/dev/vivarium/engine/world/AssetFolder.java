package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.AssetStore;
import dev.vivarium.engine.store.ContentFolder;
import dev.vivarium.engine.store.DamagedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The assets of a project, read into memory before the world starts, and the blobs that plugins
/// made, kept by their content. Reading is for any thread.
public final class AssetFolder implements AssetStore {
  /// Bytes of one asset or blob.
  public static final long ASSET_BYTES_MAX = 64L << 20;

  /// Bytes of all assets together.
  public static final long ASSETS_BYTES_MAX = 1L << 30;

  /// Bytes of all blobs together; beyond it no new one is kept and plugins get handle 0.
  public static final long BLOBS_BYTES_MAX = 256L << 20;

  private final Map<Long, byte[]> assets = new HashMap<>();
  private final Map<Long, byte[]> blobs = new ConcurrentHashMap<>();
  private final AtomicLong blobBytes = new AtomicLong();
  private final Queue<byte[]> unwritten = new ConcurrentLinkedQueue<>();
  private final ContentFolder blobFolder;
  private final List<String> problems = new ArrayList<>();

  private AssetFolder(ContentFolder blobFolder) {
    this.blobFolder = blobFolder;
  }

  /// Reads a project's assets and its blobs. Blocks on the disk. What is too large or cannot be
  /// read is in [#problems()], and not there for plugins.
  ///
  /// @param folder the project's `assets/`
  /// @param paths relative to it, with `/`
  public static AssetFolder load(Path folder, List<String> paths, ContentFolder blobFolder)
      throws IOException {
    AssetFolder made = new AssetFolder(blobFolder);
    long total = 0;
    for (String path : paths) {
      total += made.read(folder, path, total);
    }
    made.readBlobs();
    return made;
  }

  private long read(Path folder, String path, long before) {
    Path file = folder.resolve(path);
    try {
      long size = Files.size(file);
      if (size > ASSET_BYTES_MAX || before + size > ASSETS_BYTES_MAX) {
        problems.add(
            "assets/%s: %d bytes; one may have %d and all together %d: make it smaller"
                .formatted(path, size, ASSET_BYTES_MAX, ASSETS_BYTES_MAX));
        return 0;
      }
      if (assets.putIfAbsent(AssetHandles.ofPath(path), Files.readAllBytes(file)) != null) {
        problems.add("assets/%s has the handle of another asset: rename it".formatted(path));
      }
      return size;
    } catch (IOException e) {
      problems.add("assets/%s cannot be read: %s".formatted(path, e.getMessage()));
      return 0;
    }
  }

  private void readBlobs() throws IOException {
    for (String digest : blobFolder.digests()) {
      try {
        blobFolder.get(digest).ifPresent(this::keep);
      } catch (DamagedDataException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
  }

  public List<String> problems() {
    return List.copyOf(problems);
  }

  private boolean keep(byte[] content) {
    if (blobBytes.addAndGet(content.length) > BLOBS_BYTES_MAX) {
      blobBytes.addAndGet(-content.length);
      return false;
    }
    blobs.put(AssetHandles.ofContent(content), content);
    return true;
  }

  @Override
  public long asset(String path) {
    long handle = AssetHandles.ofPath(path);
    return assets.containsKey(handle) ? handle : 0;
  }

  @Override
  public Optional<byte[]> assetBytes(long handle) {
    return Optional.ofNullable(assets.get(handle));
  }

  @Override
  public long blob(byte[] content) {
    long handle = AssetHandles.ofContent(content);
    if (blobs.containsKey(handle)) {
      return handle;
    }
    if (content.length > ASSET_BYTES_MAX || !keep(content)) {
      return 0;
    }
    unwritten.add(content);
    return handle;
  }

  @Override
  public Optional<byte[]> blobBytes(long handle) {
    return Optional.ofNullable(blobs.get(handle));
  }

  /// Writes blobs made since the last call; called before a world that may refer to them is saved.
  void writeBlobs() throws IOException {
    for (byte[] content = unwritten.peek(); content != null; content = unwritten.peek()) {
      blobFolder.put(content);
      unwritten.remove();
    }
  }
}
