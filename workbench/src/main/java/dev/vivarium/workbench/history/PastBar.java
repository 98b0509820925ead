package dev.vivarium.workbench.history;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.HistorySource.Sources;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Says that the window shows the past, or a tick on its way, and offers the ways out of it.
final class PastBar extends VBox {
  private static final double PROGRESS_PX = 120;

  private final HistoryViewModel model;
  private final Label where = new Label("", new FontIcon("mdi2h-history"));
  private final HBox looking;
  private final HBox asking;
  private final HBox failing;
  private final Label failure = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
  private final ProgressBar progress = new ProgressBar(0);

  PastBar(HistoryViewModel model, CommandControls controls) {
    this.model = model;
    setId("past-bar");
    where.setId("past-tick");
    progress.setPrefWidth(PROGRESS_PX);
    progress.progressProperty().bind(model.progressProperty());
    var giveUp = button("Cancel", model::giveUp);
    progress.visibleProperty().bind(model.wantedProperty().map(OptionalLong::isPresent));
    giveUp.visibleProperty().bind(progress.visibleProperty());
    giveUp.managedProperty().bind(giveUp.visibleProperty());
    progress.managedProperty().bind(progress.visibleProperty());
    looking =
        banner(
            where,
            progress,
            giveUp,
            text(controls, "time.mark", "Compare from here"),
            text(controls, "time.compare", "Compare"),
            text(controls, "time.runOn"),
            text(controls, "time.live"));
    asking =
        banner(
            new Label(
                "The live world becomes this one, with its plugins as they were, or with their"
                    + " sources as they are now. What it is now is kept as a recording.",
                new FontIcon("mdi2h-help-circle-outline")),
            identified("confirm-run-on", button("Run on", () -> model.runOn(Sources.THEN))),
            identified(
                "confirm-run-on-now",
                button("Run on with current sources", () -> model.runOn(Sources.NOW))),
            button("Cancel", () -> model.asksToRunOnProperty().set(false)));
    var delete = identified("delete-broken", button("Delete", model::deleteBroken));
    delete.visibleProperty().bind(model.brokenProperty().map(Optional::isPresent));
    delete.managedProperty().bind(delete.visibleProperty());
    failing =
        banner(
            failure, delete, identified("dismiss-notice", button("Close", model::dismissNotice)));
    getChildren().addAll(looking, asking, failing);
    model.shownProperty().subscribe(t -> show());
    model.wantedProperty().subscribe(t -> show());
    model.asksToRunOnProperty().subscribe(t -> show());
    model.noticeProperty().subscribe(t -> show());
    model.statusProperty().subscribe(t -> show());
    model.busyProperty().subscribe(t -> show());
  }

  private static HBox banner(Node... parts) {
    var first = (Label) parts[0];
    first.setMaxWidth(Double.MAX_VALUE);
    first.setMinWidth(0);
    HBox.setHgrow(first, Priority.ALWAYS);
    var banner = new HBox(parts);
    banner.getStyleClass().add("banner");
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private static Button text(CommandControls controls, String id) {
    var button = controls.textButton(id);
    button.setMinWidth(USE_PREF_SIZE);
    return button;
  }

  /// Shorter than the act is called where nothing around says of what it is one.
  private static Button text(CommandControls controls, String id, String brief) {
    var button = text(controls, id);
    button.setText(brief);
    return button;
  }

  private static Button button(String title, Runnable act) {
    var button = new Button(title);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> act.run());
    return button;
  }

  private static Button identified(String id, Button button) {
    button.setId(id);
    return button;
  }

  private void show() {
    var shown = model.shownProperty().get();
    var wanted = model.wantedProperty().get();
    var busy = model.busyProperty().get();
    looking.setVisible(shown.isPresent() || wanted.isPresent());
    asking.setVisible(model.asksToRunOnProperty().get());
    failure.setText(busy.isEmpty() ? model.noticeProperty().get() : busy + " …");
    failing.setVisible(!failure.getText().isEmpty());
    failing.getChildren().getLast().setVisible(busy.isEmpty());
    setVisible(looking.isVisible() || asking.isVisible() || failing.isVisible());
    setManaged(isVisible());
    where.setText(words(shown, wanted));
  }

  private String words(OptionalLong shown, OptionalLong wanted) {
    var status = model.statusProperty().get();
    if (shown.isEmpty()) {
      return wanted.isEmpty()
          ? ""
          : String.format(Locale.ROOT, "Going back to tick %,d", wanted.getAsLong());
    }
    var of =
        status.source().isEmpty()
            ? String.format(Locale.ROOT, "%,d ticks ago", status.lastTick() - shown.getAsLong())
            : "of the recording “" + status.source() + "”";
    return String.format(
        Locale.ROOT,
        "You are looking at tick %,d, %s. Nothing can be changed here.",
        shown.getAsLong(),
        of);
  }
}
