package dev.vivarium.engine.plugin.wasm;

/// Everything mutable in an instance: memory, globals (as raw 64-bit values) and tables (as
/// function indices). Immutable by agreement: nobody writes to the arrays after construction.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
public record WasmImage(byte[] memory, long[] globals, int[][] tables) {}
