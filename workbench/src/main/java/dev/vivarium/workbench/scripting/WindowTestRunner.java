package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.script.TestResult;
import dev.vivarium.workbench.script.TestWorldsMaker;
import dev.vivarium.workbench.script.WorldTest;
import dev.vivarium.workbench.script.WorldTestRun;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs tests beside the window's world.
final class WindowTestRunner implements TestsViewModel.Runner {
  private final TestWorldsMaker maker;
  private final Executor background;

  /// Published by the thread that runs to the one that cancels.
  private volatile @Nullable WorldTestRun current;

  WindowTestRunner(TestWorldsMaker maker, Executor background) {
    this.maker = maker;
    this.background = background;
  }

  @Override
  public CompletableFuture<Optional<String>> run(List<WorldTest> tests, Consumer<TestResult> told) {
    return CompletableFuture.supplyAsync(() -> runHere(tests, told), background);
  }

  private Optional<String> runHere(List<WorldTest> tests, Consumer<TestResult> told) {
    try (var worlds = maker.make()) {
      var run = new WorldTestRun(worlds, WorldTestRun.LIMIT);
      current = run;
      return run.run(tests, told) ? Optional.empty() : Optional.of("The run was stopped.");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The run was stopped.");
    } finally {
      current = null;
    }
  }

  @Override
  public void cancel() {
    var run = current;
    if (run != null) {
      run.cancel();
    }
  }
}
