package dev.vivarium.workbench.profiler;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// The profiler.
public final class ProfilerPart implements Part {
  private static final double LOOKS_HZ = 10;

  private final Desk desk;
  private final ProfilerViewModel model;
  private final ProfilerView view;

  /// @param showTick shows what a tick did: its messages, and the world after it if that is kept
  public ProfilerPart(Desk desk, LongConsumer showTick) {
    this.desk = desk;
    model = new ProfilerViewModel(desk.session().profile(), desk.window());
    addCommands(showTick);
    view = new ProfilerView(model, desk);
  }

  public ProfilerViewModel model() {
    return model;
  }

  @Override
  public List<Panel> panels() {
    return List.of(
        Panel.of("profiler", "Profiler", "mdi2c-chart-bar-stacked", Place.BOTTOM, view)
            .looking(LOOKS_HZ, model::refresh));
  }

  @Override
  public void take(SessionEvent event) {
    if (event instanceof SessionEvent.Reloaded(var report)) {
      model.reloaded(report);
    }
  }

  private void addCommands(LongConsumer showTick) {
    var commands = desk.commands();
    commands.add(
        "profile.slowest",
        "Select the slowest tick",
        "",
        "mdi2c-chart-bell-curve",
        model::selectSlowest);
    commands.add(
        "profile.show",
        "Look at the selected tick and its messages",
        "",
        "mdi2h-history",
        Obstacle.unless(() -> model.selectedProperty().get().isPresent(), "No tick is selected"),
        () ->
            model
                .selectedProperty()
                .get()
                .ifPresent(tick -> {
                  showTick.accept(tick);
                }));
    commands.add(
        "profile.sample",
        "Sample entities: which of them systems' time goes to",
        "",
        "mdi2c-crosshairs",
        model::toggleSampling);
    commands.add(
        "profile.flight",
        "Start Java Flight Recorder, or stop it and write its file",
        "",
        "mdi2a-airplane",
        model::toggleFlight);
    commands.add(
        "profile.csv",
        "Export the ticks as CSV…",
        "",
        "mdi2e-export",
        Obstacle.unless(() -> !model.ticks().isEmpty(), "No tick has been measured"),
        this::exportCsv);
  }

  private void exportCsv() {
    var chooser = new FileChooser();
    chooser.setTitle("Export the ticks");
    chooser.setInitialFileName("ticks.csv");
    var to = chooser.showSaveDialog(view.getScene().getWindow());
    if (to != null) {
      var _ = exportCsv(to.toPath());
    }
  }

  /// Writes the ticks of the range, or all that are kept; done once the file is there or the reason
  /// why not is shown.
  public CompletableFuture<@Nullable Void> exportCsv(Path file) {
    var text = model.csv();
    return CompletableFuture.supplyAsync(() -> written(file, text), desk.background())
        .<@Nullable Void>thenApplyAsync(
            (String problem) -> {
              if (problem.isEmpty()) {
                model.wrote(file.toString());
              } else {
                model.failed(problem);
              }
              return null;
            },
            desk.window());
  }

  private static String written(Path file, String text) {
    try {
      Files.writeString(file, text);
      return "";
    } catch (IOException e) {
      return "The ticks cannot be written to " + file + ": " + e.getMessage();
    }
  }

  /// Shows one of the tables below the graph: `systems`, `memory` or `entities`.
  public boolean showTable(String title) {
    return view.showTable(title);
  }

  @Override
  public void dispose() {
    if (model.samplingProperty().get()) {
      model.toggleSampling();
    }
  }
}
