package dev.vivarium.workbench.history;

import dev.vivarium.workbench.command.Obstacle;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Place;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.session.SwitchedSession;
import dev.vivarium.workbench.settings.Setting.Choice;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/// Time travel: the timeline, the bar of the past, and the panel of recordings and comparisons.
public final class HistoryPart implements Part {
  private static final double FILES_HZ = 1;
  private static final double STATUS_HZ = 5;
  private static final int LEAP_TICKS = 60;

  private static final String RECORD = "Record the world";
  private static final String STOP = "Stop recording the world";

  private final HistoryViewModel model;
  private final TimelineView timeline;
  private final PastBar bar;
  private final HistoryView view;
  private final Subscription newest;

  /// @param session what the window's other parts look at
  public HistoryPart(Desk desk, SwitchedSession session) {
    model = new HistoryViewModel(session, desk.window());
    addCommands(desk);
    timeline = new TimelineView(model, desk.controls(), desk.theme());
    bar = new PastBar(model, desk.controls());
    view = new HistoryView(model, desk);
    newest =
        desk.settings()
            .choice(
                "time.newestSeconds",
                "Time travel",
                "Keep the newest seconds",
                "How much of the past can be looked at without a recording.",
                new Choice("15", "15 seconds"),
                new Choice("0", "Off"),
                new Choice("5", "5 seconds"),
                new Choice("30", "30 seconds"),
                new Choice("60", "1 minute"),
                new Choice("300", "5 minutes, 256 MiB at most"))
            .subscribe(seconds -> model.keepNewest(Integer.parseInt(seconds)));
    model
        .statusProperty()
        .subscribe(
            status -> desk.commands().rename("time.record", status.recording() ? STOP : RECORD));
    model.refreshRecordings();
    model.comparisonProperty().subscribe(c -> c.ifPresent(found -> showPanel(desk)));
  }

  private static void showPanel(Desk desk) {
    desk.links().showPanel("recordings");
  }

  public HistoryViewModel model() {
    return model;
  }

  /// The line along the window's foot.
  public Region timeline() {
    return timeline;
  }

  /// The bar that says that this is the past; it takes no room while it is not.
  public Region bar() {
    return bar;
  }

  /// How often [HistoryViewModel#refresh()] is to be called; the timeline can always be seen.
  public double looksHz() {
    return STATUS_HZ;
  }

  @Override
  public List<Panel> panels() {
    // While the world loads there is no answer yet, and files come and go beside the window.
    return List.of(
        Panel.of("recordings", "Recordings", "mdi2h-history", Place.BOTTOM, view)
            .looking(FILES_HZ, model::refreshRecordings));
  }

  @Override
  public void dispose() {
    newest.unsubscribe();
    model.live();
  }

  private boolean isRecorded() {
    return !model.statusProperty().get().isEmpty();
  }

  private void addCommands(Desk desk) {
    var commands = desk.commands();
    var recorded = Obstacle.unless(this::isRecorded, "Nothing has been recorded");
    var past = Obstacle.unless(model::isPast, "The world is shown as it is now");
    commands.add("time.record", RECORD, "Shortcut+Shift+R", "mdi2r-record", model::toggleRecording);
    commands.add(
        "time.back",
        "Go back one tick",
        "Shortcut+Shift+COMMA",
        "mdi2s-step-backward",
        recorded,
        () -> model.move(-1));
    commands.add(
        "time.forward",
        "Go forward one tick",
        "Shortcut+Shift+PERIOD",
        "mdi2s-step-forward",
        recorded,
        () -> model.move(1));
    commands.add(
        "time.leapBack",
        "Go back 60 ticks",
        "",
        "mdi2r-rewind",
        recorded,
        () -> model.move(-LEAP_TICKS));
    commands.add(
        "time.previousMark",
        "Go back to the last reload, edit or failure",
        "",
        "mdi2s-skip-backward",
        recorded,
        () -> model.moveToMark(-1));
    commands.add(
        "time.nextMark",
        "Go on to the next reload, edit or failure",
        "",
        "mdi2s-skip-forward",
        recorded,
        () -> model.moveToMark(1));
    commands.add(
        "time.live", "Live", "Shortcut+Shift+END", "mdi2a-access-point", past, model::live);
    commands.add(
        "time.runOn", "Run on from here", "", "mdi2s-source-branch", past, model::askToRunOn);
    commands.add(
        "time.mark",
        "Mark this tick to compare others with it",
        "",
        "mdi2f-flag-outline",
        recorded,
        model::markToCompare);
    commands.add(
        "time.compare",
        "Compare this tick with the marked one",
        "",
        "mdi2v-vector-difference",
        recorded,
        model::compare);
    commands.add(
        "time.save",
        "Save the recording",
        "",
        "mdi2c-content-save-outline",
        recorded,
        () -> model.save(""));
  }
}
