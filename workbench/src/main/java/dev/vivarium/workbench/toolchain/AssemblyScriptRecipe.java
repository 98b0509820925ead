package dev.vivarium.workbench.toolchain;

/// AssemblyScript, the language for which nothing needs to be installed.
public record AssemblyScriptRecipe(Toolchain toolchain) implements Recipe {
  @Override
  public String language() {
    return "assemblyscript";
  }

  @Override
  public PluginCompiler start() {
    return new AssemblyScriptCompiler(toolchain);
  }
}
