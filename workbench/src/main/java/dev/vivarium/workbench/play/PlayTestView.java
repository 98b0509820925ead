package dev.vivarium.workbench.play;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.PlayTests;
import dev.vivarium.workbench.session.PlayTests.Phase;
import dev.vivarium.workbench.session.PlayTests.Player;
import dev.vivarium.workbench.session.PlayTests.Report;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// What to start above; below it the players, or what would be there.
final class PlayTestView extends BorderPane {
  private static final String WHAT_IT_IS =
      "Players of its own join this world through a server, each over a line as slow as you want."
          + " Ending the play test begins the world anew.";
  private static final int HEAD_ROWS = 2;
  private static final int STATE_COLUMN = 1;
  private static final int UP_COLUMN = 8;
  private static final int DOWN_COLUMN = 11;
  private static final double STATE_MIN_PX = 96;

  /// Beyond it the figures would be too far from whose they are.
  private static final double STATE_MAX_PX = 440;

  private static final double SPINNER_PX = 64;

  private final PlayTestViewModel model;
  private final Consumer<String> lookBack;
  private final GridPane table = new GridPane();
  private final ScrollPane scrolled = new ScrollPane(table);
  private final List<PlayerRow> rows;
  private final EmptyBox empty;
  private final Button start;
  private final Button stop;
  private final Button back = new Button("Look back", new FontIcon("mdi2h-history"));
  private final Button copy =
      new Button("Copy the replay command", new FontIcon("mdi2c-content-copy"));
  private final Label said = new Label();
  private int shownRows;

  /// @param lookBack opens a recording by its name
  PlayTestView(Desk desk, PlayTestViewModel model, Consumer<String> lookBack) {
    this.model = model;
    this.lookBack = lookBack;
    rows =
        IntStream.rangeClosed(1, PlayTests.PLAYERS_MAX)
            .mapToObj(number -> new PlayerRow(number, model.line(number)))
            .toList();
    start = desk.controls().textButton("world.startPlayTest");
    start.getStyleClass().add("accent");
    stop = desk.controls().textButton("world.stopPlayTest");
    CommandControls.pale(stop, model.reportProperty().map(now -> !now.isUp()));
    prepareRecording();
    empty = new EmptyBox("mdi2g-gamepad-variant-outline", WHAT_IT_IS, start, back, copy);
    prepareTable();
    setTop(bar());
    model.reportProperty().subscribe(this::show);
  }

  private void prepareRecording() {
    back.setId("play-look-back");
    back.setTooltip(CommandControls.tooltip("Open the recording of this play test"));
    back.setOnAction(e -> model.recording().ifPresent(lookBack));
    copy.setId("play-copy-replay");
    copy.setOnAction(e -> {
      var content = new ClipboardContent();
      content.putString(model.reportProperty().get().replayLine());
      Clipboard.getSystemClipboard().setContent(content);
    });
  }

  private Node bar() {
    var players = new Spinner<Integer>(1, PlayTests.PLAYERS_MAX, model.playersProperty().get());
    players.setId("play-players");
    players.setPrefWidth(SPINNER_PX);
    players.setMinWidth(SPINNER_PX);
    players.valueProperty().subscribe(now -> model.playersProperty().set(now));
    players.setTooltip(CommandControls.tooltip("How many players join, 1 to 8"));
    players.setAccessibleText("Players");
    var script = new ComboBox<>(model.scripts());
    script.setId("play-script");
    script.valueProperty().bindBidirectional(model.scriptProperty());
    script.setTooltip(
        CommandControls.tooltip("What they do: a .bots file in scripts/ or bots/ of the project"));
    var record = new ToggleButton("Record", new FontIcon("mdi2r-record"));
    record.setId("play-record");
    record.selectedProperty().bindBidirectional(model.recordsProperty());
    record.setTooltip(CommandControls.tooltip("Keep a recording of the whole play test"));
    var bar =
        new FlowPane(8, 4, text("Players"), players, text("Script"), script, record, presets());
    bar.getStyleClass().addAll("panel-bar", "wrapping");
    said.setId("play-said");
    said.setMinWidth(Region.USE_PREF_SIZE);
    said.getStyleClass().add("muted");
    var ends = new HBox(8, said, stop);
    ends.setAlignment(Pos.CENTER_LEFT);
    bar.getChildren().add(ends);
    model
        .reportProperty()
        .map(PlayTestView::isAtWork)
        .subscribe(atWork -> List.of(players, script, record).forEach(n -> n.setDisable(atWork)));
    return bar;
  }

  private static boolean isAtWork(Report now) {
    return now.isUp() || now.phase() == Phase.STOPPING;
  }

  private Node presets() {
    var all = new MenuButton("All lines");
    all.setId("play-presets");
    all.setTooltip(CommandControls.tooltip("Put every player on a line as it is met with"));
    for (var preset : PlayTestViewModel.PRESETS) {
      var item = new MenuItem(preset.name());
      item.setOnAction(e -> model.use(preset));
      all.getItems().add(item);
    }
    return all;
  }

  private static Label text(String text) {
    var label = new Label(text);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  // The table.

  private void prepareTable() {
    table.setId("play-table");
    table.getStyleClass().add("play-table");
    scrolled.setFitToWidth(true);
    scrolled.getStyleClass().add("play-scroll");
    var heads =
        List.of(
            head("", "Number of the player"),
            head("Player", "How it fares"),
            head("Round trip", "To the server and back, smoothed"),
            head("In", "What it receives"),
            head("Out", "What it sends"),
            head("States", "States of the world that reach it each second"),
            head("Behind", "From the newest state that it has to the world's newest tick"),
            head("Off by", "How far what it sees stands from where it is now, at most"));
    for (int column = 0; column < heads.size(); column++) {
      var constraints = new ColumnConstraints();
      constraints.setHalignment(column > STATE_COLUMN ? HPos.RIGHT : HPos.LEFT);
      if (column == STATE_COLUMN) {
        constraints.setHgrow(Priority.ALWAYS);
        constraints.setMinWidth(STATE_MIN_PX);
        constraints.setPrefWidth(STATE_MIN_PX);
        constraints.setMaxWidth(STATE_MAX_PX);
      } else {
        constraints.setMinWidth(Region.USE_PREF_SIZE);
      }
      table.getColumnConstraints().add(constraints);
      table.add(heads.get(column), column, 1);
    }
    way("To the server", UP_COLUMN);
    way("From the server", DOWN_COLUMN);
  }

  private void way(String title, int column) {
    table.add(head(title, "What this way does to messages"), column, 0, 3, 1);
    field(head("Delay ms", "Every message takes at least so long"), column);
    field(head("Jitter", "And up to so many milliseconds longer"), column + 1);
    field(head("Loss %", "Sent again, and holds back what is behind it, as over TCP"), column + 2);
  }

  private void field(Label head, int column) {
    GridPane.setHalignment(head, HPos.RIGHT);
    table.add(head, column, 1);
  }

  private static Label head(String title, String meaning) {
    var label = new Label(title);
    label.getStyleClass().add("play-head");
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setTooltip(CommandControls.tooltip(meaning));
    return label;
  }

  private void show(Report now) {
    boolean hadFocus = hasFocus();
    boolean isAtWork = isAtWork(now);
    boolean hasBegunOrEnded = stop.isVisible() != isAtWork;
    boolean showsPlayers = isAtWork && !now.players().isEmpty();
    said.setText(isAtWork ? PlayTestViewModel.text(now) : "");
    showOnly(stop, isAtWork);
    start.setVisible(!isAtWork);
    boolean isRecorded = !now.recording().isEmpty() && !isAtWork;
    back.setVisible(isRecorded);
    copy.setVisible(isRecorded);
    copy.setTooltip(CommandControls.tooltip(now.replayLine()));
    if (showsPlayers) {
      showPlayers(now.players());
    } else {
      sayWhy(now);
    }
    setCenter(showsPlayers ? scrolled : empty);
    if (hadFocus && hasBegunOrEnded) {
      (isAtWork ? stop : start).requestFocus();
    }
  }

  private static void showOnly(Node node, boolean is) {
    node.setVisible(is);
    node.setManaged(is);
  }

  /// Else who starts or ends a test by the keys would be somewhere else then.
  private boolean hasFocus() {
    Node owner = getScene() == null ? null : getScene().getFocusOwner();
    for (Node node = owner; node != null; node = node.getParent()) {
      if (node.equals(this)) {
        return true;
      }
    }
    return false;
  }

  private void sayWhy(Report now) {
    switch (now.phase()) {
      case FAILED -> empty.say("mdi2a-alert-circle-outline", now.problem());
      case STARTING, STOPPING, RUNNING ->
          empty.say("mdi2p-progress-clock", PlayTestViewModel.text(now));
      case IDLE ->
          empty.say(
              "mdi2g-gamepad-variant-outline",
              now.recording().isEmpty()
                  ? WHAT_IT_IS
                  : "The world began anew. The play test is kept as the recording “%s”."
                      .formatted(now.recording()));
    }
  }

  private void showPlayers(List<Player> players) {
    for (; shownRows < players.size(); shownRows++) {
      var cells = rows.get(shownRows).cells();
      for (int column = 0; column < cells.size(); column++) {
        table.add(cells.get(column), column, HEAD_ROWS + shownRows);
      }
    }
    for (; shownRows > players.size(); shownRows--) {
      table.getChildren().removeAll(rows.get(shownRows - 1).cells());
    }
    for (int i = 0; i < players.size(); i++) {
      rows.get(i).show(players.get(i));
    }
  }
}
