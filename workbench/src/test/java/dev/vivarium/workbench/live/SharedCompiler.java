package dev.vivarium.workbench.live;

import dev.vivarium.workbench.toolchain.AssemblyScriptCompiler;
import dev.vivarium.workbench.toolchain.BuildRequest;
import dev.vivarium.workbench.toolchain.BuildResult;
import dev.vivarium.workbench.toolchain.PluginCompiler;
import dev.vivarium.workbench.toolchain.Recipe;
import dev.vivarium.workbench.toolchain.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The real compiler, started once for all tests of a run: it stays warm from world to world, and
/// the same sources are built once.
final class SharedCompiler implements Recipe {
  private static final Toolchain TOOLCHAIN = Toolchain.locate();
  private static final Map<String, BuildResult.Built> BUILT = new ConcurrentHashMap<>();

  /// Starts with the first build that is not known.
  private static final class Warm {
    static final AssemblyScriptCompiler COMPILER = new AssemblyScriptCompiler(TOOLCHAIN);
  }

  private SharedCompiler() {}

  /// Builds the plugins of a project that a test wrote.
  static PluginBuilder builder(Path project) {
    return new PluginBuilder(project, cache(project), List.of(new SharedCompiler()));
  }

  private static BuildCache cache(Path project) {
    return new BuildCache(project, TOOLCHAIN.stamp());
  }

  @Override
  public String language() {
    return "assemblyscript";
  }

  @Override
  public PluginCompiler start() {
    return new Lease();
  }

  /// One world's use of the compiler. Nothing is told to it after it was closed, and nothing reads
  /// its project then: a test deletes it.
  private static final class Lease implements PluginCompiler {
    private final Queue<Build> builds = new ConcurrentLinkedQueue<>();

    /// @param answer what the world waits for
    /// @param end once the compiler is done with it
    private record Build(CompletableFuture<BuildResult> answer, CompletableFuture<?> end) {}

    @Override
    public CompletableFuture<BuildResult> build(BuildRequest request) {
      String key = cache(request.folder()).key(request.folder(), request.gear());
      BuildResult known = BUILT.get(key);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
      CompletableFuture<BuildResult> answer = new CompletableFuture<>();
      CompletableFuture<BuildResult> end =
          Warm.COMPILER
              .build(request)
              .whenComplete((result, failure) -> {
                if (result instanceof BuildResult.Built built) {
                  BUILT.put(key, built);
                }
                if (result != null) {
                  answer.complete(result);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
      builds.add(new Build(answer, end.exceptionally(cancelled -> null)));
      return answer;
    }

    @Override
    public void close() {
      builds.forEach(build -> build.answer().cancel(false));
      builds.forEach(build -> build.end().join());
    }
  }
}
