package dev.vivarium.workbench.app;

import dev.vivarium.workbench.attach.FarPart;
import dev.vivarium.workbench.command.CommandPalette;
import dev.vivarium.workbench.dock.DockLayout;
import dev.vivarium.workbench.dock.DockView;
import dev.vivarium.workbench.dock.DockViewModel;
import dev.vivarium.workbench.dock.PanelPlace;
import dev.vivarium.workbench.editor.EditorView;
import dev.vivarium.workbench.editor.UnsavedBar;
import dev.vivarium.workbench.editor.UnsavedKeeper;
import dev.vivarium.workbench.history.HistoryPart;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.settings.KeysViewModel;
import dev.vivarium.workbench.settings.Settings;
import dev.vivarium.workbench.settings.SettingsView;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window's contents: bars above and below, the panels around the editor between them. Belongs
/// to the window's thread.
final class WorkbenchView extends StackPane {
  private static final double VALUES_HZ = 10;
  private static final double COSTS_HZ = 2;
  private static final double PEOPLE_HZ = 2;
  private static final double FAR_HZ = 4;

  private final EditorView editor;
  private final DockViewModel dock;
  private final DockView panels;
  private final StatusBar status;
  private final CommandPalette palette;
  private final SettingsView settings;
  private final LiveLoop live = new LiveLoop();
  private final HBox readOnly = new HBox();
  private Runnable closeRequest = () -> {};

  WorkbenchView(Workbench workbench, List<Panel> all, List<Node> banners) {
    getStyleClass().add("workbench");
    var desk = workbench.desk();
    editor = new EditorView(workbench.editor(), workbench::close, noFile(workbench));
    editor.addBar(new UnsavedBar(workbench.unsaved(), workbench.editor()));
    var failed = new FailedPlugins(workbench.world(), workbench.commands(), workbench::showPlugin);
    status =
        new StatusBar(
            workbench.world(),
            workbench.editor().failureProperty(),
            desk.tasks(),
            failed,
            beforeSaving(workbench));
    dock = new DockViewModel(all.stream().map(p -> new PanelPlace(p.id(), p.place())).toList());
    panels = new DockView(dock, editor, all);
    palette =
        new CommandPalette(
            workbench.commands(),
            program(workbench)::recentCommands,
            new ProjectPaths(workbench.tree())::matching,
            workbench.editor()::show,
            () -> editor.focus());
    settings =
        new SettingsView(
            program(workbench),
            new KeysViewModel(workbench.commands(), program(workbench)),
            () -> editor.focus());
    workbench.commands().onRefused((act, reason) -> status.hint(act.title() + ": " + reason));
    workbench.commands().onRun(id -> status.noHint());
    addEventHandler(KeyEvent.KEY_PRESSED, this::back);
    program(workbench).problemProperty().subscribe(this::warn);
    arrange(
        desk,
        new TopBar(
            desk.project().name(),
            workbench.far().map(FarPart::sign),
            workbench.side().control(),
            workbench.world(),
            desk.controls()),
        workbench.history(),
        banners,
        workbench::showPlugin);
    looks(workbench, all);
  }

  private static Node noFile(Workbench workbench) {
    if (!workbench.options().hasFiles()) {
      return NoFileView.far();
    }
    return new NoFileView(
        workbench.desk().controls(),
        workbench
            .far()
            .map(far -> far.model().whereSavesGo())
            .orElse("Saving a plugin changes the running world."));
  }

  /// What the status bar says until the first save.
  private static String beforeSaving(Workbench workbench) {
    if (workbench.far().isEmpty()) {
      return "Save a plugin and it runs a moment later.";
    }
    return workbench.options().hasFiles()
        ? workbench.far().get().model().whereSavesGo()
        : "A plugin that is saved on the server runs a moment later.";
  }

  private void arrange(
      Desk desk, TopBar top, HistoryPart history, List<Node> banners, Consumer<String> showPlugin) {
    VBox.setVgrow(panels, Priority.ALWAYS);
    var middle = new VBox(history.bar(), top(desk, showPlugin));
    middle.getChildren().addAll(banners);
    middle.getChildren().add(panels);
    var frame = new BorderPane(middle);
    frame.setMinSize(0, 0);
    frame.setTop(top);
    frame.setBottom(new VBox(history.timeline(), status));
    getChildren().addAll(frame, palette, settings);
  }

  private Node top(Desk desk, Consumer<String> showPlugin) {
    readOnly.setVisible(false);
    readOnly.managedProperty().bind(readOnly.visibleProperty());
    return new VBox(new DecisionBar(desk.world(), showPlugin), readOnly);
  }

  /// Says that nothing of the project runs, and offers to change that.
  void offerTrust(String text, Runnable trust) {
    var label = new Label(text, new FontIcon("mdi2s-shield-lock-outline"));
    label.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(label, Priority.ALWAYS);
    var button = new Button("Trust it and run");
    button.setId("trust");
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> trust.run());
    readOnly.getStyleClass().add("banner");
    readOnly.getChildren().setAll(label, button);
    readOnly.setVisible(true);
  }

  private static Settings program(Workbench workbench) {
    return workbench.program().settings();
  }

  /// Escape that nothing else had a use for leads back to the editor.
  private void back(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !dock.visible().isEmpty()) {
      editor.focus();
      event.consume();
    }
  }

  void showSettings() {
    settings.open();
  }

  void searchSettings(String text) {
    settings.open();
    settings.search(text);
  }

  /// Whether the next keys are meant for a shortcut that the user changes.
  boolean takesKeys() {
    return settings.takesKeys();
  }

  private void looks(Workbench workbench, List<Panel> all) {
    live.add(VALUES_HZ, () -> true, workbench.world()::refresh);
    live.add(1_000.0 / UnsavedKeeper.LOOK_MS, () -> true, workbench::keepUnsaved);
    live.add(VALUES_HZ, () -> true, () -> status.showCaret(editor.caretText()));
    // The table of entities shows them too.
    live.add(COSTS_HZ, () -> true, workbench.profiler().model()::refreshCosts);
    workbench.far().ifPresent(far -> live.add(FAR_HZ, () -> true, far.model()::refresh));
    // What others have selected are the server's entities.
    workbench
        .people()
        .ifPresent(
            people -> live.add(PEOPLE_HZ, () -> !workbench.session().showsClient(), people::look));
    var history = workbench.history();
    live.add(history.looksHz(), () -> true, history.model()::refresh);
    for (Panel panel : all) {
      if (panel.looksHz() > 0) {
        live.add(panel.looksHz(), () -> dock.isVisible(panel.id()), panel.look());
      }
    }
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

  DockViewModel dock() {
    return dock;
  }

  void onCloseRequest(Runnable action) {
    closeRequest = action;
  }

  void requestClose() {
    closeRequest.run();
  }

  void warn(String text) {
    status.warn(text);
  }

  void showPalette() {
    settings.close();
    palette.open();
  }

  /// Brings a panel to the front and gives it the focus; false where there is none of that id.
  boolean showPanel(String id) {
    var known = dock.show(id.toLowerCase(Locale.ROOT));
    if (known) {
      panels.focus(id.toLowerCase(Locale.ROOT));
    }
    return known;
  }

  /// Gives the focus to the next panel that can be seen, or to the one before.
  void focusNeighbour(int step) {
    panels.focus(dock.neighbour(panels.focused(), step));
  }

  /// The panel that holds the focus; empty where none does, or the editor.
  String focusedPanel() {
    var panel = panels.focused();
    return panel.equals(DockLayout.EDITOR) ? "" : panel;
  }

  /// Gives every panel its share of a window whose size has changed.
  void applyShares() {
    panels.applyShares();
  }
}
