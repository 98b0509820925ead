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

  /// The author's line that stands last before a byte: an optimiser puts the code of a library into
  /// the author's function, and then the byte itself is the library's.
  default Optional<SourcePosition> authorsBefore(int moduleOffset) {
    return Optional.empty();
  }
}
