package dev.vivarium.workbench.plugin;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.PluginReadings.Details;
import dev.vivarium.workbench.session.PluginReadings.Failure;
import dev.vivarium.workbench.session.PluginReadings.FieldStep;
import dev.vivarium.workbench.session.PluginReadings.GoodVersion;
import dev.vivarium.workbench.session.PluginReadings.Meter;
import dev.vivarium.workbench.session.PluginReadings.Migration;
import dev.vivarium.workbench.session.PluginReadings.SystemReading;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.world.WorldTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// All that is known of the selected plugin, and what can be done with it.
final class PluginDetailsView extends StackPane {
  private static final double NEAR = 0.75;
  private static final double METER_PX = 120;
  private static final double HEADER_PX = 32;
  private static final double ROW_PX = 24;
  private static final int MAX_ROWS = 8;

  private final Desk desk;
  private final PluginsViewModel model;
  private final SettingsViewModel settings;
  private final Label title = new Label();
  private final VBox migration = new VBox();
  private final VBox failure = new VBox();
  private final FlowPane meters = new FlowPane();
  private final ObservableList<SystemReading> systems = FXCollections.observableArrayList();
  private final VBox capabilities = new VBox();
  private final VBox versions = new VBox();
  private final GridPane settingsGrid = new GridPane();
  private List<Meter> shownMeters = List.of();
  private @Nullable Details last;

  PluginDetailsView(Desk desk, PluginsViewModel model, SettingsViewModel settings) {
    this.desk = desk;
    this.model = model;
    this.settings = settings;
    setId("plugin-details");
    getChildren().add(body());
    model.detailsProperty().subscribe(this::show);
    model.selectedProperty().subscribe(name -> title.setText(name));
    model.migrationsProperty().subscribe(this::showMigrations);
    model.selectedProperty().subscribe(n -> showMigrations(model.migrationsProperty().get()));
    settings
        .settings()
        .addListener((ListChangeListener.Change<? extends Object> c) -> showSettings());
    showSettings();
  }

  private Node body() {
    title.getStyleClass().add("detail-title");
    meters.setHgap(24);
    settingsGrid.getStyleClass().add("payload-grid");
    var trouble = new Label();
    trouble.getStyleClass().add("problem-text");
    trouble.textProperty().bind(model.failureProperty().concat(settings.problemProperty()));
    trouble.visibleProperty().bind(trouble.textProperty().isNotEmpty());
    trouble.managedProperty().bind(trouble.visibleProperty());
    var body =
        new VBox(
            head(),
            trouble,
            waiting(),
            migration,
            failure,
            section("Systems"),
            systemsTable(),
            section("Budget"),
            meters,
            section("Settings"),
            settingsGrid,
            section("Capabilities"),
            capabilities,
            section("Good versions"),
            versions);
    body.getStyleClass().add("plugin-details");
    var scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("chain-scroll");
    return scroll;
  }

  private Node waiting() {
    var icon = new FontIcon(PluginStateText.icon(PluginState.WAITING));
    icon.getStyleClass().add("icon-warning");
    var label = new Label("", icon);
    label.setId("plugin-waits");
    label.setWrapText(true);
    label.textProperty().bind(model.waitsProperty());
    label.visibleProperty().bind(model.waitsProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private Node head() {
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var head = new HBox(title, space);
    for (var id : List.of("plugins.reload", "plugins.stop", "plugins.start", "plugins.open")) {
      var button = desk.controls().iconButton(id);
      button.setMinWidth(USE_PREF_SIZE);
      head.getChildren().add(button);
    }
    head.getStyleClass().add("detail-head");
    return head;
  }

  private static Label section(String name) {
    var label = new Label(name);
    label.getStyleClass().add("chain-heading");
    return label;
  }

  private static Label muted(String text) {
    var label = new Label(text);
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    return label;
  }

  private void show(@Nullable Details details) {
    if (details == null) {
      failure.getChildren().clear();
      meters.getChildren().setAll(muted("The world does not have this plugin yet."));
      shownMeters = List.of();
      systems.clear();
      capabilities.getChildren().clear();
      versions.getChildren().clear();
      last = null;
      return;
    }
    showMeters(details.meters());
    showSystems(details.systems());
    var before = last;
    if (before == null || !before.failure().equals(details.failure())) {
      failure.getChildren().setAll(details.failure().stream().map(this::failureLine).toList());
    }
    if (before == null || !sameRights(before, details)) {
      capabilities.getChildren().setAll(capabilities(details));
    }
    if (before == null || !before.versions().equals(details.versions())) {
      versions.getChildren().setAll(versions(details.versions()));
    }
    last = details;
  }

  private static boolean sameRights(Details a, Details b) {
    return a.asked().equals(b.asked())
        && a.granted().equals(b.granted())
        && a.newlyAsked().equals(b.newlyAsked())
        && a.noLongerAsked().equals(b.noLongerAsked());
  }

  // Why it stopped.

  private Node failureLine(Failure why) {
    var text = new Label(why.text());
    text.setWrapText(true);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    var line = new HBox(new FontIcon("mdi2c-close-circle"), text);
    line.getChildren().getFirst().getStyleClass().add("icon-error");
    why.place()
        .ifPresent(place -> {
          var link = new Hyperlink(place.file() + ":" + place.line());
          link.setMinWidth(USE_PREF_SIZE);
          link.setOnAction(e -> {
            var _ = desk.links().openPlace(place.file() + ":" + place.line());
          });
          line.getChildren().add(link);
        });
    why.entity()
        .ifPresent(entity -> {
          var link = new Hyperlink(entity.label());
          link.setMinWidth(USE_PREF_SIZE);
          link.setOnAction(e -> desk.selection().select(entity));
          line.getChildren().add(link);
        });
    line.getStyleClass().add("plugin-line");
    return line;
  }

  // Meters.

  private void showMeters(List<Meter> now) {
    if (now.equals(shownMeters)) {
      return;
    }
    var sameSet =
        now.stream()
            .map(Meter::name)
            .toList()
            .equals(shownMeters.stream().map(Meter::name).toList());
    shownMeters = now;
    if (!sameSet) {
      meters.getChildren().setAll(now.stream().map(PluginDetailsView::meter).toList());
    }
    for (var i = 0; i < now.size(); i++) {
      fill((HBox) meters.getChildren().get(i), now.get(i));
    }
  }

  private static Node meter(Meter meter) {
    var name = new Label(meter.name());
    name.getStyleClass().add("meter-name");
    name.setTooltip(CommandControls.tooltip(meter.doc()));
    var bar = new ProgressBar();
    bar.setPrefWidth(METER_PX);
    var text = new Label();
    text.getStyleClass().addAll("mono");
    text.setMinWidth(148);
    var row = new HBox(name, bar, text);
    row.getStyleClass().add("meter");
    return row;
  }

  private static void fill(HBox row, Meter meter) {
    ((ProgressBar) row.getChildren().get(1)).setProgress(Math.clamp(meter.share(), 0, 1));
    ((Label) row.getChildren().get(2)).setText(text(meter));
    row.getStyleClass().removeAll("meter-near", "meter-full");
    if (meter.share() >= NEAR) {
      row.getStyleClass().add(meter.share() >= 1 ? "meter-full" : "meter-near");
    }
  }

  private static String text(Meter meter) {
    return meter.unit().equals(Meter.BYTES)
        ? WorldTexts.bytes((long) meter.used()) + " / " + WorldTexts.bytes((long) meter.limit())
        : number(meter.used()) + " / " + number(meter.limit()) + " " + meter.unit();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }

  // Systems.

  private Node systemsTable() {
    var table = new TableView<>(systems);
    table.setId("plugin-systems");
    table.getStyleClass().addAll("dense", "plugin-systems");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    table.getColumns().add(column("System", 92, SystemReading::name, ""));
    table.getColumns().add(column("Stage", 96, SystemReading::stage, ""));
    table
        .getColumns()
        .add(
            column(
                "Order", 48, s -> s.order() == 0 ? "–" : Integer.toString(s.order()), "numeric"));
    table.getColumns().add(column("p50", 68, s -> micros(s.p50Us()), "numeric"));
    table.getColumns().add(column("p99", 68, s -> micros(s.p99Us()), "numeric"));
    table.getColumns().add(column("Writes", 132, s -> shortNames(s.writes()), ""));
    table.getColumns().add(column("Reads", 120, s -> shortNames(s.reads()), ""));
    table.getColumns().add(column("Listens to", 110, s -> shortNames(s.subscribes()), ""));
    table.setPlaceholder(muted("No systems."));
    systems.addListener((ListChangeListener.Change<? extends Object> c) ->
        table.setPrefHeight(HEADER_PX + ROW_PX * Math.clamp(systems.size(), 1, MAX_ROWS)));
    return table;
  }

  private static String micros(double us) {
    if (us == 0) {
      return "–";
    }
    // As many digits as stand in the column.
    var form = us < 1e3 ? "%.0f µs" : us < 1e4 ? "%.2f ms" : us < 1e5 ? "%.1f ms" : "%.0f ms";
    return String.format(Locale.ROOT, form, us < 1e3 ? us : us / 1e3);
  }

  private static String shortNames(List<String> names) {
    return String.join(", ", names.stream().map(n -> n.substring(n.indexOf('/') + 1)).toList());
  }

  private static TableColumn<SystemReading, String> column(
      String title, double width, Function<SystemReading, String> value, String style) {
    var column = new TableColumn<SystemReading, String>(title);
    column.setPrefWidth(width);
    // Numbers and stages are as wide as they are; the room that is left goes to the names.
    if (style.equals("numeric") || title.equals("Stage")) {
      column.setMinWidth(width);
      column.setMaxWidth(width);
    } else {
      column.setMinWidth(title.equals("Listens to") ? 80 : 60);
      column.setCellFactory(c -> new NamesCell());
    }
    column.setSortable(false);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
    if (!style.isEmpty()) {
      column.getStyleClass().add(style);
    }
    return column;
  }

  /// Says all names where they are cut.
  private static final class NamesCell extends TableCell<SystemReading, String> {
    private final Tooltip all = CommandControls.tooltip("");

    @Override
    protected void updateItem(@Nullable String names, boolean empty) {
      super.updateItem(names, empty);
      var text = names == null || empty ? "" : names;
      setText(text);
      all.setText(text);
      setTooltip(text.isEmpty() ? null : all);
    }
  }

  private void showSystems(List<SystemReading> now) {
    if (systems.size() != now.size()) {
      systems.setAll(now);
      return;
    }
    for (var i = 0; i < now.size(); i++) {
      if (!systems.get(i).equals(now.get(i))) {
        systems.set(i, now.get(i));
      }
    }
  }

  // Capabilities and versions.

  private static List<Node> capabilities(Details details) {
    List<Node> lines = new ArrayList<>();
    for (var asked : details.asked()) {
      var granted = details.granted().contains(asked);
      var isNew = details.newlyAsked().contains(asked);
      lines.add(
          capability(
              asked,
              (granted ? "granted" : "asked, not granted in plugin.json")
                  + (isNew ? " · new in this version" : ""),
              granted ? "mdi2c-check-circle-outline" : "mdi2a-alert-circle-outline",
              granted ? "icon-good" : "icon-warning"));
    }
    details.granted().stream()
        .filter(g -> !details.asked().contains(g))
        .forEach(g ->
            lines.add(
                capability(
                    g, "granted, not asked for", "mdi2m-minus-circle-outline", "icon-muted")));
    details
        .noLongerAsked()
        .forEach(g ->
            lines.add(
                capability(
                    g,
                    "asked for by the version before, no longer",
                    "mdi2m-minus-circle-outline",
                    "icon-muted")));
    return lines.isEmpty()
        ? List.of(muted("It asks for none: it writes its own components and its own entities."))
        : lines;
  }

  private static Node capability(String name, String text, String icon, String style) {
    var glyph = new FontIcon(icon);
    glyph.getStyleClass().add(style);
    var label = new Label(name);
    label.getStyleClass().add("mono");
    var line = new HBox(glyph, label, muted(text));
    line.getStyleClass().add("plugin-line");
    return line;
  }

  private List<Node> versions(List<GoodVersion> good) {
    if (good.isEmpty()) {
      return List.of(muted("None yet. A version is good once it has run through its probation."));
    }
    return good.stream().map(this::version).toList();
  }

  private Node version(GoodVersion version) {
    var name = new Label(version.version());
    name.getStyleClass().add("mono");
    name.setMinWidth(108);
    var text =
        muted(
            String.format(
                Locale.ROOT,
                "%s, found good at tick %,d",
                version.gear().name().toLowerCase(Locale.ROOT),
                version.tick()));
    var line = new HBox(name, text);
    if (version.running()) {
      var now = new Label("runs now");
      now.setGraphic(new FontIcon("mdi2c-check-circle-outline"));
      now.getGraphic().getStyleClass().add("icon-good");
      line.getChildren().add(now);
    } else {
      var back = new Button("Put back");
      back.setOnAction(e -> model.act(p -> new WorldCommand.RestoreVersion(p, version.version())));
      line.getChildren().add(back);
    }
    line.getStyleClass().add("plugin-line");
    return line;
  }

  // Settings.

  private void showSettings() {
    settingsGrid.getChildren().clear();
    var row = 0;
    for (var setting : settings.settings()) {
      var name = new Label(setting.name());
      name.getStyleClass().add("field-name");
      var remove = new Button("", new FontIcon("mdi2c-close"));
      remove.getStyleClass().addAll("flat", "button-icon");
      remove.setAccessibleText("Remove " + setting.name());
      remove.setTooltip(CommandControls.tooltip("Remove it; the plugin takes its own default"));
      remove.setOnAction(e -> {
        var _ = settings.remove(setting.name());
      });
      settingsGrid.addRow(row++, name, settingEditor(setting), remove);
    }
    settingsGrid.addRow(row, newSetting());
    if (settings.settings().isEmpty()) {
      settingsGrid.add(muted("plugin.json has none."), 1, row);
    }
  }

  private Node settingEditor(SettingsViewModel.Setting setting) {
    if (setting.isFlag()) {
      var box = new CheckBox();
      box.setSelected(setting.json().equals("true"));
      box.setOnAction(e -> {
        var _ = settings.set(setting.name(), Boolean.toString(box.isSelected()));
      });
      return box;
    }
    var box = new TextField(setting.text());
    box.setId("setting-" + setting.name());
    box.setTooltip(
        CommandControls.tooltip(
            "Enter writes plugin.json; the plugin is reloaded with it, its entities kept"));
    box.setOnAction(e -> {
      var _ = settings.set(setting.name(), box.getText());
    });
    return box;
  }

  private Node newSetting() {
    var name = new TextField();
    name.setPromptText("new setting");
    name.setId("new-setting");
    name.setPrefWidth(120);
    name.setOnAction(e -> {
      if (!name.getText().isBlank()) {
        var _ = settings.set(name.getText().strip(), "0");
      }
    });
    name.setTooltip(CommandControls.tooltip("Enter adds it with the value 0"));
    return name;
  }

  // Migrations that wait.

  private void showMigrations(List<Migration> all) {
    migration
        .getChildren()
        .setAll(
            all.stream()
                .filter(m -> m.plugin().equals(model.selectedProperty().get()))
                .map(this::preview)
                .toList());
  }

  private Node preview(Migration waiting) {
    var heading =
        new Label(
            String.format(
                Locale.ROOT,
                "%s changes beyond what a rule covers. %,d entities have it; the old version runs on.",
                waiting.component(),
                waiting.rows()));
    heading.setWrapText(true);
    heading.setGraphic(new FontIcon("mdi2h-help-circle-outline"));
    heading.getGraphic().getStyleClass().add("icon-warning");
    var grid = new GridPane();
    grid.getStyleClass().add("payload-grid");
    grid.addRow(0, section("Old"), section("New"), section("What happens"));
    for (var step : waiting.steps()) {
      addStep(grid, step);
    }
    var keep = new Button("Keep the old version");
    keep.setOnAction(e -> model.decide(waiting, Decision.Choice.KEEP_OLD_VERSION));
    var reset =
        new Button(String.format(Locale.ROOT, "Reset %,d rows to defaults", waiting.rows()));
    reset.setOnAction(e -> model.decide(waiting, Decision.Choice.RESET_COMPONENT));
    var acts = new HBox(keep, reset);
    acts.getStyleClass().add("plugin-line");
    var box = new VBox(heading, grid, acts);
    box.setId("migration");
    box.getStyleClass().add("chain-section");
    return box;
  }

  private static void addStep(GridPane grid, FieldStep step) {
    var before = new Label(step.before().isEmpty() ? "–" : step.before());
    var after = new Label(step.after().isEmpty() ? "–" : step.after());
    before.getStyleClass().add("mono");
    after.getStyleClass().add("mono");
    before.setMinWidth(USE_PREF_SIZE);
    after.setMinWidth(USE_PREF_SIZE);
    var what = new Label(step.what());
    what.setWrapText(true);
    what.getStyleClass().add(step.undecided() ? "migration-undecided" : "muted");
    if (step.undecided()) {
      what.setGraphic(new FontIcon("mdi2a-alert-outline"));
    }
    grid.addRow(grid.getRowCount(), before, after, what);
  }
}
