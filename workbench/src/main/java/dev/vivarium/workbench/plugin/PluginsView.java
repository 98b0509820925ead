package dev.vivarium.workbench.plugin;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.theme.PluginHue;
import dev.vivarium.workbench.theme.Theme;
import dev.vivarium.workbench.world.WorldTexts;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The plugins of the world, each with its state and cost; a context menu stops, starts and goes
/// back.
public final class PluginsView extends SplitPane {
  private static final double TABLE_SHARE = 0.54;

  private final WorldViewModel world;
  private final ObservableValue<Theme> theme;
  private final TableView<PluginStatus> table;

  PluginsView(Desk desk, PluginsViewModel model, Node details) {
    this.world = desk.world();
    this.theme = desk.theme();
    this.table = new TableView<>(model.plugins());
    table.setId("plugins");
    table.getStyleClass().add("dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.setPlaceholder(empty(desk));
    table.setRowFactory(t -> row());
    table.getColumns().add(nameColumn());
    table.getColumns().add(stateColumn());
    addText("Version", 104, PluginStatus::version, "mono");
    addText("Build", 76, p -> p.gear().name().toLowerCase(Locale.ROOT), "");
    addText("Entities", 64, p -> String.format(Locale.ROOT, "%,d", p.entities()), "numeric");
    addText("Tick p50", 76, p -> WorldTexts.millis(p.tickMicrosP50()), "numeric");
    addText("Tick p99", 76, p -> WorldTexts.millis(p.tickMicrosP99()), "numeric");
    addText("Memory", 80, p -> WorldTexts.bytes(p.memoryBytes()), "numeric");
    theme.subscribe(t -> table.refresh());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(p -> {
          if (p != null) {
            model.select(p.name());
          }
        });
    model.selectedProperty().subscribe(this::reveal);
    // The table lets go of a row that is replaced.
    model
        .plugins()
        .addListener((ListChangeListener.Change<?> c) ->
            Platform.runLater(() -> reveal(model.selectedProperty().get())));
    getItems().setAll(table);
    model
        .selectedProperty()
        .subscribe(name -> {
          if (name.isEmpty() == getItems().contains(details)) {
            getItems().setAll(name.isEmpty() ? List.of(table) : List.of(table, details));
            setDividerPositions(TABLE_SHARE);
          }
        });
  }

  private void reveal(String name) {
    var names = table.getItems().stream().map(PluginStatus::name).toList();
    var row = names.indexOf(name);
    if (row >= 0 && !table.getSelectionModel().isSelected(row)) {
      table.getSelectionModel().clearAndSelect(row);
    }
  }

  private void addText(
      String title, double width, Function<PluginStatus, String> value, String style) {
    var column = new TableColumn<PluginStatus, String>(title);
    column.setPrefWidth(width);
    column.setMinWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    table.getColumns().add(column);
  }

  private TableColumn<PluginStatus, PluginStatus> nameColumn() {
    var column = new TableColumn<PluginStatus, PluginStatus>("Plugin");
    column.setPrefWidth(110);
    column.setMinWidth(80);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(c -> new NameCell());
    return column;
  }

  private TableColumn<PluginStatus, PluginStatus> stateColumn() {
    var column = new TableColumn<PluginStatus, PluginStatus>("State");
    column.setPrefWidth(100);
    column.setMinWidth(96);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setComparator(Comparator.comparing(PluginStatus::state));
    column.setCellFactory(c -> new StateCell());
    return column;
  }

  private TableRow<PluginStatus> row() {
    var row = new TableRow<PluginStatus>();
    row.itemProperty().subscribe(p -> row.setContextMenu(p == null ? null : menu(p)));
    return row;
  }

  private ContextMenu menu(PluginStatus plugin) {
    var menu = new ContextMenu();
    if (plugin.state() == PluginState.STOPPED || plugin.state() == PluginState.FAILED) {
      menu.getItems()
          .add(item("Start " + plugin.name(), new WorldCommand.StartPlugin(plugin.name())));
    } else {
      menu.getItems()
          .add(item("Stop " + plugin.name(), new WorldCommand.StopPlugin(plugin.name())));
    }
    var back = new Menu("Go back to version");
    back.setDisable(plugin.goodVersions().isEmpty());
    for (var version : plugin.goodVersions()) {
      back.getItems().add(item(version, new WorldCommand.RestoreVersion(plugin.name(), version)));
    }
    menu.getItems().add(back);
    return menu;
  }

  private MenuItem item(String title, WorldCommand command) {
    var item = new MenuItem(title);
    item.setOnAction(e -> world.act(command));
    return item;
  }

  private static Node empty(Desk desk) {
    return new EmptyBox(
        "mdi2p-puzzle-outline",
        "No plugins yet. They are what makes the world move.",
        desk.controls().textButton("project.newPlugin"));
  }

  private final class NameCell extends TableCell<PluginStatus, PluginStatus> {
    private final Region dot = new Region();

    NameCell() {
      dot.getStyleClass().add("hue-dot");
    }

    @Override
    protected void updateItem(@Nullable PluginStatus plugin, boolean empty) {
      super.updateItem(plugin, empty);
      setText(plugin == null || empty ? null : plugin.name());
      setGraphic(plugin == null || empty ? null : dot);
      if (plugin != null) {
        var now = Objects.requireNonNull(theme.getValue());
        dot.setStyle("-fx-background-color: " + PluginHue.css(plugin.hueDegrees(), now));
      }
    }
  }

  private static final class StateCell extends TableCell<PluginStatus, PluginStatus> {
    private final FontIcon icon = new FontIcon("mdi2c-circle");

    @Override
    protected void updateItem(@Nullable PluginStatus plugin, boolean empty) {
      super.updateItem(plugin, empty);
      setText(plugin == null || empty ? null : PluginStateText.of(plugin.state()));
      setGraphic(plugin == null || empty ? null : icon);
      setTooltip(
          plugin == null || empty || plugin.detail().isEmpty()
              ? null
              : CommandControls.tooltip(plugin.detail()));
      if (plugin != null) {
        icon.setIconLiteral(PluginStateText.icon(plugin.state()));
        icon.getStyleClass().setAll("ikonli-font-icon", PluginStateText.style(plugin.state()));
      }
    }
  }
}
