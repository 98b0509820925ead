package dev.vivarium.engine.world;

import dev.vivarium.engine.store.ContentFolder;
import java.nio.charset.StandardCharsets;

/// Handles of assets and blobs: the first 64 bits of a SHA-256, never 0.
public final class AssetHandles {
  private AssetHandles() {}

  /// The handle of the asset at a path relative to `assets/`, with `/`.
  public static long ofPath(String path) {
    return ofContent(path.getBytes(StandardCharsets.UTF_8));
  }

  /// The handle by which entities name their scene.
  public static long ofScene(String scene) {
    return ofPath("../scenes/" + scene + ".json");
  }

  static long ofContent(byte[] content) {
    long handle = Long.parseUnsignedLong(ContentFolder.digest(content).substring(0, 16), 16);
    return handle == 0 ? 1 : handle;
  }
}
