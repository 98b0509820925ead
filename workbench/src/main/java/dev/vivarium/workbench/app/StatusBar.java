package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.task.Tasks;
import dev.vivarium.workbench.world.WorldTexts;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/// The bar at the bottom. On its left stands which plugins have stopped, while any has, and what
/// the last save did, until the next one.
final class StatusBar extends HBox {
  /// A hint that nobody asked for goes by itself.
  private static final Duration HINT_TIME = Duration.seconds(6);

  private final WorldViewModel world;
  private final ReadOnlyStringProperty fileProblem;
  private final Label save = new Label();
  private final FontIcon icon = new FontIcon("mdi2c-check");
  private final String atFirst;
  private String warning = "";
  private String hint = "";
  private final PauseTransition hintTime = new PauseTransition(HINT_TIME);
  private final Label caret = new Label();

  /// @param atFirst what to say while nothing was saved
  StatusBar(
      WorldViewModel world,
      ReadOnlyStringProperty fileProblem,
      Tasks tasks,
      Node stopped,
      String atFirst) {
    this.atFirst = atFirst;
    this.world = world;
    this.fileProblem = fileProblem;
    getStyleClass().add("status-bar");
    save.setId("last-save");
    save.setGraphic(icon);
    save.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(save, Priority.ALWAYS);
    caret.getStyleClass().addAll("mono", "muted");
    caret.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().addAll(stopped, save, new TaskBar(tasks), caret);
    world
        .lastReloadProperty()
        .subscribe(r -> {
          warning = "";
          show();
        });
    world
        .statusProperty()
        .map(s -> s.plugins().stream().map(PluginStatus::state).toList())
        .subscribe(s -> show());
    world.buildingProperty().subscribe(r -> show());
    world.noticeProperty().subscribe(r -> show());
    world.connectionProperty().subscribe(r -> show());
    fileProblem.subscribe(r -> show());
  }

  /// Shows what the user should know, until a save is answered.
  void warn(String text) {
    warning = text;
    show();
  }

  /// Says quietly why something cannot be done now, for a while or until the next thing is done.
  void hint(String text) {
    hint = text;
    hintTime.setOnFinished(e -> noHint());
    hintTime.playFromStart();
    show();
  }

  void noHint() {
    if (!hint.isEmpty()) {
      hint = "";
      show();
    }
  }

  void showCaret(String text) {
    caret.setText(text);
  }

  private void show() {
    var trouble = trouble();
    var building = world.buildingProperty().get();
    if (!hint.isEmpty()) {
      say("mdi2i-information-outline", "icon-muted", hint, "");
    } else if (!trouble.isEmpty()) {
      say("mdi2a-alert-circle-outline", "icon-error", trouble, "");
    } else if (!building.isEmpty()) {
      say("mdi2t-timer-sand", "icon-warning", "compiling " + building + "…", "");
    } else {
      world
          .lastReloadProperty()
          .get()
          .ifPresentOrElse(this::showReload, StatusBar.this::showNothingYet);
    }
  }

  private String trouble() {
    return Optional.of(world.connectionProperty().get())
        .filter(text -> !text.isEmpty())
        .or(() -> Optional.of(fileProblem.get()).filter(text -> !text.isEmpty()))
        .or(() -> Optional.of(world.noticeProperty().get()).filter(text -> !text.isEmpty()))
        .orElse(warning);
  }

  private void showReload(ReloadReport report) {
    var good = report.outcome() == ReloadReport.Outcome.SWAPPED;
    var waiting = report.outcome() == ReloadReport.Outcome.WAITING;
    say(
        good ? "mdi2c-check" : waiting ? "mdi2h-help-circle-outline" : "mdi2c-close-circle",
        good ? "icon-good" : waiting ? "icon-warning" : "icon-error",
        WorldTexts.reload(report, runs(report.plugin())),
        WorldTexts.reloadParts(report));
  }

  private boolean runs(String plugin) {
    return world
        .plugin(plugin)
        .map(PluginStatus::state)
        .filter(s -> s != PluginState.FAILED)
        .isPresent();
  }

  private void showNothingYet() {
    say("mdi2c-content-save-outline", "icon-muted", atFirst, "");
  }

  private void say(String literal, String style, String text, String hint) {
    icon.setIconLiteral(literal);
    icon.getStyleClass().setAll("ikonli-font-icon", style);
    save.setText(text);
    save.setTooltip(hint.isEmpty() ? null : CommandControls.tooltip(hint));
  }
}
