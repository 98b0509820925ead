package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandPalette;
import dev.vivarium.workbench.editor.EditorView;
import dev.vivarium.workbench.editor.UnsavedBar;
import dev.vivarium.workbench.editor.UnsavedKeeper;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Panel.Badge;
import dev.vivarium.workbench.part.Panel.Place;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window's contents: bars above and below, the parts between them in split panes. Belongs to
/// the window's thread.
final class WorkbenchView extends StackPane {
  private static final double LEAST_TREE_PX = 152;
  private static final double VALUES_HZ = 10;

  private final EditorView editor;
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

  WorkbenchView(Workbench workbench, List<Panel> all) {
    getStyleClass().add("workbench");
    var desk = workbench.desk();
    editor = new EditorView(workbench.editor(), workbench::close, noFile());
    editor.addBar(new UnsavedBar(workbench.unsaved(), workbench.editor()));
    status = new StatusBar(workbench.world(), workbench.editor().failureProperty());
    palette = new CommandPalette(workbench.commands(), () -> editor.focus());
    var tree = at(Place.LEFT, all).getFirst();
    ((Region) tree.content()).setMinWidth(LEAST_TREE_PX);
    project = titled(tree);
    fillPanels(at(Place.BOTTOM, all));
    at(Place.RIGHT, all).forEach(panel -> right.getItems().add(titled(panel)));
    arrange(desk, new TopBar(desk.project().name(), workbench.world(), desk.controls()));
    looks(workbench, all);
  }

  private static List<Panel> at(Place place, List<Panel> all) {
    return all.stream().filter(panel -> panel.place() == place).toList();
  }

  private void arrange(Desk desk, TopBar top) {
    right.setOrientation(Orientation.VERTICAL);
    upper.getItems().addAll(project, editor, right);
    SplitPane.setResizableWithParent(project, false);
    whole.setOrientation(Orientation.VERTICAL);
    whole.getItems().addAll(upper, panels);
    SplitPane.setResizableWithParent(panels, false);
    VBox.setVgrow(whole, Priority.ALWAYS);
    var middle = new VBox(new DecisionBar(desk.world()), whole);
    var frame = new BorderPane(middle);
    frame.setTop(top);
    frame.setBottom(status);
    getChildren().addAll(frame, palette);
  }

  private static Node titled(Panel panel) {
    var content = panel.content();
    var label = new Label(panel.title());
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

  private void fillPanels(List<Panel> bottom) {
    panels.setId("panels");
    panels.getStyleClass().addAll("dense", "panels");
    panels.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    bottom.forEach(panel -> panels.getTabs().add(tab(panel)));
  }

  private static Tab tab(Panel panel) {
    var tab = new Tab(panel.title(), panel.content());
    tab.setGraphic(new FontIcon(panel.icon()));
    tab.setId("panel-" + panel.id());
    panel.badge().subscribe(badge -> show(badge, panel, tab));
    return tab;
  }

  private static void show(Badge badge, Panel panel, Tab tab) {
    tab.setText(badge.text().isEmpty() ? panel.title() : panel.title() + " " + badge.text());
    tab.getStyleClass().remove("tab-error");
    if (badge.error()) {
      tab.getStyleClass().add("tab-error");
    }
  }

  private void looks(Workbench workbench, List<Panel> all) {
    live.add(VALUES_HZ, () -> true, workbench.world()::refresh);
    live.add(1_000.0 / UnsavedKeeper.LOOK_MS, () -> true, workbench::keepUnsaved);
    live.add(VALUES_HZ, () -> true, () -> status.showCaret(editor.caretText()));
    for (Panel panel : all) {
      if (panel.looksHz() > 0) {
        live.add(panel.looksHz(), () -> isShown(panel), panel.look());
      }
    }
  }

  private boolean isShown(Panel panel) {
    return switch (panel.place()) {
      case LEFT, RIGHT -> panel.content().getScene() != null;
      case BOTTOM ->
          whole.getItems().contains(panels)
              && ("panel-" + panel.id())
                  .equals(panels.getSelectionModel().getSelectedItem().getId());
    };
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
