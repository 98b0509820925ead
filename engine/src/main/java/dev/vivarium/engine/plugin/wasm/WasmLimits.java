package dev.vivarium.engine.plugin.wasm;

/// What one module may ask for, checked before it gets any of it.
///
/// @param moduleBytes largest module
/// @param memoryPages most pages of 64 KiB an instance may own
/// @param tableEntries most entries of one table
public record WasmLimits(int moduleBytes, int memoryPages, int tableEntries) {
  public static final WasmLimits DEFAULT = new WasmLimits(8 << 20, 1024, 65_536);

  /// Beyond this a flat `byte[]` could not hold the memory.
  static final int MEMORY_PAGES_MAX = 16_384;

  public WasmLimits {
    if (memoryPages < 1 || memoryPages > MEMORY_PAGES_MAX) {
      throw new IllegalArgumentException("memoryPages must be 1 to " + MEMORY_PAGES_MAX);
    }
  }

  public WasmLimits withMemoryPages(int pages) {
    return new WasmLimits(moduleBytes, pages, tableEntries);
  }
}
