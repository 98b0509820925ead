package dev.vivarium.workbench.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.script.ScriptError;
import dev.vivarium.workbench.script.TestResult;
import dev.vivarium.workbench.script.TestResult.Verdict;
import dev.vivarium.workbench.script.WorldTest;
import dev.vivarium.workbench.scripting.TestsViewModel.Row;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestsViewModelTest {
  private static final WorldTest STAY = new WorldTest("tests/pool.jsh", "fishStay", 3);
  private static final WorldTest EAT = new WorldTest("tests/pool.jsh", "fishEat", 9);

  private final VirtualClock clock = new VirtualClock();
  private final List<WorldTest> found = new ArrayList<>(List.of(STAY, EAT));
  private final List<Diagnostic> problems = new ArrayList<>();
  private final SlowRunner runner = new SlowRunner();
  private final TestsViewModel model =
      new TestsViewModel(
          () -> List.copyOf(found),
          runner,
          Runnable::run,
          Runnable::run,
          now -> {
            problems.clear();
            problems.addAll(now);
          });

  private static TestResult worldless(WorldTest test) {
    var error =
        new ScriptError(
            "plugins/food/food.ts:76:24: Cannot find name 'none'.", "", 0, 0, 0, false, List.of());
    return new TestResult(test, Verdict.BROKEN, 0, 300, "", Optional.of(error));
  }

  /// Takes 100 ms for a test; those in `failing` fail in the line behind their first.
  private final class SlowRunner implements TestsViewModel.Runner {
    private final List<WorldTest> failing = new ArrayList<>();
    private Optional<String> obstacle = Optional.empty();
    private boolean compiles = true;
    private int runs;
    private boolean cancelled;

    @Override
    public CompletableFuture<Optional<String>> run(
        List<WorldTest> tests, Consumer<TestResult> told) {
      runs++;
      var ended = new CompletableFuture<Optional<String>>();
      next(tests, told, ended);
      return ended;
    }

    private void next(
        List<WorldTest> left,
        Consumer<TestResult> told,
        CompletableFuture<Optional<String>> ended) {
      if (left.isEmpty() || cancelled || obstacle.isPresent()) {
        ended.complete(cancelled ? Optional.of("The run was stopped.") : obstacle);
        return;
      }
      clock.after(
          100,
          () -> {
            if (!cancelled) {
              told.accept(result(left.getFirst()));
            }
            next(left.subList(1, left.size()), told, ended);
          });
    }

    private TestResult result(WorldTest test) {
      if (!compiles) {
        return worldless(test);
      }
      return failing.contains(test)
          ? new TestResult(
              test,
              Verdict.FAILED,
              60,
              90,
              "",
              Optional.of(
                  new ScriptError(
                      "expected 2, was 3\nmore",
                      test.file(),
                      test.line() + 1,
                      1,
                      0,
                      true,
                      List.of())))
          : new TestResult(test, Verdict.PASSED, 60, 90, "", Optional.empty());
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @BeforeEach
  void find() {
    var _ = model.refresh();
  }

  private List<Boolean> running() {
    return model.rows().stream().map(Row::running).toList();
  }

  @Test
  void showsEachResultAsItComes() {
    model.runAll();
    assertEquals(List.of(true, true), running());
    clock.advance(100);
    assertEquals(List.of(false, true), running());
    assertEquals("1 passed, 0 failed", model.summaryProperty().get());
    clock.advance(100);
    assertFalse(model.runningProperty().get());
    assertEquals("2 passed, 0 failed", model.summaryProperty().get());
  }

  @Test
  void saysOnceWhyNoTestBegan() {
    runner.compiles = false;
    model.runAll();
    clock.advance(200);
    var why = model.notRunProperty().get().orElseThrow();
    assertEquals("food does not compile, so no test was run: Cannot find name 'none'.", why.text());
    assertEquals("plugins/food/food.ts:76:24", why.place());
    assertEquals("2 not run", model.summaryProperty().get());
    assertEquals(0, model.failed());
    assertEquals(List.of(), problems);
    runner.compiles = true;
    model.runAll();
    clock.advance(200);
    assertTrue(model.notRunProperty().get().isEmpty());
    assertEquals("2 passed, 0 failed", model.summaryProperty().get());
  }

  @Test
  void tellsAFailureWithItsLineUntilItIsMended() {
    runner.failing.add(EAT);
    model.runAll();
    clock.advance(200);
    assertEquals("1 passed, 1 failed", model.summaryProperty().get());
    assertEquals(1, model.failed());
    assertEquals("fish eat: expected 2, was 3", problems.getFirst().text());
    assertEquals(
        new Diagnostic.Place("tests/pool.jsh", 10, 1, 0),
        problems.getFirst().place().orElseThrow());
    runner.failing.clear();
    model.run(List.of(EAT));
    clock.advance(100);
    assertEquals(List.of(), problems);
    assertEquals("2 passed, 0 failed", model.summaryProperty().get());
  }

  @Test
  void runsOnlyOnceAtATime() {
    model.runAll();
    model.runAll();
    clock.advance(200);
    assertEquals(1, runner.runs);
  }

  @Test
  void aStoppedRunSaysSoAndKeepsWhatWasFound() {
    model.runAll();
    clock.advance(100);
    model.cancel();
    clock.advance(100);
    assertFalse(model.runningProperty().get());
    assertEquals("The run was stopped.", model.summaryProperty().get());
    assertTrue(model.rows().getFirst().result().isPresent());
    assertTrue(model.rows().getLast().result().isEmpty());
  }

  @Test
  void aRefusedRunSaysWhy() {
    runner.obstacle = Optional.of("fish does not compile");
    model.runAll();
    assertFalse(model.runningProperty().get());
    assertEquals("fish does not compile", model.summaryProperty().get());
    assertEquals(List.of(false, false), running());
  }

  @Test
  void runsOnSaveOnlyIfWanted() {
    model.saved("plugins/fish/fish.ts");
    assertEquals(0, runner.runs);
    model.onSaveProperty().set(true);
    model.saved("assets/fish.glb");
    assertEquals(0, runner.runs);
    model.saved("plugins/fish/fish.ts");
    assertEquals(1, runner.runs);
    model.saved("scenes/pool.json");
    model.saved("scenes/pool.json");
    clock.advance(200);
    assertEquals(2, runner.runs);
    clock.advance(200);
    assertEquals(2, runner.runs);
  }

  @Test
  void keepsResultsOfTestsThatAreStillThere() {
    model.runAll();
    clock.advance(200);
    found.remove(EAT);
    found.add(new WorldTest("tests/pool.jsh", "fishSleep", 20));
    model.saved("tests/pool.jsh");
    assertEquals("1 passed, 0 failed", model.summaryProperty().get());
    assertTrue(model.rows().getLast().result().isEmpty());
  }
}
