package dev.vivarium.workbench.app;

import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityGrouping;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityOrder;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.theme.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Runs a script on an open window, one step after the other. Belongs to the window's thread.
final class ScriptRunner {
  private static final Duration LOOK_AGAIN = Duration.millis(30);
  private static final Duration RESIZED = Duration.millis(400);
  private static final int MAX_LOOKS = 4_000;

  /// So long a panel gets to ask for what it shows.
  private static final Duration TIME_TO_FILL = Duration.millis(700);

  /// So long a window gets for another theme.
  private static final Duration TIME_TO_SETTLE = Duration.millis(400);

  private static final List<Size> TOUR_SIZES = List.of(new Size(1280, 720), new Size(1920, 1080));

  /// What opens over the panels, with the command that opens it.
  private static final Map<String, String> SCREENS =
      new TreeMap<>(
          Map.of(
              "palette", "view.palette",
              "settings", "settings.open",
              "new-plugin", "project.newPlugin"));

  private record Size(int width, int height) {
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  private final Workbench workbench;
  private final WorkbenchWindow window;
  private final Startup startup;
  private int reloadsAtSave;

  ScriptRunner(Workbench workbench, WorkbenchWindow window, Startup startup) {
    this.startup = startup;
    this.workbench = workbench;
    this.window = window;
  }

  /// Fails with a [ScriptException] at the first step that fails.
  CompletableFuture<@Nullable Void> run(Script script) {
    CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);
    for (var line : script.lines()) {
      last =
          last.thenComposeAsync(v -> step(line), Platform::runLater)
              .thenCompose(v -> pause(LOOK_AGAIN));
    }
    return last;
  }

  private CompletableFuture<@Nullable Void> step(Script.Line line) {
    return switch (line.step()) {
      case Script.Step.Open open -> open(line, open.place());
      case Script.Step.GoTo goTo -> goTo(line, goTo.line());
      case Script.Step.SelectLine select ->
          done(() -> workbench.editorView().selectLine(select.line()));
      case Script.Step.Type type -> done(() -> workbench.editorView().type(type.text()));
      case Script.Step.Enter enter -> enter(line, enter.text());
      case Script.Step.Click click ->
          until(line, "there is no button “" + click.text() + "”", () -> click(click.text()));
      case Script.Step.Select select -> select(line, select.indices());
      case Script.Step.SelectFirst select -> selectFirst(line, select.query());
      case Script.Step.Colours colours ->
          done(() -> workbench.map().groupingProperty().set(grouping(colours.by())));
      case Script.Step.Pin pin ->
          until(
              line,
              "the selected entity has no such field",
              () -> workbench.inspector().pin(pin.component(), pin.field()));
      case Script.Step.Sort sort -> done(() -> workbench.entities().orderBy(order(sort.by())));
      case Script.Step.ExportEntities export -> workbench.inspector().export(export.file());
      case Script.Step.Hang hang ->
          find(line, List.of(hang.index()))
              .thenComposeAsync(
                  found -> done(() -> workbench.inspector().hangSelectedOn(found.getFirst())),
                  Platform::runLater);
      case Script.Step.Search search ->
          done(() -> workbench.entities().filterProperty().set(search.text()));
      case Script.Step.Tab tab -> tab(line, tab.name());
      case Script.Step.UseTheme theme -> done(() -> use(Theme.named(theme.name())));
      case Script.Step.Resize size -> {
        var _ = window.resize(size.width(), size.height());
        // The panels get their shares once the new size has arrived.
        yield pause(RESIZED);
      }
      case Script.Step.SetField set -> set(line, set);
      case Script.Step.Back back -> {
        workbench.history().model().move(-back.ticks());
        yield until(
            line,
            "the tick was not made",
            () -> workbench.history().model().wantedProperty().get().isEmpty());
      }
      case Script.Step.OpenRecording open ->
          until(line, "there is no such recording", () -> openRecording(open.place()));
      case Script.Step.WaitTicks wait -> waitTicks(line, wait.ticks());
      case Script.Step.WaitReload wait ->
          until(line, "no reload came", () -> workbench.world().reloads() > reloadsAtSave);
      case Script.Step.WaitScript wait ->
          until(line, "the script did not end", () -> !workbench.scripts().isBusy());
      case Script.Step.WaitTests wait ->
          until(line, "the tests did not end", () -> !workbench.tests().runningProperty().get());
      case Script.Step.WaitMs wait -> pause(Duration.millis(wait.millis()));
      case Script.Step.Picture picture -> done(() -> window.writePicture(picture.file()));
      case Script.Step.Measure measure -> measure(line, measure.file());
      case Script.Step.Tour tour -> tour(line, tour);
      case Script.Step.Fill fill -> fill(line, fill);
      case Script.Step.WaitPlayTest wait ->
          until(line, "the play test did not start", this::playTestStands);
      case Script.Step.ShowSettings settings ->
          done(() -> workbench.view().searchSettings(settings.text()));
      case Script.Step.Dock dock ->
          done(() -> workbench.view().dock().moveTo(dock.panel(), dock.side()));
      case Script.Step.TextSize size ->
          done(() -> workbench.program().settings().textSize().set(size.size()));
      case Script.Step.ExportMessages export -> workbench.messages().export(export.file());
      case Script.Step.PickMessage pick ->
          until(line, "no such message came", () -> workbench.messages().pick(pick.place()));
      case Script.Step.FilterMessages filter ->
          done(() -> workbench.messages().model().filterProperty().set(filter.text()));
      case Script.Step.Watch watch -> watch(line, watch);
      case Script.Step.PickPlugin pick ->
          done(() -> workbench.plugins().model().select(pick.name()));
      case Script.Step.Profile profile ->
          workbench.profiler().showTable(profile.table())
              ? done(() -> {})
              : failed(line, "the profiler has no table called “" + profile.table() + "”");
      case Script.Step.ExportTicks export -> workbench.profiler().exportCsv(export.file());
      case Script.Step.FilterConsole filter -> done(() -> workbench.console().find(filter.words()));
      case Script.Step.Run run -> runCommand(line, run.command());
    };
  }

  private static CompletableFuture<@Nullable Void> done(Runnable act) {
    act.run();
    return CompletableFuture.completedFuture(null);
  }

  private static CompletableFuture<@Nullable Void> failed(Script.Line line, String why) {
    return CompletableFuture.failedFuture(new ScriptException(line.number(), why));
  }

  private CompletableFuture<@Nullable Void> open(Script.Line line, String place) {
    return workbench
        .openPlace(place)
        .thenCompose(opened ->
            opened
                ? CompletableFuture.completedFuture(null)
                : failed(line, workbench.editor().failureProperty().get()));
  }

  private CompletableFuture<@Nullable Void> goTo(Script.Line line, int target) {
    var active = workbench.editor().activeProperty().get();
    return active == null
        ? failed(line, "no file is open")
        : open(line, active.path() + ":" + target);
  }

  private boolean openRecording(int place) {
    var recordings = workbench.history().model().recordings();
    if (place < 1 || place > recordings.size()) {
      return false;
    }
    workbench.history().model().open(recordings.get(place - 1));
    return true;
  }

  private boolean click(String text) {
    var found =
        List.of(".button", ".hyperlink", ".toggle-button").stream()
            .flatMap(style -> workbench.view().lookupAll(style).stream())
            .filter(node -> node instanceof ButtonBase b && isCalled(b, text))
            .map(ButtonBase.class::cast)
            .filter(b -> b.isVisible() && !b.isDisabled())
            .findFirst();
    found.ifPresent(ButtonBase::fire);
    return found.isPresent();
  }

  private CompletableFuture<@Nullable Void> fill(Script.Line line, Script.Step.Fill fill) {
    var none = "nothing called “%s” can be “%s”".formatted(fill.id(), fill.value());
    return until(
        line,
        none,
        () ->
            switch (workbench.view().lookup("#" + fill.id())) {
              case TextInputControl field -> {
                field.setText(fill.value());
                yield true;
              }
              case ComboBox<?> choice -> choose(choice, fill.value());
              case Spinner<?> counter -> count(counter.getValueFactory(), fill.value());
              case null, default -> false;
            });
  }

  private static <T> boolean count(SpinnerValueFactory<T> counter, String value) {
    counter.setValue(counter.getConverter().fromString(value));
    return true;
  }

  private static <T> boolean choose(ComboBox<T> choice, String value) {
    var wanted = choice.getItems().stream().filter(i -> value.equals(i.toString())).findFirst();
    wanted.ifPresent(choice::setValue);
    return wanted.isPresent();
  }

  private boolean playTestStands() {
    var report = workbench.playTest().model().reportProperty().get();
    return report.phase() == PlayTests.Phase.FAILED
        || (report.phase() == PlayTests.Phase.RUNNING
            && report.players().stream()
                .noneMatch(p -> p.state() == PlayTests.PlayerState.CONNECTING));
  }

  private static boolean isCalled(ButtonBase button, String text) {
    return button.getText().equals(text)
        || (button.getText().isEmpty() && text.equals(button.getAccessibleText()));
  }

  private CompletableFuture<@Nullable Void> enter(Script.Line line, String text) {
    if (!(workbench.view().getScene().getFocusOwner() instanceof TextInputControl field)) {
      return failed(line, "no field to type into has the focus");
    }
    field.replaceSelection(text);
    press(field, KeyCode.ENTER);
    return CompletableFuture.completedFuture(null);
  }

  private static void press(Node at, KeyCode key) {
    for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      at.fireEvent(new KeyEvent(type, "", "", key, false, false, false, false));
    }
  }

  private static EntityGrouping grouping(String by) {
    return switch (by) {
      case "owner" -> new EntityGrouping.Owner();
      case "mover" -> new EntityGrouping.Mover();
      case "archetype" -> new EntityGrouping.Archetype();
      default -> new EntityGrouping.Component(by);
    };
  }

  private static EntityOrder order(String by) {
    return by.startsWith("-") ? new EntityOrder(by.substring(1), true) : new EntityOrder(by, false);
  }

  private CompletableFuture<@Nullable Void> select(Script.Line line, List<Long> indices) {
    return find(line, indices)
        .thenComposeAsync(
            found -> done(() -> workbench.selection().selectAll(found)), Platform::runLater);
  }

  private CompletableFuture<@Nullable Void> selectFirst(Script.Line line, String query) {
    return workbench
        .session()
        .entities(new EntityQuery(query, 0, 1))
        .thenComposeAsync(
            page ->
                page.rows().isEmpty()
                    ? failed(line, "no entity matches “" + query + "”")
                    : done(() -> workbench.selection().select(page.rows().getFirst().handle())),
            Platform::runLater);
  }

  /// The entities of these numbers, all of them.
  private CompletableFuture<List<EntityHandle>> find(Script.Line line, List<Long> indices) {
    var all = CompletableFuture.completedFuture(List.<EntityHandle>of());
    for (var index : indices) {
      all =
          all.thenCombine(
              workbench.session().entities(new EntityQuery("#" + index, 0, 1)),
              (found, page) -> {
                if (page.rows().isEmpty()) {
                  throw new ScriptException(line.number(), "there is no entity #" + index);
                }
                var more = new ArrayList<>(found);
                more.add(page.rows().getFirst().handle());
                return List.copyOf(more);
              });
    }
    return all;
  }

  private CompletableFuture<@Nullable Void> tab(Script.Line line, String name) {
    return workbench.showPanel(name)
        ? CompletableFuture.completedFuture(null)
        : failed(line, "there is no tab called “" + name + "”");
  }

  private CompletableFuture<@Nullable Void> measure(Script.Line line, Path file) {
    return until(line, "the start did not end", startup::isOver)
        .thenCompose(v -> {
          try {
            startup.write(file);
            return CompletableFuture.completedFuture(null);
          } catch (IOException e) {
            return failed(line, file + " cannot be written: " + e.getMessage());
          }
        });
  }

  /// The window only grows on the way: the headless platform paints old frames into a window that
  /// has become smaller, and fails.
  private CompletableFuture<@Nullable Void> tour(Script.Line line, Script.Step.Tour tour) {
    var prefix = tour.prefix();
    var panels =
        tour.panels().isEmpty()
            ? workbench.panels().stream().map(Panel::id).toList()
            : tour.panels();
    CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);
    for (var size : TOUR_SIZES) {
      last =
          last.thenCompose(v -> window.resize(size.width(), size.height()))
              .thenCompose(v -> pause(TIME_TO_FILL));
      for (var panel : panels) {
        last =
            last.thenCompose(v -> tab(line, panel))
                .thenCompose(v -> pause(TIME_TO_FILL))
                .thenCompose(v -> pictures(prefix + "-" + panel, size));
      }
      if (tour.all()) {
        last = last.thenCompose(v -> screens(line, prefix, size));
      }
    }
    return last;
  }

  private CompletableFuture<@Nullable Void> screens(Script.Line line, String prefix, Size size) {
    CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);
    for (var screen : SCREENS.entrySet()) {
      last =
          last.thenCompose(v -> runCommand(line, screen.getValue()))
              .thenCompose(v -> pause(TIME_TO_FILL))
              .thenCompose(v -> pictures(prefix + "-" + screen.getKey(), size))
              .thenCompose(v -> done(this::escape));
    }
    return last;
  }

  private void escape() {
    var focused = workbench.view().getScene().getFocusOwner();
    if (focused != null) {
      press(focused, KeyCode.ESCAPE);
    }
  }

  /// As the user does: so the settings say what is seen.
  private void use(Theme theme) {
    workbench.program().settings().theme().set(theme.id());
  }

  private CompletableFuture<@Nullable Void> pictures(String name, Size size) {
    CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);
    for (var theme : Theme.values()) {
      var file = Path.of("%s-%s-%s.png".formatted(name, theme.id(), size));
      last =
          last.thenCompose(v -> done(() -> use(theme)))
              .thenCompose(v -> pause(TIME_TO_SETTLE))
              .thenCompose(v -> done(() -> window.writePicture(file)));
    }
    return last;
  }

  private CompletableFuture<@Nullable Void> set(Script.Line line, Script.Step.SetField set) {
    var entity = workbench.selection().first();
    if (entity.isEmpty()) {
      return failed(line, "no entity is selected");
    }
    return workbench
        .world()
        .submit(new WorldCommand.SetField(entity.get(), set.component(), set.field(), set.json()))
        .thenCompose(result ->
            switch (result) {
              case CommandResult.Done ok -> CompletableFuture.completedFuture(null);
              case CommandResult.Refused refused -> failed(line, refused.reason());
            });
  }

  private CompletableFuture<@Nullable Void> watch(Script.Line line, Script.Step.Watch watch) {
    var spec =
        new Watches.Spec(
            workbench.selection().first(),
            watch.component(),
            watch.field(),
            watch.sign(),
            watch.value());
    return workbench
        .session()
        .watches()
        .add(spec)
        .<@Nullable Void>thenApply(added -> null)
        .exceptionallyCompose(problem ->
            failed(
                line,
                problem.getCause() == null
                    ? String.valueOf(problem.getMessage())
                    : String.valueOf(problem.getCause().getMessage())));
  }

  private CompletableFuture<@Nullable Void> waitTicks(Script.Line line, int ticks) {
    var goal = workbench.world().statusProperty().get().tick() + ticks;
    return until(
        line,
        "the world did not tick " + ticks + " times; is it paused?",
        () -> workbench.world().statusProperty().get().tick() >= goal);
  }

  private CompletableFuture<@Nullable Void> runCommand(Script.Line line, String id) {
    if (id.equals("file.save")) {
      reloadsAtSave = workbench.world().reloads();
    }
    var command = workbench.commands().find(id);
    if (command.isEmpty()) {
      return failed(line, "there is no command called " + id);
    }
    var reason = command.get().obstacle().reason();
    return workbench.commands().run(id)
        ? CompletableFuture.completedFuture(null)
        : failed(line, "“%s” cannot be done now: %s".formatted(command.get().title(), reason));
  }

  private CompletableFuture<@Nullable Void> until(
      Script.Line line, String otherwise, BooleanSupplier met) {
    return look(line, otherwise, met, MAX_LOOKS);
  }

  private CompletableFuture<@Nullable Void> look(
      Script.Line line, String otherwise, BooleanSupplier met, int left) {
    if (met.getAsBoolean()) {
      return CompletableFuture.completedFuture(null);
    }
    return left == 0
        ? failed(line, otherwise)
        : pause(LOOK_AGAIN).thenCompose(v -> look(line, otherwise, met, left - 1));
  }

  private static CompletableFuture<@Nullable Void> pause(Duration duration) {
    var over = new CompletableFuture<@Nullable Void>();
    var pause = new PauseTransition(duration);
    pause.setOnFinished(e -> over.complete(null));
    pause.play();
    return over;
  }
}
