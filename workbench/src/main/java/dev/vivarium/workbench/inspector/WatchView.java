package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import java.util.IdentityHashMap;
import java.util.List;
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
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.kordamp.ikonli.javafx.FontIcon;

/// Pinned fields, each with its value and the graph of its last seconds.
final class WatchView extends StackPane {
  private static final double GRAPH_HEIGHT_PX = 48;
  private static final List<Color> LINES =
      List.of(
          Color.web("#e0605e"), Color.web("#4fa86a"), Color.web("#5b8def"), Color.web("#b08ae0"));

  private final Watchlist model;
  private final VBox rows = new VBox();
  private final IdentityHashMap<Watchlist.Pin, Row> shown = new IdentityHashMap<>();

  WatchView(Watchlist model) {
    this.model = model;
    setId("graphs");
    rows.getStyleClass().add("watch-list");
    var scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    var empty =
        new Label("Nothing is watched. The pin beside a number in the inspector graphs it here.");
    empty.setGraphic(new FontIcon("mdi2p-pin-outline"));
    empty.getStyleClass().add("empty-text");
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

  void refresh() {
    model.refresh();
    shown.values().forEach(Row::draw);
  }

  private final class Row extends HBox {
    private final Watchlist.Pin pin;
    private final Canvas canvas = new Canvas(200, GRAPH_HEIGHT_PX);
    private final Label value = new Label();

    Row(Watchlist.Pin pin) {
      this.pin = pin;
      getStyleClass().add("watch-row");
      var title = new Label(pin.title());
      title.setMinWidth(180);
      value.getStyleClass().addAll("mono", "watch-value");
      value.setMinWidth(220);
      var graph = new Region();
      var stack = new StackPane(graph, canvas);
      stack.getStyleClass().add("canvas");
      stack.setMinWidth(0);
      HBox.setHgrow(stack, Priority.ALWAYS);
      canvas.widthProperty().bind(stack.widthProperty());
      canvas.setManaged(false);
      stack.setMinHeight(GRAPH_HEIGHT_PX);
      var remove = new Button("", new FontIcon("mdi2c-close"));
      remove.getStyleClass().addAll("flat", "button-icon");
      remove.setTooltip(CommandControls.tooltip("Watch this no more"));
      remove.setOnAction(e -> model.remove(pin));
      getChildren().addAll(title, value, stack, remove);
    }

    void draw() {
      var state = pin.stateProperty().get();
      var size = pin.size();
      value.setText(state.isEmpty() ? latest(size) : state);
      var graphics = canvas.getGraphicsContext2D();
      graphics.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
      if (size < 2) {
        return;
      }
      var low = Double.POSITIVE_INFINITY;
      var high = Double.NEGATIVE_INFINITY;
      for (var i = 0; i < size; i++) {
        for (var number : pin.sample(i)) {
          low = Math.min(low, number);
          high = Math.max(high, number);
        }
      }
      for (var line = 0; line < pin.sample(size - 1).length; line++) {
        graphics.setStroke(LINES.get(line % LINES.size()));
        drawLine(line, size, low, Math.max(high - low, 1e-9));
      }
      drawRange(low, high);
    }

    /// The greatest and the least value in the graph.
    private void drawRange(double low, double high) {
      var graphics = canvas.getGraphicsContext2D();
      graphics.setFill(Color.web("#8b949e"));
      graphics.setFont(Font.font("JetBrains Mono", 10));
      graphics.fillText(FieldText.number(high), 4, 12);
      graphics.fillText(FieldText.number(low), 4, GRAPH_HEIGHT_PX - 5);
    }

    private void drawLine(int line, int size, double low, double span) {
      var graphics = canvas.getGraphicsContext2D();
      graphics.setLineWidth(1.5);
      graphics.beginPath();
      for (var i = 0; i < size; i++) {
        var numbers = pin.sample(i);
        var x = canvas.getWidth() * (1 - (double) pin.ageTicks(i) / Watchlist.SPAN_TICKS);
        var share = line < numbers.length ? (numbers[line] - low) / span : 0;
        graphics.lineTo(x, 4 + (1 - share) * (GRAPH_HEIGHT_PX - 8));
      }
      graphics.stroke();
    }

    private String latest(int size) {
      if (size == 0) {
        return "…";
      }
      var text = new StringBuilder();
      for (var number : pin.sample(size - 1)) {
        text.append(text.isEmpty() ? "" : "  ").append(FieldText.number(number));
      }
      return pin.unit().isEmpty() ? text.toString() : text + " " + pin.unit();
    }
  }
}
