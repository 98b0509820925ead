/// The plugin ABI in bytes and JSON: descriptor, frame, records. `docs/plugin-abi.md` is the
/// contract.
@NullMarked
package dev.vivarium.engine.plugin.abi;

import org.jspecify.annotations.NullMarked;
