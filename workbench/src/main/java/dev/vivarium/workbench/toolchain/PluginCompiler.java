package dev.vivarium.workbench.toolchain;

import java.util.concurrent.CompletableFuture;

/// Builds plugins of one language. Any thread may call it; builds run one after the other, quick
/// ones first.
public interface PluginCompiler extends AutoCloseable {

  /// Builds a plugin. The future ends with a result also where the compiler crashed or took too
  /// long; it is cancelled when a newer request for the same plugin made it pointless (a quick one
  /// replaces all older ones, an optimised one the older optimised), or the compiler was closed. It
  /// completes on a thread of the compiler: hand longer work elsewhere.
  CompletableFuture<BuildResult> build(BuildRequest request);

  /// Ends the compiler; builds not done are cancelled.
  @Override
  void close();
}
