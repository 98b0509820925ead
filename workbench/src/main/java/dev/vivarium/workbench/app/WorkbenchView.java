package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.CommandPalette;
import dev.vivarium.workbench.console.ConsoleView;
import dev.vivarium.workbench.editor.EditorView;
import dev.vivarium.workbench.inspector.EntityDetailsView;
import dev.vivarium.workbench.inspector.EntityTableView;
import dev.vivarium.workbench.plugin.PluginsView;
import dev.vivarium.workbench.problems.ProblemsView;
import dev.vivarium.workbench.project.ProjectTreeView;
import dev.vivarium.workbench.tracer.MessagesView;
import dev.vivarium.workbench.viewport.MapView;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window's contents: bars above and below, the parts between them in split panes. Belongs to
/// the window's thread.
final class WorkbenchView extends StackPane {
  /// Names of the bottom tabs, in order.
  static final List<String> PANELS =
      List.of("Entities", "Messages", "Problems", "Console", "Plugins");

  private static final double LEAST_TREE_PX = 152;
  private static final double MAP_HZ = 30;
  private static final double VALUES_HZ = 10;

  private final Workbench workbench;
  private final EditorView editor;
  private final ProjectTreeView tree;
  private final EntityTableView entities;
  private final MapView map;
  private final EntityDetailsView inspector;
  private final TabPane panels = new TabPane();
  private final SplitPane right = new SplitPane();
  private final SplitPane upper = new SplitPane();
  private final SplitPane whole = new SplitPane();
  private final Node project;
  private final StatusBar status;
  private final CommandPalette palette;
  private final LiveLoop live = new LiveLoop();
  private List<Double> dividers = WindowLayout.FIRST.dividers();
  private Runnable closeRequest = () -> {};

  WorkbenchView(Workbench workbench, CommandControls controls) {
    this.workbench = workbench;
    getStyleClass().add("workbench");
    var files = workbench.options().project();
    tree =
        new ProjectTreeView(
            workbench.tree(), workbench.editor()::show, workbench::dotStyleOfFolder);
    editor = new EditorView(workbench.editor(), workbench::close, noFile());
    entities =
        new EntityTableView(
            workbench.entities(), workbench.selection(), controls, workbench::dotStyle);
    map = new MapView(workbench.map(), controls, workbench.themeProperty(), workbench.world()::hue);
    inspector = new EntityDetailsView(workbench.details(), workbench::dotStyle);
    status = new StatusBar(workbench.world(), workbench.editor().failureProperty());
    palette = new CommandPalette(workbench.commands(), () -> editor.focus());
    project = titled("Project", tree);
    tree.setMinWidth(LEAST_TREE_PX);
    fillPanels(controls);
    arrange(new TopBar(files.name(), workbench.world(), controls));
    refreshHues();
    looks();
  }

  private void arrange(TopBar top) {
    right.setOrientation(Orientation.VERTICAL);
    right.getItems().addAll(titled("Map", map), titled("Inspector", inspector));
    upper.getItems().addAll(project, editor, right);
    SplitPane.setResizableWithParent(project, false);
    whole.setOrientation(Orientation.VERTICAL);
    whole.getItems().addAll(upper, panels);
    SplitPane.setResizableWithParent(panels, false);
    VBox.setVgrow(whole, Priority.ALWAYS);
    var middle = new VBox(new DecisionBar(workbench.world()), whole);
    var frame = new BorderPane(middle);
    frame.setTop(top);
    frame.setBottom(status);
    getChildren().addAll(frame, palette);
  }

  private static Node titled(String title, Node content) {
    var label = new Label(title);
    label.getStyleClass().add("part-title");
    label.setMaxWidth(Double.MAX_VALUE);
    VBox.setVgrow(content, Priority.ALWAYS);
    var box = new VBox(label, content);
    box.getStyleClass().add("part");
    return box;
  }

  private static Node noFile() {
    var label =
        new Label("Open a file from the project tree.\nSaving a plugin changes the running world.");
    label.setGraphic(new FontIcon("mdi2f-file-document-edit-outline"));
    label.getStyleClass().add("empty-text");
    return label;
  }

  private void fillPanels(CommandControls controls) {
    panels.setId("panels");
    panels.getStyleClass().addAll("dense", "panels");
    panels.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    var problems = new ProblemsView(workbench.problems(), workbench.editor()::show);
    panels
        .getTabs()
        .addAll(
            tab("Entities", "mdi2c-cube-outline", entities),
            tab(
                "Messages",
                "mdi2m-message-outline",
                new MessagesView(workbench.messages(), controls, workbench.selection()::select)),
            tab("Problems", "mdi2a-alert-circle-outline", problems),
            tab("Console", "mdi2c-console", new ConsoleView(workbench.console(), controls)),
            tab(
                "Plugins",
                "mdi2p-puzzle-outline",
                new PluginsView(workbench.world(), workbench.themeProperty())));
    var problemsTab = panels.getTabs().get(2);
    problemsTab
        .textProperty()
        .bind(Bindings.createStringBinding(this::problemsTitle, workbench.problems().problems()));
    workbench
        .problems()
        .errorsProperty()
        .subscribe(n -> {
          problemsTab.getStyleClass().remove("tab-error");
          if (n.intValue() > 0) {
            problemsTab.getStyleClass().add("tab-error");
          }
        });
  }

  private String problemsTitle() {
    var count = workbench.problems().problems().size();
    return count == 0 ? "Problems" : "Problems " + count;
  }

  private static Tab tab(String name, String icon, Node content) {
    var tab = new Tab(name, content);
    tab.setGraphic(new FontIcon(icon));
    tab.setId("panel-" + name);
    return tab;
  }

  private void refreshHues() {
    workbench
        .world()
        .statusProperty()
        .map(s -> s.plugins().stream().map(p -> p.name() + p.hueDegrees()).toList())
        .subscribe(p -> redrawDots());
    workbench.themeProperty().subscribe(t -> redrawDots());
    workbench
        .editor()
        .activeProperty()
        .subscribe(d -> {
          if (d != null) {
            tree.reveal(d.path());
          }
        });
  }

  private void redrawDots() {
    tree.refreshDots();
    entities.refreshDots();
    inspector.refreshDots();
  }

  private void looks() {
    live.add(VALUES_HZ, () -> true, workbench.world()::refresh);
    live.add(MAP_HZ, () -> map.getWidth() > 0, workbench.map()::refresh);
    live.add(VALUES_HZ, () -> true, workbench.details()::refresh);
    live.add(VALUES_HZ, () -> isShown("Entities"), workbench.entities()::refresh);
    live.add(VALUES_HZ, () -> isShown("Messages"), workbench.messages()::refresh);
    live.add(VALUES_HZ, () -> isShown("Console"), workbench.console()::refresh);
    live.add(VALUES_HZ, () -> true, () -> status.showCaret(editor.caretText()));
  }

  private boolean isShown(String panel) {
    return whole.getItems().contains(panels)
        && ("panel-" + panel).equals(panels.getSelectionModel().getSelectedItem().getId());
  }

  /// Starts looking at the world.
  void start() {
    live.start();
  }

  void stop() {
    live.stop();
  }

  EditorView editor() {
    return editor;
  }

  void onCloseRequest(Runnable action) {
    closeRequest = action;
  }

  void requestClose() {
    closeRequest.run();
  }

  void showPalette() {
    palette.open();
  }

  void searchEntities() {
    showPanel("Entities");
    entities.focusFilter();
  }

  boolean showPanel(String name) {
    for (var tab : panels.getTabs()) {
      if (("panel-" + name).equalsIgnoreCase(tab.getId())) {
        if (!whole.getItems().contains(panels)) {
          togglePanels();
        }
        panels.getSelectionModel().select(tab);
        return true;
      }
    }
    return false;
  }

  String shownPanel() {
    return panels.getSelectionModel().getSelectedItem().getId().substring("panel-".length());
  }

  void toggleProject() {
    var now = dividers();
    if (!upper.getItems().remove(project)) {
      upper.getItems().addFirst(project);
    }
    setDividers(now);
  }

  void togglePanels() {
    var now = dividers();
    if (!whole.getItems().remove(panels)) {
      whole.getItems().add(panels);
    }
    setDividers(now);
  }

  /// Hides everything but the editor and the world, or shows it again.
  void toggleFocus() {
    var focused = !upper.getItems().contains(project) && !whole.getItems().contains(panels);
    if (focused || upper.getItems().contains(project)) {
      toggleProject();
    }
    if (focused || whole.getItems().contains(panels)) {
      togglePanels();
    }
  }

  /// Places of the dividers as [WindowLayout] holds them; those of hidden parts as they were.
  List<Double> dividers() {
    var tree = upper.getItems().contains(project);
    var places = upper.getDividerPositions();
    dividers =
        List.of(
            tree ? places[0] : dividers.get(0),
            places[places.length - 1],
            right.getDividerPositions()[0],
            whole.getItems().contains(panels) ? whole.getDividerPositions()[0] : dividers.get(3));
    return dividers;
  }

  void setDividers(List<Double> places) {
    dividers = places;
    if (upper.getItems().contains(project)) {
      upper.setDividerPositions(places.get(0), places.get(1));
    } else {
      upper.setDividerPositions(places.get(1));
    }
    right.setDividerPositions(places.get(2));
    if (whole.getItems().contains(panels)) {
      whole.setDividerPositions(places.get(3));
    }
  }
}
