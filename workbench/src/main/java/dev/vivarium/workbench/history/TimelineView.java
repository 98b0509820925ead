package dev.vivarium.workbench.history;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.theme.Ink;
import dev.vivarium.workbench.theme.Theme;
import dev.vivarium.workbench.world.WorldTexts;
import java.util.Locale;
import java.util.OptionalLong;
import javafx.beans.value.ObservableValue;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;

/// The line of time along the window's foot: what is recorded, what happened in it, and which tick
/// is shown. Drag on it, or use the arrow keys.
final class TimelineView extends HBox {
  private static final double MARK_PX = 8;
  private static final double NEAR_PX = 6;

  /// So much room at both ends that the head and the marks are seen whole there.
  private static final double INSET_PX = 6;

  private static final int LEAP_TICKS = 60;

  private final HistoryViewModel model;
  private final Canvas canvas = new Canvas();
  private final Track track = new Track();
  private final Label text = new Label();
  private final Label hint = new Label();
  private final FontIcon recordIcon = new FontIcon("mdi2r-record");
  private final Tooltip hover = CommandControls.tooltip("");
  private final Tooltip taken = CommandControls.tooltip("");
  private final Ink line = new Ink("-vivarium-line");
  private final Ink muted = new Ink("-vivarium-muted");
  private final Ink here = new Ink("-vivarium-info");
  private final Ink waiting = new Ink("-vivarium-waiting");
  private final Ink good = new Ink("-vivarium-good");
  private final Ink bad = new Ink("-vivarium-bad");

  private final class Track extends Pane {
    @Override
    protected void layoutChildren() {
      super.layoutChildren();
      if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
      }
      draw();
    }
  }

  TimelineView(HistoryViewModel model, CommandControls controls, ObservableValue<Theme> theme) {
    this.model = model;
    setId("timeline");
    getStyleClass().add("timeline");
    text.setId("timeline-text");
    text.getStyleClass().addAll("mono", "muted");
    text.setMinWidth(USE_PREF_SIZE);
    text.setTooltip(taken);
    prepareTrack();
    getChildren()
        .addAll(
            record(controls),
            text,
            track,
            controls.iconButton("time.back"),
            controls.iconButton("time.forward"),
            controls.iconButton("time.live"));
    model.statusProperty().subscribe(this::show);
    model.shownProperty().subscribe(t -> draw());
    model.wantedProperty().subscribe(t -> draw());
    model.compareFromProperty().subscribe(t -> draw());
    theme.subscribe(t -> track.requestLayout());
  }

  private Button record(CommandControls controls) {
    var button = controls.iconButton("time.record");
    button.setGraphic(recordIcon);
    return button;
  }

  private void prepareTrack() {
    track.setId("timeline-track");
    track.getStyleClass().add("timeline-track");
    track.setAccessibleText("Timeline: left and right go by a tick, with Shift by a second");
    track.setFocusTraversable(true);
    HBox.setHgrow(track, Priority.ALWAYS);
    hint.getStyleClass().add("muted");
    hint.setMouseTransparent(true);
    hint.layoutXProperty().set(12);
    hint.layoutYProperty().bind(track.heightProperty().subtract(hint.heightProperty()).divide(2));
    track.getChildren().addAll(canvas, hint, line, muted, here, waiting, good, bad);
    track.setOnMousePressed(this::scrubbed);
    track.setOnMouseDragged(this::scrubbed);
    track.setOnMouseMoved(this::hovered);
    track.setOnKeyPressed(this::key);
    Tooltip.install(track, hover);
  }

  private void scrubbed(MouseEvent event) {
    track.requestFocus();
    if (!model.statusProperty().get().isEmpty()) {
      model.show(tickAt(event.getX()));
    }
  }

  private void hovered(MouseEvent event) {
    var status = model.statusProperty().get();
    if (status.isEmpty()) {
      hover.setText("Nothing is recorded yet");
      return;
    }
    var words = new StringBuilder(String.format(Locale.ROOT, "tick %,d", tickAt(event.getX())));
    status.marks().stream()
        .filter(m -> Math.abs(x(m.tick()) - event.getX()) < NEAR_PX)
        .limit(MAX_HOVERED)
        .forEach(m -> words.append(String.format(Locale.ROOT, "%n%,d  %s", m.tick(), m.text())));
    hover.setText(words.toString());
  }

  private static final int MAX_HOVERED = 6;

  private void key(KeyEvent event) {
    var ticks = event.isShiftDown() ? LEAP_TICKS : 1;
    switch (event.getCode()) {
      case LEFT -> model.move(-ticks);
      case RIGHT -> model.move(ticks);
      case UP -> model.moveToMark(1);
      case DOWN -> model.moveToMark(-1);
      case HOME -> model.show(model.statusProperty().get().firstTick());
      case END, ESCAPE -> model.live();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void show(HistoryStatus status) {
    recordIcon.setIconLiteral(status.recording() ? "mdi2s-stop-circle-outline" : "mdi2r-record");
    recordIcon
        .getStyleClass()
        .setAll("ikonli-font-icon", status.recording() ? "icon-error" : "icon-muted");
    hint.setText(
        status.isEmpty()
            ? "Nothing recorded yet: press record, and every tick can be looked at again."
            : "");
    text.setText(words(status));
    taken.setText(
        "%s of %s are taken"
            .formatted(WorldTexts.bytes(status.bytes()), WorldTexts.bytes(status.bytesMax())));
    draw();
  }

  private static String words(HistoryStatus status) {
    if (status.isEmpty()) {
      return status.recording() ? "waiting" : "not recording";
    }
    return String.format(
        Locale.ROOT,
        "%s %,d ticks · %s",
        what(status),
        status.lastTick() - status.firstTick(),
        WorldTexts.bytes(status.bytes()));
  }

  private static String what(HistoryStatus status) {
    if (status.newestOnly()) {
      return "last";
    }
    return !status.source().isEmpty() ? "opened" : status.recording() ? "recording" : "recorded";
  }

  private long tickAt(double x) {
    var status = model.statusProperty().get();
    var share = Math.clamp((x - INSET_PX) / Math.max(1, room()), 0, 1);
    return status.firstTick() + Math.round(share * (status.lastTick() - status.firstTick()));
  }

  private double x(long tick) {
    var status = model.statusProperty().get();
    var span = Math.max(1, status.lastTick() - status.firstTick());
    return INSET_PX + (tick - status.firstTick()) * room() / span;
  }

  private double room() {
    return track.getWidth() - 2 * INSET_PX;
  }

  private void draw() {
    var g = canvas.getGraphicsContext2D();
    var status = model.statusProperty().get();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    if (status.isEmpty() || canvas.getWidth() < 1) {
      return;
    }
    drawActivity(g, status);
    for (var mark : status.marks()) {
      drawMark(g, mark);
    }
    model.compareFromProperty().get().ifPresent(tick -> drawFlag(g, tick));
    model.wantedProperty().get().ifPresent(tick -> drawHead(g, tick, here.color(0.45)));
    OptionalLong shown = model.shownProperty().get();
    drawHead(g, shown.orElse(status.lastTick()), shown.isPresent() ? here.color() : good.color());
  }

  /// How many messages were sent, as bars from the foot.
  private void drawActivity(GraphicsContext g, HistoryStatus status) {
    var most = status.activity().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (most == 0) {
      return;
    }
    g.setFill(muted.color(0.35));
    var parts = status.activity().size();
    var width = room() / parts;
    for (var i = 0; i < parts; i++) {
      var height = (canvas.getHeight() - MARK_PX) * status.activity().get(i) / most;
      g.fillRect(
          INSET_PX + i * width, canvas.getHeight() - height, Math.max(1, width - 0.5), height);
    }
  }

  /// Each kind has a shape of its own, for those who see no colours.
  private void drawMark(GraphicsContext g, HistoryStatus.Mark mark) {
    var x = x(mark.tick());
    switch (mark.kind()) {
      case RELOAD -> {
        g.setFill(good.color());
        g.fillPolygon(new double[] {x - 4, x + 4, x}, new double[] {1, 1, MARK_PX}, 3);
      }
      case EDIT -> {
        g.setFill(waiting.color());
        g.fillRect(x - 1.5, 1, 3, MARK_PX);
      }
      case WATCH -> {
        g.setFill(here.color());
        g.fillPolygon(
            new double[] {x - 4, x, x + 4, x},
            new double[] {1 + MARK_PX / 2, 1, 1 + MARK_PX / 2, 1 + MARK_PX},
            4);
      }
      case FAILURE -> {
        g.setStroke(bad.color());
        g.setLineWidth(2);
        g.strokeLine(x - 3, 2, x + 3, MARK_PX);
        g.strokeLine(x + 3, 2, x - 3, MARK_PX);
      }
    }
  }

  private void drawFlag(GraphicsContext g, long tick) {
    var x = x(tick);
    g.setStroke(waiting.color());
    g.setLineWidth(1);
    g.setLineDashes(3, 3);
    g.strokeLine(x, 0, x, canvas.getHeight());
    g.setLineDashes();
  }

  private void drawHead(GraphicsContext g, long tick, javafx.scene.paint.Color color) {
    var x = Math.clamp(x(tick), INSET_PX, Math.max(INSET_PX, canvas.getWidth() - INSET_PX));
    g.setStroke(color);
    g.setLineWidth(2);
    g.strokeLine(x, 0, x, canvas.getHeight());
    g.setFill(color);
    g.fillOval(x - 4, canvas.getHeight() / 2 - 4, 8, 8);
  }
}
