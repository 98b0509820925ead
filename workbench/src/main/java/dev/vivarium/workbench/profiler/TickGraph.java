package dev.vivarium.workbench.profiler;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.session.ProfilePage;
import dev.vivarium.workbench.theme.Ink;
import dev.vivarium.workbench.theme.PluginHue;
import dev.vivarium.workbench.theme.Theme;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.beans.value.ObservableValue;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/// A bar for each tick, stacked by plugin; the newest at the right. The wheel zooms, dragging
/// scrolls, a click selects.
final class TickGraph extends Pane {
  private static final double ZOOM = 1.25;
  private static final double TOP_PX = 14;
  private static final double DRAG_PX = 3;

  private final ProfilerViewModel model;
  private final ObservableValue<Theme> theme;
  private final ToDoubleFunction<String> hueOfPlugin;
  private final Canvas canvas = new Canvas();
  private final Tooltip hover = CommandControls.tooltip("");
  private final Ink muted = new Ink("-vivarium-muted");
  private final Ink text = new Ink("-vivarium-text");
  private final Ink budget = new Ink("-vivarium-bad");
  private final Ink reload = new Ink("-vivarium-good");
  private double barPx = 4;
  private int newestHidden;
  private double pressX;
  private double dragX;
  private boolean dragged;
  private List<ProfilePage.Tick> ticks = List.of();

  TickGraph(
      ProfilerViewModel model, ObservableValue<Theme> theme, ToDoubleFunction<String> hueOfPlugin) {
    this.model = model;
    this.theme = theme;
    this.hueOfPlugin = hueOfPlugin;
    setId("tick-graph");
    getStyleClass().add("tick-graph");
    setFocusTraversable(true);
    setMinHeight(64);
    getChildren().addAll(canvas, muted, text, budget, reload);
    model.changesProperty().subscribe(n -> fresh());
    model.selectedProperty().subscribe(t -> t.ifPresent(this::reveal));
    model.selectedProperty().subscribe(t -> draw());
    model.rangeProperty().subscribe(r -> draw());
    model
        .pausedProperty()
        .subscribe(paused -> {
          if (!paused) {
            newestHidden = 0;
          }
        });
    theme.subscribe(t -> requestLayout());
    setOnMousePressed(this::pressed);
    setOnMouseDragged(this::drag);
    setOnMouseReleased(this::released);
    setOnMouseMoved(e -> hovered(e.getX()));
    setOnScroll(this::scrolled);
    setOnKeyPressed(this::key);
    Tooltip.install(this, hover);
  }

  private void reveal(long tick) {
    for (var i = 0; i < ticks.size(); i++) {
      var fromNewest = ticks.size() - 1 - i;
      var inView = (int) (getWidth() / barPx);
      var hidden = fromNewest < newestHidden || fromNewest >= newestHidden + inView;
      if (ticks.get(i).tick() == tick && hidden) {
        newestHidden = Math.max(0, fromNewest - inView / 2);
      }
    }
  }

  private void fresh() {
    ticks = model.ticks();
    draw();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    draw();
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    pressX = event.getX();
    dragX = event.getX();
    dragged = false;
  }

  private void drag(MouseEvent event) {
    if (Math.abs(event.getX() - pressX) > DRAG_PX) {
      dragged = true;
      model.pausedProperty().set(true);
      var bars = (int) ((event.getX() - dragX) / barPx);
      if (bars != 0) {
        dragX += bars * barPx;
        scroll(bars);
      }
    }
  }

  private void scroll(int bars) {
    newestHidden = Math.clamp(newestHidden + (long) bars, 0, Math.max(0, ticks.size() - 1));
    draw();
  }

  private void released(MouseEvent event) {
    var tick = tickAt(event.getX());
    if (!dragged && tick != null) {
      if (event.isShiftDown()) {
        model.extendTo(tick.tick());
      } else {
        model.select(tick.tick());
      }
    }
  }

  private void scrolled(ScrollEvent event) {
    zoom(event.getDeltaY() > 0 ? ZOOM : 1 / ZOOM);
    event.consume();
  }

  void zoom(double factor) {
    barPx = Math.clamp(barPx * factor, 0.5, 24);
    draw();
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case LEFT -> step(-1, event.isShiftDown());
      case RIGHT -> step(1, event.isShiftDown());
      case ESCAPE -> {
        model.pausedProperty().set(false);
        model.selectedProperty().set(java.util.OptionalLong.empty());
      }
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void step(int ticksOn, boolean extend) {
    if (ticks.isEmpty()) {
      return;
    }
    var anchor = model.selectedProperty().get().orElse(ticks.getLast().tick());
    var end =
        extend
            ? model
                .rangeProperty()
                .get()
                .map(r -> r.first() == anchor ? r.last() : r.first())
                .orElse(anchor)
            : anchor;
    var to = Math.clamp(end + ticksOn, ticks.getFirst().tick(), ticks.getLast().tick());
    if (extend) {
      model.extendTo(to);
    } else {
      model.select(to);
    }
  }

  private ProfilePage.@Nullable Tick tickAt(double x) {
    var fromNewest = (int) ((getWidth() - x) / barPx) + newestHidden;
    var index = ticks.size() - 1 - fromNewest;
    return index >= 0 && index < ticks.size() ? ticks.get(index) : null;
  }

  private void hovered(double x) {
    var tick = tickAt(x);
    hover.setText(
        tick == null
            ? "The wheel zooms, dragging scrolls, a click selects a tick, with Shift ticks up to there"
            : String.format(
                Locale.ROOT, "tick %,d: %.2f ms", tick.tick(), tick.totalMicros() / 1_000));
  }

  private void draw() {
    var g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    if (ticks.isEmpty() || canvas.getWidth() < 1) {
      return;
    }
    var shown = (int) Math.ceil(canvas.getWidth() / barPx);
    var last = ticks.size() - 1 - newestHidden;
    var first = Math.max(0, last - shown);
    var most = model.budgetMicros() * 1.1;
    for (var i = first; i <= last; i++) {
      most = Math.max(most, Math.min(ticks.get(i).totalMicros(), 4 * model.budgetMicros()));
    }
    var perMicro = (canvas.getHeight() - TOP_PX) / most;
    drawRange(g, first, last);
    var colors = colors();
    for (var i = first; i <= last; i++) {
      drawTick(g, ticks.get(i), canvas.getWidth() - (last - i + 1) * barPx, perMicro, colors);
    }
    drawReloads(g, first, last);
    drawBudget(g, perMicro);
  }

  /// The ticks of the range, as a ground behind their bars.
  private void drawRange(GraphicsContext g, int first, int last) {
    model
        .rangeProperty()
        .get()
        .ifPresent(range -> {
          g.setFill(text.color(0.14));
          for (var i = first; i <= last; i++) {
            if (range.holds(ticks.get(i).tick())) {
              g.fillRect(canvas.getWidth() - (last - i + 1) * barPx, 0, barPx, canvas.getHeight());
            }
          }
        });
  }

  private Color[] colors() {
    var byPlugin = new HashMap<String, Color>();
    var parts = model.parts();
    var colors = new Color[parts.size()];
    for (var i = 0; i < colors.length; i++) {
      var part = parts.get(i);
      colors[i] =
          part.plugin().isEmpty()
              ? muted.color(0.6)
              : byPlugin.computeIfAbsent(
                  part.plugin(),
                  p -> PluginHue.color(hueOfPlugin.applyAsDouble(p), theme.getValue()));
    }
    return colors;
  }

  private void drawTick(
      GraphicsContext g, ProfilePage.Tick tick, double x, double perMicro, Color[] colors) {
    var foot = canvas.getHeight();
    var width = Math.max(0.5, barPx - (barPx > 2 ? 1 : 0));
    for (var i = 0; i < tick.parts().length; i++) {
      var height = tick.micros()[i] * perMicro;
      g.setFill(colors[tick.parts()[i]]);
      g.fillRect(x, foot - height, width, height);
      foot -= height;
    }
    if (model.selectedProperty().get().equals(java.util.OptionalLong.of(tick.tick()))) {
      g.setStroke(text.color());
      g.setLineWidth(1);
      g.strokeRect(x - 0.5, 0.5, barPx, canvas.getHeight() - 1);
    }
  }

  private void drawReloads(GraphicsContext g, int first, int last) {
    g.setFill(reload.color());
    for (var at : model.reloads()) {
      for (var i = first; i <= last; i++) {
        if (ticks.get(i).tick() == at) {
          var x = canvas.getWidth() - (last - i + 1) * barPx;
          g.fillPolygon(new double[] {x - 4, x + 4, x}, new double[] {1, 1, 8}, 3);
        }
      }
    }
  }

  private void drawBudget(GraphicsContext g, double perMicro) {
    var y = canvas.getHeight() - model.budgetMicros() * perMicro;
    g.setStroke(budget.color(0.8));
    g.setLineWidth(1);
    g.setLineDashes(4, 4);
    g.strokeLine(0, y, canvas.getWidth(), y);
    g.setLineDashes();
    g.setFill(muted.color());
    g.setFont(Font.font("JetBrains Mono", 11));
    g.fillText(
        String.format(Locale.ROOT, "%.1f ms a tick", model.budgetMicros() / 1_000), 6, y - 3);
  }
}
