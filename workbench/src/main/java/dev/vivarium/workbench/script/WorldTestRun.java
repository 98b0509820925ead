package dev.vivarium.workbench.script;

import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs tests one after the other, each in a world and a shell of its own. [#run] takes a thread of
/// the caller's; [#cancel] may come from any other.
public final class WorldTestRun {
  /// Time that a test has, if nothing else is said.
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int MAX_OUTPUT = 64 * 1024;
  private static final long STOP_MS = 2_000;
  private static final long STOP_AGAIN_MS = 50;

  private final TestWorlds worlds;
  private final Duration limit;

  /// Published by the running thread to the one that cancels.
  private volatile @Nullable ScriptShell shell;

  private volatile boolean cancelled;

  public WorldTestRun(TestWorlds worlds, Duration limit) {
    this.worlds = worlds;
    this.limit = limit;
  }

  /// @param told takes each result as it comes
  /// @return false if the run was cancelled before its end
  public boolean run(List<WorldTest> tests, Consumer<TestResult> told) throws InterruptedException {
    for (WorldTest test : tests) {
      if (cancelled) {
        return false;
      }
      var result = run(test);
      if (!cancelled) {
        told.accept(result);
      }
    }
    return !cancelled;
  }

  /// Ends the test that runs; no further ones begin.
  public void cancel() {
    cancelled = true;
    var running = shell;
    if (running != null) {
      running.stop();
    }
  }

  private TestResult run(WorldTest test) throws InterruptedException {
    long start = worlds.nanos();
    var output = new StringBuilder();
    Optional<ScriptError> error;
    long ticks = 0;
    try (WorldSession session = worlds.open();
        var world = new ScriptWorld(session, true)) {
      error = inShell(test, world, output);
      ticks = world.status().tick();
    } catch (IOException | SessionException | ScriptFailure e) {
      error = Optional.of(ScriptError.without(String.valueOf(e.getMessage())));
    }
    long millis = (worlds.nanos() - start) / 1_000_000;
    return new TestResult(test, verdict(error), ticks, millis, output.toString(), error);
  }

  private static TestResult.Verdict verdict(Optional<ScriptError> error) {
    return error
        .map(e -> e.assertion() ? TestResult.Verdict.FAILED : TestResult.Verdict.BROKEN)
        .orElse(TestResult.Verdict.PASSED);
  }

  private Optional<ScriptError> inShell(WorldTest test, ScriptWorld world, StringBuilder output)
      throws InterruptedException {
    var project = new ScriptProject(new ProjectFiles(worlds.folder()), world);
    var scope = new ScriptScope(world, project, ScriptDesk.none(), List.of(), p -> {});
    var ended = new CompletableFuture<ScriptOutcome>();
    var own = new ScriptShell(scope, text -> append(output, text));
    shell = own;
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("test " + test.id())
            .unstarted(() -> complete(ended, own, test));
    thread.start();
    try {
      return ended.get(limit.toMillis(), TimeUnit.MILLISECONDS).error();
    } catch (TimeoutException e) {
      return Optional.of(tooLong(own, ended, test));
    } catch (ExecutionException e) {
      return Optional.of(ScriptError.without(String.valueOf(e.getCause())));
    } finally {
      shell = null;
      own.close();
    }
  }

  private void complete(CompletableFuture<ScriptOutcome> ended, ScriptShell own, WorldTest test) {
    try {
      var text = ScriptFiles.read(worlds.folder().resolve(test.file()));
      var begun = own.run(text, test.file());
      ended.complete(begun.done() ? own.run(test.name() + "();", "") : begun);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  private ScriptError tooLong(
      ScriptShell own, CompletableFuture<ScriptOutcome> ended, WorldTest test)
      throws InterruptedException {
    var text = "took longer than %d s and was stopped".formatted(limit.toSeconds());
    boolean over = false;
    for (long waited = 0; waited < STOP_MS && !over; waited += STOP_AGAIN_MS) {
      // Again and again: one that is just about to begin does not hear it.
      own.stop();
      over = endsSoon(ended);
    }
    if (!over) {
      text += "; its thread did not end and was left behind";
    }
    return new ScriptError(text, test.file(), test.line(), 1, 0, false, List.of());
  }

  private static boolean endsSoon(CompletableFuture<ScriptOutcome> ended)
      throws InterruptedException {
    try {
      ended.get(STOP_AGAIN_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static void append(StringBuilder output, String text) {
    synchronized (output) {
      if (output.length() + text.length() <= MAX_OUTPUT) {
        output.append(text);
      }
    }
  }
}
