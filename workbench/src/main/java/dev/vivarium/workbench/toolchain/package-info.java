/// Turns a plugin's source into a module: the compilers of plugin languages, each in a process of
/// its own, their diagnostics, and the way back from a module's bytes to source lines.
///
/// ```java
/// try (PluginCompiler compiler = new AssemblyScriptRecipe(Toolchain.locate()).start()) {
///   BuildResult result = compiler.build(new BuildRequest("fish", folder, folder.resolve("fish.ts"), Gear.QUICK)).join();
/// }
/// ```
@NullMarked
package dev.vivarium.workbench.toolchain;

import org.jspecify.annotations.NullMarked;
