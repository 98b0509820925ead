package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.part.EmptyBox;
import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityRow;
import dev.vivarium.workbench.session.Origin;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The selected entity: its name and owner above, one section a component below.
public final class EntityDetailsView extends BorderPane {
  private static final double NAME_WIDTH_PX = 104;

  /// From here on the tools stand beside the name; below it in a narrower panel.
  private static final double ROOM_FOR_TOOLS_PX = 440;

  private static final double LEAST_NAME_PX = 80;
  private static final int LONG_NAME = 16;

  private final EntityDetailsViewModel model;
  private final Function<String, String> dotStyleOfPlugin;
  private final InspectorActs acts;
  private final Watchlist watchlist;
  private WorldSchema schema = WorldSchema.EMPTY;

  /// Why values may not be changed at all; empty where they may.
  private String obstacle = "";

  private final VBox sections = new VBox();
  private final Label name = new Label();
  private final Label origin = new Label();
  private final Region dot = new Region();
  private final EmptyBox empty;
  private final Button undo = new Button("Undo delete", new FontIcon("mdi2u-undo"));
  private final Button search;
  private final Button spawn;
  private static final double OTHERS_MIN_PX = 72;

  private final Label others = new Label();
  private final Label note = new Label();
  private final ScrollPane scroll = new ScrollPane(sections);

  /// `dotStyleOfPlugin` gives the style of the dot beside the owner's name.
  public EntityDetailsView(
      EntityDetailsViewModel model,
      InspectorActs acts,
      Watchlist watchlist,
      CommandControls controls,
      Function<String, String> dotStyleOfPlugin) {
    this.model = model;
    this.acts = acts;
    this.watchlist = watchlist;
    this.dotStyleOfPlugin = dotStyleOfPlugin;
    setId("inspector");
    getStyleClass().add("inspector");
    sections.getStyleClass().add("sections");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    search = controls.textButton("entity.search");
    spawn = controls.textButton("entity.spawn");
    undo.setId("inspector-undo-delete");
    undo.setTooltip(CommandControls.tooltip("Take back the last step, which deleted it"));
    undo.setOnAction(e -> acts.undo());
    empty = new EmptyBox("mdi2t-timer-sand", "", search, spawn, undo);
    note.getStyleClass().add("query-error");
    note.setWrapText(true);
    note.visibleProperty().bind(note.textProperty().isNotEmpty());
    note.managedProperty().bind(note.visibleProperty());
    var header = header();
    var tools = tools(controls);
    var top = new VBox(header, note);
    widthProperty()
        .map(width -> width.doubleValue() >= ROOM_FOR_TOOLS_PX)
        .subscribe(wide -> {
          header.getChildren().remove(tools);
          top.getChildren().remove(tools);
          (wide ? header : top).getChildren().add(wide ? header.getChildren().size() : 1, tools);
        });
    setTop(top);
    setCenter(new StackPane(empty, scroll));
    model
        .components()
        .addListener((ListChangeListener.Change<? extends ComponentViewModel> c) -> showSections());
    model.stateProperty().subscribe(this::showState);
    model.entityProperty().subscribe(this::showEntity);
    model.countProperty().subscribe(n -> showEntity(model.entityProperty().get()));
    model.goneTextProperty().subscribe(t -> showState(model.stateProperty().get()));
    acts.onSteps(() -> showState(model.stateProperty().get()));
    controls
        .forbidden("entity.edit")
        .subscribe(why -> {
          obstacle = why;
          showSections();
        });
  }

  /// Says who else has the entity selected.
  void markOthers(EntitySelection selection) {
    others.setId("also-selected");
    others.setMinWidth(OTHERS_MIN_PX);
    others.getStyleClass().add("other-person");
    others.setGraphic(new FontIcon("mdi2a-account-eye-outline"));
    others.managedProperty().bind(others.visibleProperty());
    Runnable show =
        () -> {
          var mark = selection.first().map(selection.marksProperty().get()::get);
          others.setVisible(mark.isPresent());
          mark.ifPresent(by -> {
            others.setText(by.shortNames());
            others.setTooltip(CommandControls.tooltip(by.names() + " selected this, too"));
            others.setStyle(
                "-vivarium-person: hsb(" + Math.round(by.hueDegrees()) + ", 60%, 80%);");
          });
        };
    selection.marksProperty().subscribe(now -> show.run());
    selection.selectedProperty().subscribe(now -> show.run());
  }

  /// Draws the owner's dot again after a hue or the theme changed.
  public void refreshDots() {
    showEntity(model.entityProperty().get());
  }

  private HBox header() {
    dot.getStyleClass().add("hue-dot");
    name.setId("inspector-name");
    name.getStyleClass().add("detail-title");
    origin.getStyleClass().add("muted");
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var header = new HBox(dot, name, origin, others, space);
    header.getStyleClass().add("panel-bar");
    header.visibleProperty().bind(model.entityProperty().map(Optional::isPresent));
    header.managedProperty().bind(header.visibleProperty());
    return header;
  }

  private HBox tools(CommandControls controls) {
    var tools = new HBox();
    for (var id :
        List.of(
            "entity.addComponent",
            "entity.duplicate",
            "entity.copy",
            "entity.paste",
            "entity.parent",
            "entity.keep",
            "entity.despawn")) {
      var button = controls.iconButton(id);
      button.setId("inspector-" + id);
      if (!id.equals("entity.paste")) {
        CommandControls.pale(
            button, model.stateProperty().isEqualTo(EntityDetailsViewModel.State.GONE));
      }
      tools.getChildren().add(button);
    }
    tools.getStyleClass().add("tools");
    tools.visibleProperty().bind(model.entityProperty().map(Optional::isPresent));
    tools.managedProperty().bind(tools.visibleProperty());
    return tools;
  }

  /// Where small windows about the inspector hang.
  Node anchor() {
    return name;
  }

  /// Takes what is known of who reads and writes each component.
  void showSchema(WorldSchema now) {
    if (now.version() != schema.version()) {
      schema = now;
      showSections();
    }
  }

  private void showEntity(Optional<EntityRow> entity) {
    entity.ifPresent(row -> {
      var many = model.countProperty().get();
      name.setText(many > 1 ? "%,d entities".formatted(many) : row.label());
      // A short name is never cut, a long one gives way.
      name.setMinWidth(name.getText().length() <= LONG_NAME ? Region.USE_PREF_SIZE : LEAST_NAME_PX);
      var from = row.origin() == Origin.SCENE ? "in the scene" : "born at run time";
      origin.setText(row.owner().isEmpty() ? from : row.owner() + " · " + from);
      dot.setStyle(dotStyleOfPlugin.apply(row.owner()));
    });
  }

  private void showState(EntityDetailsViewModel.State state) {
    scroll.setVisible(state == EntityDetailsViewModel.State.SHOWN);
    empty.setVisible(!scroll.isVisible());
    search.setVisible(state == EntityDetailsViewModel.State.NOTHING_SELECTED);
    spawn.setVisible(search.isVisible());
    undo.setVisible(state == EntityDetailsViewModel.State.GONE && acts.lastStepDeleted());
    switch (state) {
      case NOTHING_SELECTED ->
          empty.say(
              "mdi2c-cursor-default-click-outline",
              "Select an entity on the map, in the hierarchy or in the table.");
      case LOADING -> empty.say("mdi2t-timer-sand", "Loading…");
      case GONE -> empty.say("mdi2g-ghost-outline", model.goneTextProperty().get());
      case FAILED ->
          empty.say("mdi2a-alert-circle-outline", "The world does not answer. Still trying.");
      case SHOWN -> {}
    }
  }

  private void showSections() {
    sections.getChildren().setAll(model.components().stream().map(this::section).toList());
  }

  private Node section(ComponentViewModel component) {
    var title = new Label(component.shortName());
    title.getStyleClass().add("section-title");
    title.setTooltip(
        CommandControls.tooltip(
            component.doc().isEmpty()
                ? component.name()
                : component.name() + "\n" + component.doc()));
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var head = new HBox(title, space, writer(component), menu(component));
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("section-head");
    var pane = new TitledPane("", new VBox(grid(component), systems(component)));
    pane.getStyleClass().addAll("dense", "section");
    pane.setGraphic(head);
    head.prefWidthProperty().bind(pane.widthProperty().subtract(36));
    pane.setAnimated(false);
    pane.setExpanded(!component.fields().isEmpty());
    return pane;
  }

  private Hyperlink writer(ComponentViewModel component) {
    var writer = new Hyperlink();
    writer.getStyleClass().add("writer");
    writer.setMinWidth(Region.USE_PREF_SIZE);
    writer.textProperty().bind(component.writerProperty());
    writer.setTooltip(CommandControls.tooltip("Wrote it last. Open the line of that system"));
    writer.disableProperty().bind(component.writerProperty().map(text -> !text.contains("/")));
    writer.setOnAction(e ->
        component
            .lastWriter()
            .ifPresent(w -> acts.openSystem(w.plugin(), w.plugin() + "/" + w.system())));
    return writer;
  }

  private MenuButton menu(ComponentViewModel component) {
    var copy = new MenuItem("Copy " + component.shortName(), new FontIcon("mdi2c-content-copy"));
    copy.setOnAction(e -> InspectorActs.toClipboard(component.copied()));
    var paste = new MenuItem("Paste a component", new FontIcon("mdi2c-content-paste"));
    paste.setOnAction(e -> say(model.pasteComponent(InspectorActs.fromClipboard())));
    var remove =
        new MenuItem("Remove " + component.shortName(), new FontIcon("mdi2d-delete-outline"));
    remove.setOnAction(e -> acts.removeComponent(component.name()));
    paste.setDisable(!obstacle.isEmpty());
    remove.setDisable(!obstacle.isEmpty());
    var menu = new MenuButton("", new FontIcon("mdi2d-dots-vertical"), copy, paste, remove);
    menu.setId("menu-" + component.name().replace('/', '-'));
    menu.getStyleClass().addAll("flat", "button-icon", "no-arrow");
    menu.setTooltip(CommandControls.tooltip("Copy, paste or remove " + component.shortName()));
    menu.setAccessibleText("Acts on " + component.shortName());
    return menu;
  }

  /// Says below the tools why something was not done, until the next thing is.
  private void say(String text) {
    note.setText(text);
  }

  /// Which systems write and read the component, each a way to its source.
  private GridPane systems(ComponentViewModel component) {
    var grid = new GridPane();
    grid.getStyleClass().add("systems");
    var writers = schema.systems().stream().filter(s -> s.writes().contains(component.name()));
    var readers = schema.systems().stream().filter(s -> s.reads().contains(component.name()));
    addSystems(grid, 0, "written by", writers.toList());
    addSystems(grid, 1, "read by", readers.toList());
    return grid;
  }

  private void addSystems(
      GridPane grid, int row, String kind, List<WorldSchema.PluginSystem> systems) {
    if (systems.isEmpty()) {
      return;
    }
    var label = new Label(kind);
    label.getStyleClass().add("systems-kind");
    label.setMinWidth(NAME_WIDTH_PX);
    var links = new FlowPane(8, 0);
    for (var system : systems) {
      var link = new Hyperlink(system.id());
      link.setTooltip(CommandControls.tooltip(system.stage() + "\nOpen the line of this system"));
      link.setOnAction(e -> acts.openSystem(system.plugin(), system.id()));
      links.getChildren().add(link);
    }
    GridPane.setHgrow(links, Priority.ALWAYS);
    grid.addRow(row, label, links);
  }

  private GridPane grid(ComponentViewModel component) {
    var grid = new GridPane();
    grid.getStyleClass().add("field-grid");
    var names = new ColumnConstraints(NAME_WIDTH_PX);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setFillWidth(true);
    grid.getColumnConstraints().addAll(names, values, new ColumnConstraints(26));
    for (var i = 0; i < component.fields().size(); i++) {
      var field = component.fields().get(i);
      var label = new Label(field.schema().name());
      label.getStyleClass().add("field-name");
      label.setTooltip(CommandControls.tooltip(field.hint()));
      grid.add(label, 0, i);
      var editor = new FieldEditor(field, pickers);
      var menu = fieldMenu(field);
      label.setContextMenu(menu);
      editor.setMenu(menu);
      GridPane.setValignment(label, VPos.TOP);
      if (field.boxes().size() == 1 && field.elements().isEmpty()) {
        editor.makeDraggable(label, 0);
      }
      grid.add(editor, 1, i);
      grid.add(pin(field), 2, i);
    }
    return grid;
  }

  private ContextMenu fieldMenu(FieldViewModel field) {
    var copy = new MenuItem("Copy value", new FontIcon("mdi2c-content-copy"));
    copy.setOnAction(e -> InspectorActs.toClipboard(field.copied()));
    var paste = new MenuItem("Paste value", new FontIcon("mdi2c-content-paste"));
    paste.setOnAction(e -> field.paste(InspectorActs.fromClipboard()));
    paste.setDisable(!obstacle.isEmpty());
    var pause =
        new MenuItem("Pause when this changes", new FontIcon("mdi2p-pause-octagon-outline"));
    pause.setOnAction(e -> acts.pauseOn(field));
    var menu = new ContextMenu(copy, paste, new SeparatorMenuItem(), pause);
    if (field.isNumeric()) {
      var watch = new MenuItem("Graph over time", new FontIcon("mdi2p-pin-outline"));
      watch.setOnAction(e -> pinAll(field));
      menu.getItems().add(watch);
    }
    return menu;
  }

  private final FieldEditor.Pickers pickers =
      new FieldEditor.Pickers() {
        @Override
        public void search(Node anchor, FieldViewModel field) {
          acts.entityPicker(
                  "Entity for " + field.schema().name(),
                  chosen -> field.send(quoted(chosen.map(EntityHandle::bits).orElse(0L))))
              .show(anchor);
        }

        @Override
        public void pointAt(FieldViewModel field) {
          acts.pickOnMap(
              "the entity for " + field.schema().name(),
              entity -> field.send(quoted(entity.bits())));
        }

        @Override
        public void show(EntityHandle entity) {
          acts.select(entity);
        }

        @Override
        public void searchAsset(Node anchor, FieldViewModel field) {
          acts.assetPicker(
                  "Asset for " + field.schema().name(), chosen -> field.send(quoted(chosen)))
              .show(anchor);
        }

        @Override
        public ObservableValue<Map<Long, String>> assets() {
          return model.assetsProperty();
        }

        @Override
        public String obstacle() {
          return obstacle;
        }
      };

  private static String quoted(long bits) {
    return "\"%s\"".formatted(Long.toUnsignedString(bits));
  }

  private void pinAll(FieldViewModel field) {
    model.handles().forEach(h -> watchlist.pin(h, field.component(), field.schema()));
  }

  private Node pin(FieldViewModel field) {
    if (!field.isNumeric()) {
      return new Region();
    }
    var pin = new Button("", new FontIcon("mdi2p-pin-outline"));
    pin.setId("pin-" + field.component().replace('/', '-') + "-" + field.schema().name());
    pin.getStyleClass().addAll("flat", "button-icon");
    pin.setTooltip(CommandControls.tooltip("Graph " + field.schema().name() + " over time"));
    pin.setOnAction(e -> pinAll(field));
    return pin;
  }
}
