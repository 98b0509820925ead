package dev.vivarium.workbench.tracer;

import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.theme.PluginHue;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// Messages over time: a lane for each channel or plugin, a bar for each tick. A drag selects
/// ticks, arrow keys move what is selected, Escape takes it away.
final class TimelineView extends Region {
  private static final double LANE_PX = 16;
  private static final double TITLE_PX = 132;
  private static final double AXIS_PX = 16;
  private static final double LEAST_PX = 56;
  private static final int MAX_LANES = 12;

  private final Canvas canvas = new Canvas();
  private final Colours colours = new Colours(this::draw);
  private final MessagesViewModel model;
  private final Desk desk;
  private final Tooltip tip = new Tooltip();
  private boolean byPlugin;
  private Timeline shown = new Timeline(0, 0, java.util.List.of());
  private long dragFrom;

  TimelineView(MessagesViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    setId("message-timeline");
    getStyleClass().add("message-timeline");
    setFocusTraversable(true);
    setAccessibleText("Messages over time; drag to select ticks");
    getChildren().add(canvas);
    getChildren().addAll(colours.probes());
    Tooltip.install(this, tip);
    model.timelineProperty().subscribe(t -> take());
    model.filterProperty().subscribe((was, is) -> take());
    model.rangeProperty().subscribe(r -> draw());
    desk.theme().subscribe(t -> draw());
    focusedProperty().subscribe(f -> draw());
    widthProperty().subscribe(w -> draw());
    setOnMousePressed(this::press);
    setOnMouseDragged(this::drag);
    setOnMouseMoved(e -> tip.setText(shown.describe(share(e), lane(e))));
    setOnKeyPressed(this::key);
  }

  void setByPlugin(boolean on) {
    byPlugin = on;
    take();
  }

  private void take() {
    shown = model.lanes(byPlugin);
    var lanes = Math.clamp(shown.lanes().size(), 2, MAX_LANES);
    var height = Math.max(LEAST_PX, lanes * LANE_PX + AXIS_PX + 4);
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
    draw();
  }

  @Override
  protected void layoutChildren() {
    draw();
  }

  private double plotWidth() {
    return Math.max(1, getWidth() - TITLE_PX - 8);
  }

  private double share(MouseEvent e) {
    return (e.getX() - TITLE_PX) / plotWidth();
  }

  private int lane(MouseEvent e) {
    return (int) Math.floor(e.getY() / LANE_PX);
  }

  private void press(MouseEvent e) {
    requestFocus();
    if (shown.lanes().isEmpty()) {
      return;
    }
    dragFrom = shown.tickAt(share(e));
    model.rangeProperty().set(Optional.of(new MessagesViewModel.TickRange(dragFrom, dragFrom)));
    model.pausedProperty().set(true);
  }

  private void drag(MouseEvent e) {
    if (shown.lanes().isEmpty()) {
      return;
    }
    var now = shown.tickAt(share(e));
    var range = new MessagesViewModel.TickRange(Math.min(dragFrom, now), Math.max(dragFrom, now));
    if (!model.rangeProperty().get().equals(Optional.of(range))) {
      model.rangeProperty().set(Optional.of(range));
    }
  }

  private void key(KeyEvent e) {
    var range = model.rangeProperty().get();
    if (e.getCode() == KeyCode.ESCAPE && range.isPresent()) {
      model.rangeProperty().set(Optional.empty());
      e.consume();
    } else if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
      var last = Math.max(0, shown.lastTick() - 1);
      var now = range.orElseGet(() -> new MessagesViewModel.TickRange(last, last));
      var by = e.getCode() == KeyCode.LEFT ? -1 : 1;
      var first = e.isShiftDown() ? now.first() : Math.max(0, now.first() + by);
      model
          .rangeProperty()
          .set(
              Optional.of(
                  new MessagesViewModel.TickRange(
                      first, Math.max(first, Math.max(0, now.last() + by)))));
      model.pausedProperty().set(true);
      e.consume();
    }
  }

  private void draw() {
    if (getScene() == null || getWidth() < 1 || getHeight() < 1) {
      return;
    }
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    var g = canvas.getGraphicsContext2D();
    g.setFill(colours.of(Colours.GROUND));
    g.fillRect(0, 0, getWidth(), getHeight());
    g.setFont(Font.font("Inter", 11));
    selection(g);
    for (var i = 0; i < Math.min(MAX_LANES, shown.lanes().size()); i++) {
      lane(g, shown.lanes().get(i), i * LANE_PX);
    }
    axis(g);
    if (isFocused()) {
      g.setStroke(colours.of(Colours.ACCENT));
      g.strokeRect(0.5, 0.5, getWidth() - 1, getHeight() - 1);
    }
  }

  private void selection(GraphicsContext g) {
    model
        .rangeProperty()
        .get()
        .ifPresent(range -> {
          var from = Math.clamp(shown.shareOf(range.first()), 0, 1);
          var to = Math.clamp(shown.shareOf(range.last() + 1), 0, 1);
          g.setFill(colours.of(Colours.SELECTION));
          g.fillRect(
              TITLE_PX + from * plotWidth(),
              0,
              Math.max(2, (to - from) * plotWidth()),
              getHeight() - AXIS_PX);
        });
  }

  private void lane(GraphicsContext g, Timeline.Lane lane, double top) {
    g.setTextBaseline(VPos.CENTER);
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(colours.of(Colours.TEXT));
    g.fillText(lane.title(), 8, top + LANE_PX / 2, TITLE_PX - 16);
    g.setFill(colours.of(Colours.LINE));
    g.fillRect(TITLE_PX, top + LANE_PX - 1, plotWidth(), 1);
    g.setFill(colour(lane.plugin()));
    var ticks = lane.counts().length;
    var pixels = (int) plotWidth();
    var column = -1;
    var most = 0;
    for (var i = 0; i < ticks; i++) {
      var at = (int) ((long) i * pixels / ticks);
      if (at != column) {
        bar(g, column, most, lane.most(), top, Math.max(1, pixels / ticks));
        column = at;
        most = 0;
      }
      most = Math.max(most, lane.counts()[i]);
    }
    bar(g, column, most, lane.most(), top, Math.max(1, pixels / ticks));
  }

  private static void bar(
      GraphicsContext g, int column, int count, int most, double top, int width) {
    if (column >= 0 && count > 0) {
      var height = Math.max(2, (LANE_PX - 4) * count / most);
      g.fillRect(TITLE_PX + column, top + LANE_PX - 1 - height, width, height);
    }
  }

  private Paint colour(String plugin) {
    var hue = desk.world().hue(plugin);
    return hue < 0 ? colours.of(Colours.MUTED) : PluginHue.color(hue, desk.theme().get());
  }

  private void axis(GraphicsContext g) {
    g.setFill(colours.of(Colours.MUTED));
    g.setTextBaseline(VPos.CENTER);
    var y = getHeight() - AXIS_PX / 2;
    if (shown.lanes().isEmpty()) {
      var all = model.timelineProperty().get().lanes().isEmpty();
      g.fillText(
          "No messages in the last ten seconds of the world"
              + (all ? "" : " on the channels that the filter names"),
          TITLE_PX,
          y - AXIS_PX);
      return;
    }
    g.fillText("tick %,d".formatted(shown.firstTick()), TITLE_PX, y);
    g.setTextAlign(TextAlignment.RIGHT);
    g.fillText("%,d".formatted(shown.lastTick()), getWidth() - 8, y);
    g.setTextAlign(TextAlignment.LEFT);
    if (shown.lanes().size() > MAX_LANES) {
      g.fillText("%d more lanes".formatted(shown.lanes().size() - MAX_LANES), 8, y);
    }
  }
}
