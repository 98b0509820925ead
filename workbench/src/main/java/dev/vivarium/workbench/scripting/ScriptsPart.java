package dev.vivarium.workbench.scripting;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.script.ActRecorder;
import dev.vivarium.workbench.script.ScriptFiles;
import dev.vivarium.workbench.script.ScriptProject;
import dev.vivarium.workbench.script.ScriptScope;
import dev.vivarium.workbench.script.ScriptWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The script console, the project's scripts as commands, and the recording of acts.
public final class ScriptsPart implements Part {
  private static final String RUN = "script.run.";

  private final Desk desk;
  private final ActRecorder recorder;
  private final Supplier<String> activeFile;
  private final ScriptConsoleViewModel model;
  private final ScriptConsoleView view;
  private List<String> scripts = List.of();

  /// @param recorder what the window's acts are told to
  /// @param activeFile path of the file in the editor; empty for none
  public ScriptsPart(Desk desk, ActRecorder recorder, Supplier<String> activeFile) {
    this.desk = desk;
    this.recorder = recorder;
    this.activeFile = activeFile;
    model =
        new ScriptConsoleViewModel(
            this::scope,
            new ScriptHistory(desk.project().root()),
            desk.window(),
            desk.background());
    addCommands();
    view = new ScriptConsoleView(model, desk.controls(), this::goTo);
    desk.selection()
        .selectedProperty()
        .addListener((property, before, now) -> recorder.selected(now));
    refresh();
  }

  private void goTo(String place) {
    var _ = desk.links().openPlace(place);
  }

  private ScriptScope scope(Consumer<ScriptScope.Progress> progress) {
    var steps = new ScriptSteps(desk.window(), desk.world()::doneElsewhere);
    var world = new ScriptWorld(desk.session(), steps::done);
    return new ScriptScope(
        world,
        new ScriptProject(desk.project(), world),
        new WindowDesk(desk, world),
        List.of(),
        progress);
  }

  public ScriptConsoleViewModel model() {
    return model;
  }

  private void addCommands() {
    var commands = desk.commands();
    commands.add(
        "script.focus",
        "Type into the script console",
        "Shortcut+Shift+J",
        "mdi2s-script-text-outline",
        this::focus);
    commands.add(
        "script.stop",
        "Stop the script",
        "Shortcut+Alt+K",
        "mdi2s-stop",
        Obstacle.unless(model::isRunning, "No script runs"),
        model::stop);
    commands.add(
        "script.clear",
        "Clear the script console",
        "",
        "mdi2n-notification-clear-all",
        model::clear);
    commands.add(
        "script.runFile",
        "Run the script in the editor",
        "Shortcut+Alt+ENTER",
        "mdi2p-play-outline",
        Obstacle.unless(this::inScript, "The editor shows no script (.jsh)"),
        this::runActive);
    commands.add(
        "script.record",
        "Start or stop recording acts as a script",
        "Shortcut+Alt+R",
        "mdi2r-record-circle-outline",
        this::record);
  }

  private void focus() {
    desk.links().showPanel("script");
    view.focus();
  }

  private boolean inScript() {
    return activeFile.get().endsWith(ScriptFiles.SUFFIX);
  }

  private void runActive() {
    desk.commands().run("file.save");
    runFile(activeFile.get());
  }

  private void runFile(String file) {
    desk.links().showPanel("script");
    var _ =
        CompletableFuture.supplyAsync(() -> desk.project().read(file), desk.background())
            .handleAsync(
                (text, problem) ->
                    text == null
                        ? note(String.valueOf(problem.getMessage()))
                        : model.runFile(file, text),
                desk.window());
  }

  private Object note(String text) {
    model.note(text, "");
    return text;
  }

  private void record() {
    if (!recorder.isRecording()) {
      recorder.start();
      model.note(
          "Recording: what you do from now on becomes a script. The same command ends it.", "");
      return;
    }
    var text = recorder.stop();
    var _ =
        CompletableFuture.supplyAsync(() -> save(text), desk.background())
            .whenCompleteAsync(
                (file, problem) -> {
                  if (file == null) {
                    model.note(String.valueOf(problem.getMessage()), "");
                  } else {
                    model.note("Recorded as " + file + ".", file + ":1");
                    goTo(file);
                    refresh();
                  }
                },
                desk.window());
  }

  private String save(String text) {
    var taken = ScriptFiles.in(desk.project().root(), ScriptFiles.SCRIPTS);
    for (int n = 1; ; n++) {
      var file = ScriptFiles.SCRIPTS + "/recorded-" + n + ScriptFiles.SUFFIX;
      if (!taken.contains(file)) {
        desk.project().create(file, text);
        return file;
      }
    }
  }

  /// Makes the commands fit the files of `scripts/`.
  private void refresh() {
    var _ =
        CompletableFuture.supplyAsync(
                () -> ScriptFiles.in(desk.project().root(), ScriptFiles.SCRIPTS), desk.background())
            .thenAcceptAsync(this::show, desk.window());
  }

  private void show(List<String> now) {
    var gone = new ArrayList<>(scripts);
    gone.removeAll(now);
    gone.forEach(file -> desk.commands().remove(RUN + nameOf(file)));
    var fresh = new ArrayList<>(now);
    fresh.removeAll(scripts);
    fresh.forEach(file ->
        desk.commands()
            .add(
                RUN + nameOf(file),
                "Run script: " + nameOf(file),
                "",
                "mdi2s-script-text-play-outline",
                () -> runFile(file)));
    scripts = List.copyOf(now);
  }

  private static String nameOf(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  @Override
  public void fileChanged(String path) {
    if (path.equals(ScriptFiles.SCRIPTS) || path.startsWith(ScriptFiles.SCRIPTS + "/")) {
      refresh();
    }
  }

  @Override
  public List<Panel> panels() {
    return List.of(Panel.of("script", "Script", "mdi2s-script-text-outline", Place.BOTTOM, view));
  }

  @Override
  public void dispose() {
    view.dispose();
    model.dispose();
  }
}
