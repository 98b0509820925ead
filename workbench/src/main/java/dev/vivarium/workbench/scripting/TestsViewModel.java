package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.script.TestResult;
import dev.vivarium.workbench.script.WorldTest;
import dev.vivarium.workbench.session.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The project's tests and how they went last. Belongs to the window's thread; tests run on others.
public final class TestsViewModel {
  /// One test with its last result.
  public record Row(WorldTest test, Optional<TestResult> result, boolean running) {}

  /// Why no test could begin.
  ///
  /// @param place `file:line:column` of it; empty where it has none
  public record NotRun(String text, String place) {
    private static final Pattern PLUGIN_PLACE =
        Pattern.compile("(plugins/([^/:]+)/[^:]+:\\d+(?::\\d+)?): (.*)", Pattern.DOTALL);

    static NotRun of(String problem) {
      var matcher = PLUGIN_PLACE.matcher(problem.strip());
      return matcher.matches()
          ? new NotRun(
              "%s does not compile, so no test was run: %s"
                  .formatted(matcher.group(2), matcher.group(3).replace('\n', ' ')),
              matcher.group(1))
          : new NotRun("No test was run: " + problem.strip().replace('\n', ' '), "");
    }
  }

  /// Runs tests.
  public interface Runner {
    /// @param told takes each result, on any thread
    /// @return completes when the run is over, with what kept it from running, if anything did
    CompletableFuture<Optional<String>> run(List<WorldTest> tests, Consumer<TestResult> told);

    void cancel();
  }

  private final Supplier<List<WorldTest>> find;
  private final Runner runner;
  private final Executor window;
  private final Executor background;
  private final Consumer<List<Diagnostic>> problems;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<NotRun>> notRun =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final BooleanProperty onSave = new SimpleBooleanProperty();
  private boolean again;

  /// @param find reads the tests of the project; blocks
  /// @param problems takes what failed, whenever that changes
  public TestsViewModel(
      Supplier<List<WorldTest>> find,
      Runner runner,
      Executor window,
      Executor background,
      Consumer<List<Diagnostic>> problems) {
    this.find = find;
    this.runner = runner;
    this.window = window;
    this.background = background;
    this.problems = problems;
  }

  public ObservableList<Row> rows() {
    return rows;
  }

  public ReadOnlyBooleanProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  /// Such as `3 passed, 1 failed`; or why no test could run.
  public ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  /// What kept the last tests from beginning.
  public ReadOnlyObjectProperty<Optional<NotRun>> notRunProperty() {
    return notRun.getReadOnlyProperty();
  }

  /// Whether a save of a plugin or of a test runs all of them.
  public BooleanProperty onSaveProperty() {
    return onSave;
  }

  /// Reads the list again; results of tests that are still there stay.
  public CompletableFuture<Boolean> refresh() {
    return CompletableFuture.supplyAsync(find, background)
        .handleAsync(
            (tests, problem) -> {
              if (tests == null) {
                summary.set(String.valueOf(problem.getMessage()));
              } else {
                show(tests);
              }
              return true;
            },
            window);
  }

  private void show(List<WorldTest> tests) {
    rows.setAll(tests.stream().map(t -> new Row(t, resultOf(t), false)).toList());
    tell();
  }

  private Optional<TestResult> resultOf(WorldTest test) {
    return rows.stream()
        .filter(row -> row.test().id().equals(test.id()))
        .findFirst()
        .flatMap(Row::result);
  }

  public void runAll() {
    run(rows.stream().map(Row::test).toList());
  }

  public void run(List<WorldTest> tests) {
    if (tests.isEmpty() || running.get()) {
      return;
    }
    running.set(true);
    notRun.set(Optional.empty());
    summary.set("");
    rows.replaceAll(
        row -> tests.contains(row.test()) ? new Row(row.test(), Optional.empty(), true) : row);
    var _ =
        runner
            .run(tests, result -> window.execute(() -> arrived(result)))
            .exceptionally(problem -> Optional.of(String.valueOf(problem.getMessage())))
            .thenAcceptAsync(this::ended, window);
  }

  private void arrived(TestResult result) {
    if (result.worldless()) {
      // Said once, for it is the same for all of them.
      notRun.set(result.error().map(e -> NotRun.of(e.text())));
    }
    var kept = Optional.of(result).filter(r -> !r.worldless());
    rows.replaceAll(
        row -> row.test().id().equals(result.test().id()) ? new Row(row.test(), kept, false) : row);
    tell();
  }

  /// @param obstacle why the tests were not run to their end
  private void ended(Optional<String> obstacle) {
    running.set(false);
    rows.replaceAll(row -> new Row(row.test(), row.result(), false));
    tell();
    obstacle.ifPresent(summary::set);
    if (again) {
      again = false;
      runAll();
    }
  }

  public void cancel() {
    runner.cancel();
  }

  /// A file was saved.
  public void saved(String path) {
    boolean plugin = path.startsWith("plugins/") || path.startsWith("scenes/");
    boolean test = path.startsWith("tests/");
    if (test) {
      var _ = refresh().thenRun(this::rerun);
    } else if (plugin) {
      rerun();
    }
  }

  private void rerun() {
    if (onSave.get() && running.get()) {
      again = true;
    } else if (onSave.get()) {
      runAll();
    }
  }

  private void tell() {
    long passed =
        rows.stream().filter(r -> r.result().filter(TestResult::passed).isPresent()).count();
    long run = rows.stream().filter(r -> r.result().isPresent()).count();
    long without = notRun.get().isPresent() ? rows.size() - run : 0;
    summary.set(
        run == 0
            ? without == 0 ? "" : "%d not run".formatted(without)
            : "%d passed, %d failed".formatted(passed, run - passed)
                + (without == 0 ? "" : ", %d not run".formatted(without)));
    problems.accept(
        rows.stream()
            .flatMap(row -> row.result().stream())
            .filter(result -> !result.passed())
            .map(TestsViewModel::diagnostic)
            .toList());
  }

  /// How many did not pass.
  public long failed() {
    return rows.stream().filter(r -> r.result().filter(t -> !t.passed()).isPresent()).count();
  }

  private static Diagnostic diagnostic(TestResult result) {
    var place = result.place();
    int colon = place.lastIndexOf(':');
    return new Diagnostic(
        Diagnostic.Severity.ERROR,
        "test",
        result.test().title()
            + ": "
            + result.error().map(e -> e.text().lines().findFirst().orElse("")).orElse(""),
        Optional.of(
            new Diagnostic.Place(
                place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)), 1, 0)));
  }
}
