package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.LineSign;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Badge;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.script.ScriptFiles;
import dev.vivarium.workbench.script.TestWorldsMaker;
import dev.vivarium.workbench.scripting.TestsViewModel.Row;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;

/// The project's tests.
public final class TestsPart implements Part {
  private static final String FIRST =
      """
      // Each method without parameters is a test; it gets a fresh world at tick 0.
      // Run them here, or with: vivarium test PROJECT

      void theWorldKeepsItsEntities() {
        int before = world.count("");
        world.step(60);
        assertEquals(before, world.count(""));
      }
      """;

  private final Desk desk;
  private final TestsViewModel model;
  private final TestsView view;
  private boolean signing;

  /// @param worlds where the tests get their worlds
  public TestsPart(Desk desk, TestWorldsMaker worlds) {
    this.desk = desk;
    model =
        new TestsViewModel(
            () -> ScriptFiles.tests(desk.project().root(), ""),
            new WindowTestRunner(worlds, desk.background()),
            desk.window(),
            desk.background(),
            problems -> desk.links().report("test", problems));
    addCommands();
    view = new TestsView(model, desk.controls(), this::goTo);
    model.rows().addListener((ListChangeListener.Change<? extends Row> change) -> signsChanged());
    var _ = model.refresh();
  }

  private void goTo(String place) {
    var _ = desk.links().openPlace(place);
  }

  /// Once for all changes that come together.
  private void signsChanged() {
    if (!signing) {
      signing = true;
      desk.window()
          .execute(() -> {
            signing = false;
            desk.links().showSigns(model.rows().stream().map(this::sign).toList());
          });
    }
  }

  private LineSign sign(Row row) {
    var test = row.test();
    return new LineSign(
        test.file(),
        test.line(),
        kind(row),
        told(row) + ". Click to run it.",
        () -> model.run(List.of(test)));
  }

  private static LineSign.Kind kind(Row row) {
    if (row.running()) {
      return LineSign.Kind.RUNNING;
    }
    return row.result()
        .map(r -> r.passed() ? LineSign.Kind.PASSED : LineSign.Kind.FAILED)
        .orElse(LineSign.Kind.NOT_RUN);
  }

  private static String told(Row row) {
    return switch (kind(row)) {
      case RUNNING -> "This test is running";
      case NOT_RUN -> "This test has not been run yet";
      case PASSED, FAILED ->
          row.result()
              .map(r ->
                  String.format(
                      Locale.ROOT,
                      "This test %s, %,d ticks in %.1f s%s",
                      r.verdict().name().toLowerCase(Locale.ROOT),
                      r.ticks(),
                      r.millis() / 1e3,
                      r.error().map(e -> ": " + e.text()).orElse("")))
              .orElse("");
    };
  }

  private TestsView view() {
    return view;
  }

  public TestsViewModel model() {
    return model;
  }

  private void addCommands() {
    var commands = desk.commands();
    var idle = Obstacle.unless(() -> !model.runningProperty().get(), "The tests run already");
    commands.add(
        "test.runAll", "Run all tests", "Shortcut+Alt+T", "mdi2p-play-outline", idle, this::runAll);
    commands.add(
        "test.runOne",
        "Run the selected test",
        "",
        "mdi2p-play-circle-outline",
        idle.or(Obstacle.unless(() -> !view().selected().isEmpty(), "No test is selected")),
        () -> model.run(view.selected()));
    commands.add(
        "test.stop",
        "Stop the tests",
        "",
        "mdi2s-stop",
        Obstacle.unless(model.runningProperty()::get, "No tests run"),
        model::cancel);
    commands.add("test.new", "Write a first test", "", "mdi2t-test-tube", this::writeFirst);
    commands.add(
        "test.onSave",
        "Run the tests on save, or no longer",
        "",
        "mdi2c-content-save-cog-outline",
        () -> model.onSaveProperty().set(!model.onSaveProperty().get()));
  }

  private void runAll() {
    desk.links().showPanel("tests");
    model.runAll();
  }

  private void writeFirst() {
    var file = ScriptFiles.TESTS + "/world" + ScriptFiles.SUFFIX;
    var _ =
        CompletableFuture.runAsync(() -> createFirst(file), desk.background())
            .thenRunAsync(
                () -> {
                  goTo(file + ":4");
                  var _ = model.refresh();
                },
                desk.window());
  }

  private void createFirst(String file) {
    if (!ScriptFiles.in(desk.project().root(), ScriptFiles.TESTS).contains(file)) {
      desk.project().create(file, FIRST);
    }
  }

  @Override
  public void fileChanged(String path) {
    model.saved(path);
  }

  @Override
  public List<Panel> panels() {
    var badge = Bindings.createObjectBinding(this::badge, model.rows());
    return List.of(
        Panel.of("tests", "Tests", "mdi2t-test-tube", Place.BOTTOM, view).withBadge(badge));
  }

  private Badge badge() {
    long failed = model.failed();
    return failed == 0 ? Badge.NONE : new Badge(Long.toString(failed), true);
  }

  @Override
  public void dispose() {
    model.cancel();
  }
}
