package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.workbench.toolchain.BuildRequest;
import dev.vivarium.workbench.toolchain.BuildResult;
import dev.vivarium.workbench.toolchain.Diagnostic;
import dev.vivarium.workbench.toolchain.PluginCompiler;
import dev.vivarium.workbench.toolchain.Recipe;
import dev.vivarium.workbench.toolchain.Severity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Builds the plugins of one project, each with its language's compiler; a build that was made
/// before comes from the project's cache. May be called from any thread.
public final class PluginBuilder implements AutoCloseable {
  private final Path plugins;
  private final BuildCache cache;
  private final Map<String, Recipe> recipes = new HashMap<>();

  // Guarded by this.
  private final Map<String, PluginCompiler> compilers = new HashMap<>();
  private boolean closed;

  /// @param project the project's folder
  public PluginBuilder(Path project, BuildCache cache, List<Recipe> languages) {
    this.plugins = project.resolve("plugins");
    this.cache = cache;
    languages.forEach(recipe -> recipes.put(recipe.language(), recipe));
  }

  /// Starts the compilers of these plugins' languages, so that they are warm when they are needed;
  /// once this is closed, none.
  public synchronized void warmUp(List<PluginFile> files) {
    if (!closed) files.forEach(file -> compiler(file.language()));
  }

  private synchronized Optional<PluginCompiler> compiler(String language) {
    Recipe recipe = recipes.get(language);
    return recipe == null
        ? Optional.empty()
        : Optional.of(compilers.computeIfAbsent(language, l -> recipe.start()));
  }

  public CompletableFuture<BuildResult> build(PluginFile file, Gear gear) {
    Path folder = plugins.resolve(file.name());
    Optional<BuildResult.Built> known = cache.find(folder, gear);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.get());
    }
    Optional<PluginCompiler> compiler = compiler(file.language());
    if (compiler.isEmpty()) {
      return CompletableFuture.completedFuture(unknownLanguage(file));
    }
    String key = cache.key(folder, gear);
    return compiler
        .get()
        .build(new BuildRequest(file.name(), folder, Path.of(file.main()), gear))
        .thenApply(result -> {
          if (result instanceof BuildResult.Built built) {
            cache.put(key, built);
          }
          return result;
        });
  }

  private BuildResult unknownLanguage(PluginFile file) {
    String message =
        "there is no recipe for the language '%s'; known: %s"
            .formatted(file.language(), String.join(", ", recipes.keySet()));
    return new BuildResult.Failed(
        List.of(new Diagnostic(Severity.ERROR, file.name() + "/plugin.json", 1, 1, 2, message)), 0);
  }

  @Override
  public synchronized void close() {
    closed = true;
    compilers.values().forEach(PluginCompiler::close);
  }
}
