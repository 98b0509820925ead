package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EmptyBox;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Pinned fields, each with its value and the graph of its last seconds. The graphs share the
/// panel's height.
final class WatchView extends StackPane {
  private static final double LEAST_HEIGHT_PX = 48;
  private static final double MARGIN_PX = 4;

  /// The theme has so many colours for lines; a further line begins anew.
  private static final int COLOURS = 4;

  private final Watchlist model;
  private final DoubleSupplier ticksASecond;
  private final VBox rows = new VBox();
  private final IdentityHashMap<Watchlist.Pin, Row> shown = new IdentityHashMap<>();

  WatchView(Watchlist model, DoubleSupplier ticksASecond, Runnable showInspector) {
    this.model = model;
    this.ticksASecond = ticksASecond;
    setId("graphs");
    rows.getStyleClass().add("watch-list");
    var scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.getStyleClass().add("edge-to-edge");
    var inspect = new Button("Show the inspector");
    inspect.setOnAction(e -> showInspector.run());
    var empty =
        new EmptyBox(
            "mdi2p-pin-outline",
            "No graphs yet: pin a number in the inspector to draw it.",
            inspect);
    getChildren().addAll(scroll, empty);
    model
        .pins()
        .addListener((ListChangeListener.Change<? extends Watchlist.Pin> c) -> showRows(empty));
    showRows(empty);
  }

  private void showRows(Node empty) {
    shown.keySet().retainAll(model.pins());
    rows.getChildren()
        .setAll(model.pins().stream().map(p -> shown.computeIfAbsent(p, Row::new)).toList());
    empty.setVisible(model.pins().isEmpty());
  }

  /// Draws what was sampled.
  void refresh() {
    shown.values().forEach(Row::draw);
  }

  private final class Row extends VBox {
    private final Watchlist.Pin pin;
    private final Canvas canvas = new Canvas(200, LEAST_HEIGHT_PX);
    private final HBox values = new HBox();
    private final List<Label> numbers = new ArrayList<>();
    private final Label greatest = end("");
    private final Label least = end("");
    private final Label oldest = end("");
    private final Label newest = end("");

    Row(Watchlist.Pin pin) {
      this.pin = pin;
      getStyleClass().add("watch-row");
      VBox.setVgrow(this, Priority.ALWAYS);
      var plot = new HBox(range(), graph());
      VBox.setVgrow(plot, Priority.ALWAYS);
      getChildren().addAll(head(), note(), plot, time());
    }

    private static Label end(String text) {
      var end = new Label(text);
      end.getStyleClass().addAll("mono", "muted", "watch-end");
      end.setMinWidth(USE_PREF_SIZE);
      return end;
    }

    private static Region space() {
      var space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      VBox.setVgrow(space, Priority.ALWAYS);
      return space;
    }

    private HBox head() {
      var title = new Label();
      title.textProperty().bind(pin.titleProperty());
      title.setMinWidth(0);
      var whole = CommandControls.tooltip("");
      whole.textProperty().bind(pin.titleProperty());
      title.setTooltip(whole);
      values.getStyleClass().add("watch-values");
      values.setMinWidth(USE_PREF_SIZE);
      var remove = new Button("", new FontIcon("mdi2c-close"));
      remove.getStyleClass().addAll("flat", "button-icon");
      remove.setTooltip(CommandControls.tooltip("Graph this no more"));
      remove.setAccessibleText("Graph this no more");
      remove.setOnAction(e -> model.remove(pin));
      var head = new HBox(title, space(), values, remove);
      head.getStyleClass().add("watch-head");
      return head;
    }

    /// Why there is no new value.
    private Label note() {
      var note = new Label("", new FontIcon("mdi2a-alert-circle-outline"));
      note.getStyleClass().add("watch-note");
      note.setWrapText(true);
      note.setMinHeight(USE_PREF_SIZE);
      note.textProperty().bind(pin.stateProperty());
      note.visibleProperty().bind(pin.stateProperty().isNotEmpty());
      note.managedProperty().bind(note.visibleProperty());
      return note;
    }

    private VBox range() {
      var range = new VBox(greatest, space(), least);
      range.getStyleClass().add("watch-range");
      return range;
    }

    private StackPane graph() {
      var graph = new StackPane(canvas);
      graph.getStyleClass().add("canvas");
      graph.setMinSize(0, LEAST_HEIGHT_PX);
      canvas.setManaged(false);
      canvas.widthProperty().bind(graph.widthProperty());
      canvas.heightProperty().bind(graph.heightProperty());
      canvas.widthProperty().subscribe(w -> draw());
      canvas.heightProperty().subscribe(h -> draw());
      HBox.setHgrow(graph, Priority.ALWAYS);
      return graph;
    }

    private HBox time() {
      var under = new Region();
      under.getStyleClass().add("watch-range");
      return new HBox(under, oldest, space(), newest);
    }

    private void draw() {
      var size = pin.size();
      var first = pin.firstInView();
      var graphics = canvas.getGraphicsContext2D();
      graphics.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
      showTime();
      if (size > 0) {
        showNumbers(pin.sample(size - 1));
      }
      if (size - first < 2) {
        return;
      }
      var low = Double.POSITIVE_INFINITY;
      var high = Double.NEGATIVE_INFINITY;
      for (var i = first; i < size; i++) {
        for (var number : pin.sample(i)) {
          low = Math.min(low, number);
          high = Math.max(high, number);
        }
      }
      for (var line = 0; line < numbers.size(); line++) {
        graphics.setStroke(numbers.get(line).getTextFill());
        drawLine(line, first, low, high - low);
      }
      greatest.setText(FieldText.number(high));
      least.setText(FieldText.number(low));
    }

    /// What the ends of the time axis stand for.
    private void showTime() {
      var ended = !pin.stateProperty().get().isEmpty();
      var seconds = Watchlist.SPAN_TICKS / Math.max(1, ticksASecond.getAsDouble());
      oldest.setText(String.format(Locale.ROOT, ended ? "%.0f s before" : "%.0f s ago", seconds));
      newest.setText(ended ? "last value" : "now");
    }

    /// The newest numbers, each in the colour of its line.
    private void showNumbers(double[] now) {
      if (numbers.size() != now.length) {
        numbers.clear();
        for (var line = 0; line < now.length; line++) {
          var number = new Label();
          var colour = now.length == 1 ? "only" : String.valueOf(line % COLOURS);
          number.getStyleClass().addAll("mono", "watch-value", "watch-line-" + colour);
          numbers.add(number);
        }
        values.getChildren().setAll(numbers);
        if (!pin.unit().isEmpty()) {
          values.getChildren().add(end(pin.unit()));
        }
        values.applyCss(); // the lines take their colours from the numbers
      }
      for (var line = 0; line < now.length; line++) {
        numbers.get(line).setText(FieldText.number(now[line]));
      }
    }

    private void drawLine(int line, int first, double low, double span) {
      var graphics = canvas.getGraphicsContext2D();
      var room = canvas.getHeight() - 2 * MARGIN_PX;
      graphics.setLineWidth(1.5);
      graphics.beginPath();
      for (var i = first; i < pin.size(); i++) {
        var sample = pin.sample(i);
        var x = canvas.getWidth() * (1 - (double) pin.ageTicks(i) / Watchlist.SPAN_TICKS);
        var share = span > 0 && line < sample.length ? (sample[line] - low) / span : 0.5;
        var y = MARGIN_PX + (1 - share) * room;
        if (i > first && pin.follows(i)) {
          graphics.lineTo(x, y);
        } else {
          graphics.moveTo(x, y);
        }
      }
      graphics.stroke();
    }
  }
}
