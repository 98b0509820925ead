package dev.vivarium.workbench.app;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.theme.Theme;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Runs a script on an open window, one step after the other. Belongs to the window's thread.
final class ScriptRunner {
  private static final Duration LOOK_AGAIN = Duration.millis(30);
  private static final int MAX_LOOKS = 4_000;

  private final Workbench workbench;
  private final WorkbenchWindow window;
  private int reloadsAtSave;

  ScriptRunner(Workbench workbench, WorkbenchWindow window) {
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
      case Script.Step.Select select -> select(line, select.index());
      case Script.Step.Search search ->
          done(() -> workbench.entities().filterProperty().set(search.text()));
      case Script.Step.Tab tab -> tab(line, tab.name());
      case Script.Step.UseTheme theme ->
          done(() -> workbench.themeProperty().set(Theme.named(theme.name())));
      case Script.Step.Resize size -> done(() -> window.resize(size.width(), size.height()));
      case Script.Step.SetField set -> set(line, set);
      case Script.Step.Back back -> {
        workbench.history().model().move(-back.ticks());
        yield until(
            line,
            "the tick was not made",
            () -> workbench.history().model().wantedProperty().get().isEmpty());
      }
      case Script.Step.WaitTicks wait -> waitTicks(line, wait.ticks());
      case Script.Step.WaitReload wait ->
          until(line, "no reload came", () -> workbench.world().reloads() > reloadsAtSave);
      case Script.Step.WaitMs wait -> pause(Duration.millis(wait.millis()));
      case Script.Step.Picture picture -> done(() -> window.writePicture(picture.file()));
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

  private CompletableFuture<@Nullable Void> select(Script.Line line, long index) {
    return workbench
        .session()
        .entities(new EntityQuery("#" + index, 0, 1))
        .thenComposeAsync(
            page ->
                page.rows().isEmpty()
                    ? failed(line, "there is no entity #" + index)
                    : done(() -> workbench.selection().select(page.rows().getFirst().handle())),
            Platform::runLater);
  }

  private CompletableFuture<@Nullable Void> tab(Script.Line line, String name) {
    return workbench.showPanel(name)
        ? CompletableFuture.completedFuture(null)
        : failed(line, "there is no tab called “" + name + "”");
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
    return workbench.commands().run(id)
        ? CompletableFuture.completedFuture(null)
        : failed(line, "“" + command.get().title() + "” cannot be done now");
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
