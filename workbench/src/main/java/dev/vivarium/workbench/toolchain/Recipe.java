package dev.vivarium.workbench.toolchain;

/// How plugins of one language are built. A language is added by adding one.
public interface Recipe {

  /// The language's name in `plugin.json`, such as `assemblyscript`.
  String language();

  /// Starts the language's compiler, and returns before it is warm.
  PluginCompiler start();
}
