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
    var empty = new Label("No graphs yet. The pin beside a number in the inspector draws it here.");
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

  private final class Row extends VBox {
    private final Watchlist.Pin pin;
    private final Canvas canvas = new Canvas(200, GRAPH_HEIGHT_PX);
    private final Label value = new Label();
    private final Label greatest = new Label();
    private final Label least = new Label();

    Row(Watchlist.Pin pin) {
      this.pin = pin;
      getStyleClass().add("watch-row");
      var title = new Label(pin.title());
      title.setMinWidth(0);
      value.getStyleClass().addAll("mono", "watch-value");
      value.setMinWidth(USE_PREF_SIZE);
      var space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      var graph = new Region();
      var stack = new StackPane(graph, canvas);
      stack.getStyleClass().add("canvas");
      stack.setMinWidth(0);
      canvas.widthProperty().bind(stack.widthProperty());
      canvas.setManaged(false);
      stack.setMinHeight(GRAPH_HEIGHT_PX);
      var remove = new Button("", new FontIcon("mdi2c-close"));
      remove.getStyleClass().addAll("flat", "button-icon");
      remove.setTooltip(CommandControls.tooltip("Graph this no more"));
      remove.setOnAction(e -> model.remove(pin));
      var head = new HBox(title, space, value, remove);
      head.getStyleClass().add("watch-head");
      for (var end : List.of(greatest, least)) {
        end.getStyleClass().addAll("mono", "muted", "watch-end");
      }
      var between = new Region();
      VBox.setVgrow(between, Priority.ALWAYS);
      var range = new VBox(greatest, between, least);
      range.getStyleClass().add("watch-range");
      HBox.setHgrow(stack, Priority.ALWAYS);
      getChildren().addAll(head, new HBox(range, stack));
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
      greatest.setText(FieldText.number(high));
      least.setText(FieldText.number(low));
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
