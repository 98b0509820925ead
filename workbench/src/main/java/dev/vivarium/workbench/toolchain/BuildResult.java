package dev.vivarium.workbench.toolchain;

import java.util.List;

/// How a build ended.
public sealed interface BuildResult {

  /// Milliseconds the compiler worked, queueing left out.
  long compileMs();

  /// A module.
  ///
  /// @param wasm the module's bytes; owned by the receiver
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  record Built(byte[] wasm, SourceMap sourceMap, long compileMs, List<Diagnostic> warnings)
      implements BuildResult {
    public Built {
      warnings = List.copyOf(warnings);
    }
  }

  /// No module. At least one diagnostic is an error.
  record Failed(List<Diagnostic> diagnostics, long compileMs) implements BuildResult {
    public Failed {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
