package dev.vivarium.engine.plugin;

import java.util.Optional;

/// Assets and blobs as plugins reach them: by handle, read-only. Called on tick threads, of which a
/// reload's shadow run is a second one: contents must be at hand, and the store thread-safe.
public interface AssetStore {
  AssetStore EMPTY = new NoAssets();

  /// The handle of the asset at that path under `assets/`, or 0.
  long asset(String path);

  Optional<byte[]> assetBytes(long handle);

  /// Keeps a blob and gives its handle, which depends on its content alone.
  long blob(byte[] content);

  Optional<byte[]> blobBytes(long handle);
}
