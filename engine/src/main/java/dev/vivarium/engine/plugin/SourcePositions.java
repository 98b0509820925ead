package dev.vivarium.engine.plugin;

import java.util.Optional;

/// Finds the source of a byte of the module, from whatever debug data the toolchain made.
@FunctionalInterface
public interface SourcePositions {
  SourcePositions UNKNOWN = offset -> Optional.empty();

  /// The position in the source, if it is known.
  ///
  /// @param moduleOffset offset from the beginning of the module's bytes
  Optional<SourcePosition> at(int moduleOffset);
}
