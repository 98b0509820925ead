package dev.vivarium.workbench.profiler;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.profiler.ProfilerViewModel.Row;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.ProfileSource.ComponentBytes;
import dev.vivarium.workbench.session.ProfileSource.EntityCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// The graph of ticks above, and below it what they went to.
final class ProfilerView extends BorderPane {
  /// So much wider than high, the graph stands beside the tables and not above them.
  private static final double WIDE = 2;

  private final ProfilerViewModel model;
  private final Desk desk;
  private final Label summary = new Label();
  private final TabPane tabs = new TabPane();

  ProfilerView(ProfilerViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    var ticks = new TickGraph(model, desk.theme(), desk.world()::hue);
    var graph = new BorderPane(ticks);
    graph.setMinSize(0, 0);
    graph.setTop(legend());
    var split = new SplitPane(graph, tables());
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.45);
    setTop(bar());
    setCenter(split);
    layoutBoundsProperty()
        .subscribe(b -> {
          var wide = b.getWidth() > WIDE * b.getHeight();
          split.setOrientation(wide ? Orientation.HORIZONTAL : Orientation.VERTICAL);
        });
    model.rangeProperty().subscribe(r -> summarize());
    model.selectedProperty().subscribe(t -> summarize());
    model.changesProperty().subscribe(n -> summarize());
    model.noticeProperty().subscribe(n -> summarize());
    model.failureProperty().subscribe(n -> summarize());
  }

  private HBox bar() {
    summary.setId("profile-summary");
    summary.getStyleClass().add("muted");
    summary.setMinWidth(0);
    HBox.setHgrow(summary, Priority.ALWAYS);
    summary.setMaxWidth(Double.MAX_VALUE);
    var pause = new ToggleButton("Pause graph", new FontIcon("mdi2p-pause"));
    pause.getStyleClass().add("flat");
    pause.setMinWidth(Region.USE_PREF_SIZE);
    pause.setTooltip(CommandControls.tooltip("Hold the graph still; the world goes on"));
    pause.selectedProperty().bindBidirectional(model.pausedProperty());
    var controls = desk.controls();
    var bar =
        new HBox(
            pause,
            controls.iconButton("profile.slowest"),
            controls.iconButton("profile.show"),
            controls.iconButton("profile.sample"),
            controls.iconButton("profile.flight"),
            controls.iconButton("profile.csv"),
            summary);
    bar.getStyleClass().add("panel-bar");
    return bar;
  }

  /// Which colour is whose.
  private Node legend() {
    var legend = new FlowPane();
    legend.setId("profile-legend");
    legend.getStyleClass().add("tick-legend");
    var plugins =
        desk.world()
            .statusProperty()
            .map(s -> s.plugins().stream().map(PluginStatus::name).toList());
    Runnable fill =
        () -> {
          var parts = new ArrayList<Node>();
          Objects.requireNonNullElse(plugins.getValue(), List.<String>of())
              .forEach(name -> parts.add(key(name, desk.dotStyle(name))));
          parts.add(key("the world itself", "-fx-background-color: -vivarium-muted;"));
          legend.getChildren().setAll(parts);
        };
    plugins.subscribe(fill);
    desk.theme().subscribe(fill);
    return legend;
  }

  private static Node key(String name, String dotStyle) {
    var dot = new Region();
    dot.getStyleClass().add("hue-dot");
    dot.setStyle(dotStyle);
    return new Label(name, dot);
  }

  /// Shows one of the tables by its title; false where there is none of it.
  boolean showTable(String title) {
    var found = tabs.getTabs().stream().filter(t -> t.getText().equalsIgnoreCase(title)).findAny();
    found.ifPresent(tabs.getSelectionModel()::select);
    return found.isPresent();
  }

  private void summarize() {
    var failure = model.failureProperty().get();
    if (!failure.isEmpty() || !model.noticeProperty().get().isEmpty()) {
      summary.setText(failure.isEmpty() ? model.noticeProperty().get() : failure);
      return;
    }
    var flags =
        (model.samplingProperty().get() ? "  Sampling entities." : "")
            + (model.flyingProperty().get() ? "  Flight Recorder runs." : "");
    summary.setText(model.summary() + flags);
  }

  private TabPane tables() {
    tabs.getStyleClass().add("dense");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    var memory = new Tab("Memory", memory());
    memory
        .selectedProperty()
        .subscribe(shown -> {
          if (shown) {
            model.refreshMemory();
          }
        });
    tabs.getTabs().addAll(new Tab("Systems", systems()), memory, new Tab("Entities", entities()));
    return tabs;
  }

  private Node systems() {
    var table = table("profile-systems", model.rows(), "What systems take shows here.");
    table.getColumns().add(column("Part", 240, r -> r.part().name(), ""));
    table.getColumns().add(column("p50 µs", 84, r -> micros(r.p50()), "numeric"));
    table.getColumns().add(column("p99 µs", 84, r -> micros(r.p99()), "numeric"));
    table.getColumns().add(column("max µs", 92, r -> micros(r.max()), "numeric"));
    table
        .getColumns()
        .add(
            explained(
                column(
                    "Tick µs", 96, r -> r.selected() < 0 ? "–" : micros(r.selected()), "numeric"),
                "What each part took in the selected tick. Click a tick in the graph to select it; a"
                    + " part that did not run in it has a dash."));
    table
        .getColumns()
        .add(
            explained(
                column("Since the last reload", 180, ProfilerView::against, ""),
                "The median against what it was before the plugin's last reload. Parts of plugins"
                    + " that were not reloaded while they were measured have a dash."));
    return table;
  }

  private static String against(Row row) {
    if (row.against() == 0) {
      return "–";
    }
    return row.isSlower()
        ? String.format(Locale.ROOT, "▲ slower, × %.2f", row.against())
        : String.format(Locale.ROOT, "× %.2f", row.against());
  }

  private static String micros(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  private Node memory() {
    var table = table("profile-memory", model.memory(), "No component has a row yet.");
    table.getColumns().add(column("Component", 240, ComponentBytes::component, ""));
    table
        .getColumns()
        .add(column("Rows", 96, c -> String.format(Locale.ROOT, "%,d", c.rows()), "numeric"));
    table
        .getColumns()
        .add(
            column(
                "KiB",
                96,
                c -> String.format(Locale.ROOT, "%,.1f", c.bytes() / 1024.0),
                "numeric"));
    return table;
  }

  private Node entities() {
    var table =
        table(
            "profile-entities",
            model.costs(),
            "Which entities the time goes to: press “Sample entities” above and let the world"
                + " run.");
    table.getColumns().add(column("Entity", 200, EntityCost::label, ""));
    table.getColumns().add(column("Owner", 120, EntityCost::owner, ""));
    table
        .getColumns()
        .add(
            column(
                "Share of systems' time",
                160,
                c -> String.format(Locale.ROOT, "%.2f %%", 100 * c.share()),
                "numeric"));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(c -> {
          if (c != null) {
            desk.selection().select(c.entity());
          }
        });
    return table;
  }

  private static <T> TableView<T> table(String id, ObservableList<T> items, String empty) {
    var table = new TableView<>(items);
    table.setId(id);
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    var label = new Label(empty, new FontIcon("mdi2c-chart-bar-stacked"));
    label.getStyleClass().add("empty-text");
    table.setPlaceholder(label);
    return table;
  }

  /// With a title that says more when it is pointed at.
  private static <T> TableColumn<T, String> explained(TableColumn<T, String> column, String hint) {
    var title = new Label(column.getText());
    title.setTooltip(CommandControls.tooltip(hint));
    column.setGraphic(title);
    column.setText("");
    return column;
  }

  private static <T> TableColumn<T, String> column(
      String title, double width, Function<T, String> value, String style) {
    var column = new TableColumn<T, String>(title);
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }
}
