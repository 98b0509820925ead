/// The WebAssembly runtime behind four types of ours: [WasmModule], [WasmInstance], [FlatMemory]
/// and [WasmFunction]. Nothing outside this package names the library, so that its next version, or
/// another runtime, is a change here alone.
@NullMarked
package dev.vivarium.engine.plugin.wasm;

import org.jspecify.annotations.NullMarked;
