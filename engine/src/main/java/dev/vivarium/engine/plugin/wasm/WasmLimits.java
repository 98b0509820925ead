package dev.vivarium.engine.plugin.wasm;

import java.util.concurrent.TimeUnit;

/// What one module may ask for, checked before it gets any of it.
///
/// @param moduleBytes largest module
/// @param codeBytes largest code section; parsed, it takes some eighty times as much
/// @param memoryPages most pages of 64 KiB an instance may own
/// @param tables most tables
/// @param tableEntries most entries of one table
/// @param globals most globals
/// @param functions most functions
/// @param localsOfFunction most locals of one function
/// @param frameSlots most of the sum over all functions of branches times locals, which is what
///   compiling them takes memory for
/// @param compileNanos most CPU time for parsing and compiling
public record WasmLimits(
    int moduleBytes,
    int codeBytes,
    int memoryPages,
    int tables,
    int tableEntries,
    int globals,
    int functions,
    int localsOfFunction,
    long frameSlots,
    long compileNanos) {
  public static final WasmLimits DEFAULT =
      new WasmLimits(
          8 << 20,
          4 << 20,
          1024,
          16,
          65_536,
          16_384,
          32_768,
          4_096,
          32 << 20,
          TimeUnit.SECONDS.toNanos(10));

  /// Beyond this a flat `byte[]` could not hold the memory.
  static final int MEMORY_PAGES_MAX = 16_384;

  public WasmLimits {
    if (memoryPages < 1 || memoryPages > MEMORY_PAGES_MAX) {
      throw new IllegalArgumentException("memoryPages must be 1 to " + MEMORY_PAGES_MAX);
    }
  }

  public WasmLimits withMemoryPages(int pages) {
    return new WasmLimits(
        moduleBytes,
        codeBytes,
        pages,
        tables,
        tableEntries,
        globals,
        functions,
        localsOfFunction,
        frameSlots,
        compileNanos);
  }

  public WasmLimits withCompileNanos(long nanos) {
    return new WasmLimits(
        moduleBytes,
        codeBytes,
        memoryPages,
        tables,
        tableEntries,
        globals,
        functions,
        localsOfFunction,
        frameSlots,
        nanos);
  }
}
