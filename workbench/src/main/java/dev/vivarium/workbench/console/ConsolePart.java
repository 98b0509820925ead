package dev.vivarium.workbench.console;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.console.LogLinks.Piece;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Badge;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.LogLine.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The log of the world and its plugins.
public final class ConsolePart implements Part {
  private static final double VALUES_HZ = 10;
  private static final Duration HIDDEN_EVERY = Duration.seconds(1);

  private final Desk desk;
  private final ConsoleViewModel model;
  private final LogText texts = new LogText(ZoneId.systemDefault());
  private final ConsoleView view;

  /// A hidden console counts its errors too, and reads before the session forgets.
  private final Timeline hidden;

  public ConsolePart(Desk desk) {
    this.desk = desk;
    model = new ConsoleViewModel(desk.session(), desk.window());
    addCommands();
    addCommandsOnSelected();
    view = new ConsoleView(model, desk, texts, this::follow);
    hidden = new Timeline(new KeyFrame(HIDDEN_EVERY, e -> model.refresh()));
    hidden.setCycleCount(Animation.INDEFINITE);
    hidden.play();
  }

  public ConsoleViewModel model() {
    return model;
  }

  private ConsoleView view() {
    return view;
  }

  private void addCommands() {
    var commands = desk.commands();
    commands.add(
        "console.clear", "Clear console", "", "mdi2n-notification-clear-all", model::clear);
    commands.add(
        "console.find",
        "Filter the console",
        "",
        "mdi2f-filter-outline",
        () -> {
          desk.links().showPanel("console");
          view().focusWords();
        });
    commands.add(
        "console.newest",
        "Go to the newest line of the console",
        "",
        "mdi2a-arrow-down",
        () -> model.atNewestProperty().set(true));
    commands.add(
        "console.wrap",
        "Wrap long lines of the console, or no longer",
        "",
        "mdi2w-wrap",
        () -> view().toggleWrap());
    commands.add(
        "console.showAll",
        "Reset the filter of the console",
        "",
        "mdi2f-filter-remove-outline",
        model::showAll);
    commands.add(
        "console.debug",
        "Show debug and trace lines in the console, or no longer",
        "",
        "mdi2b-bug-outline",
        this::toggleDebug);
    commands.add(
        "console.export",
        "Export the shown lines of the console",
        "",
        "mdi2e-export",
        Obstacle.unless(() -> !model.rows().isEmpty(), "The console shows no lines"),
        this::chooseAndExport);
  }

  private void toggleDebug() {
    var filter = model.filterProperty().get();
    var shown = filter.levels().contains(Level.DEBUG);
    model.filterProperty().set(filter.with(java.util.Set.of(Level.DEBUG, Level.TRACE), !shown));
  }

  private void addCommandsOnSelected() {
    onSelected("copy", "Copy lines of the console", "mdi2c-content-copy", this::copy);
    onSelected(
        "goTo",
        "Go to what the selected line of the console names",
        "mdi2a-arrow-right-bold",
        rows -> {
          if (!view().goToSelected()) {
            view().tell("The line names no place and no entity.");
          }
        });
    onSelected(
        "onlySource",
        "Show lines of this plugin only",
        "mdi2e-eye-outline",
        rows -> model.showOnly(rows.getFirst().line().source()));
    onSelected(
        "hideSource",
        "Leave lines of this plugin out of the console",
        "mdi2e-eye-off-outline",
        rows -> {
          var filter = model.filterProperty();
          filter.set(filter.get().toggled(rows.getFirst().line().source()));
        });
  }

  private void onSelected(String id, String title, String icon, Consumer<List<LogRow>> act) {
    desk.commands()
        .add(
            "console." + id,
            title,
            "",
            icon,
            Obstacle.unless(() -> !view().selected().isEmpty(), "No line is selected"),
            () -> act.accept(view().selected()));
  }

  private void copy(List<LogRow> rows) {
    var content = new ClipboardContent();
    content.putString(texts.lines(rows));
    Clipboard.getSystemClipboard().setContent(content);
    view.tell(rows.size() == 1 ? "1 line copied" : rows.size() + " lines copied");
  }

  private void follow(Piece piece) {
    switch (piece) {
      case LogLinks.Plain plain -> {}
      case LogLinks.ToFile file -> open(file);
      case LogLinks.ToEntity(String text, String label) -> {
        var _ =
            model
                .entity(label)
                .whenCompleteAsync((found, problem) -> select(label, found), desk.window());
      }
    }
  }

  private void open(LogLinks.ToFile file) {
    var _ =
        desk.links()
            .openPlace(file.place())
            .thenAcceptAsync(
                opened -> view.tell(opened ? "" : file.text() + " is no file of the project."),
                desk.window());
  }

  private void select(String label, @Nullable EntityHandle found) {
    if (found == null) {
      view.tell("There is no entity " + label + " now.");
    } else {
      view.tell("");
      desk.selection().select(found);
    }
  }

  private void chooseAndExport() {
    var chooser = new FileChooser();
    chooser.setTitle("Export the shown lines of the console");
    chooser.setInitialFileName("console.log");
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Text", "*.log", "*.txt"));
    var chosen = chooser.showSaveDialog(view.getScene().getWindow());
    if (chosen != null) {
      var _ = export(chosen.toPath());
    }
  }

  /// Writes the lines that are shown; done once the file is there.
  public CompletableFuture<@Nullable Void> export(Path file) {
    var rows = List.copyOf(model.rows());
    return CompletableFuture.supplyAsync(() -> write(rows, file), desk.background())
        .<@Nullable Void>thenApplyAsync(
            (String ended) -> {
              view.tell(ended);
              return null;
            },
            desk.window());
  }

  private String write(List<LogRow> rows, Path file) {
    try {
      texts.write(rows, file);
      return "%,d lines in %s".formatted(rows.size(), file.getFileName());
    } catch (IOException e) {
      return "Not exported: " + e.getMessage();
    }
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("console", "Console", "mdi2c-console", Place.BOTTOM, view)
            .withBadge(model.countsProperty().map(counts -> badge()))
            .looking(VALUES_HZ, model::refresh));
  }

  @Override
  public void dispose() {
    hidden.stop();
  }

  private Badge badge() {
    int errors = model.count(Level.ERROR);
    return errors == 0 ? Badge.NONE : new Badge(errors > 999 ? "999+" : "" + errors, true);
  }
}
