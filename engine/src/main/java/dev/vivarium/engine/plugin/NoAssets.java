package dev.vivarium.engine.plugin;

import java.util.Optional;

/// A world without assets, in which no blob is kept.
final class NoAssets implements AssetStore {
  @Override
  public long asset(String path) {
    return 0;
  }

  @Override
  public Optional<byte[]> assetBytes(long handle) {
    return Optional.empty();
  }

  @Override
  public long blob(byte[] content) {
    return 0;
  }

  @Override
  public Optional<byte[]> blobBytes(long handle) {
    return Optional.empty();
  }
}
