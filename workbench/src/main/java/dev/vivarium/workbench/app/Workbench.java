package dev.vivarium.workbench.app;

import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.console.ConsoleViewModel;
import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.editor.EditorView;
import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.inspector.EntityDetailsViewModel;
import dev.vivarium.workbench.inspector.EntitySelection;
import dev.vivarium.workbench.inspector.EntityTableViewModel;
import dev.vivarium.workbench.problems.ProblemsViewModel;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.project.ProjectViewModel;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.theme.PluginHue;
import dev.vivarium.workbench.theme.Theme;
import dev.vivarium.workbench.tracer.MessagesViewModel;
import dev.vivarium.workbench.viewport.MapViewModel;
import dev.vivarium.workbench.world.WorldViewModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of one window and what ties them: models, commands and the session's events. Belongs
/// to the window's thread.
final class Workbench {
  private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

  private final LaunchOptions options;
  private final Executor window;
  private final Dialogs dialogs;
  private final CommandRegistry commands = new CommandRegistry();
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.DARK);
  private final EntitySelection selection = new EntitySelection();
  private final WorldViewModel world;
  private final ProjectViewModel tree;
  private final EditorViewModel editor;
  private final EntityTableViewModel entities;
  private final EntityDetailsViewModel details;
  private final MapViewModel map;
  private final MessagesViewModel messages;
  private final ProblemsViewModel problems = new ProblemsViewModel();
  private final ConsoleViewModel console;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final WorkbenchView view;

  /// `window` runs tasks on the window's thread, `background` runs what blocks.
  Workbench(LaunchOptions options, Executor window, Executor background, Dialogs dialogs) {
    this.options = options;
    this.window = window;
    this.dialogs = dialogs;
    var session = options.session();
    var files = options.project();
    world = new WorldViewModel(session, window);
    tree = new ProjectViewModel(files, window, background);
    editor = new EditorViewModel(files, window, background);
    entities = new EntityTableViewModel(session, window);
    details = new EntityDetailsViewModel(session, selection, world::submit, window);
    map = new MapViewModel(session, selection, window);
    messages = new MessagesViewModel(session, window);
    console = new ConsoleViewModel(session, window);
    new WorkbenchCommands(this).addTo(commands);
    view = new WorkbenchView(this, new CommandControls(commands));
    connect(session, files);
  }

  private void connect(WorldSession session, ProjectFiles files) {
    subscriptions.add(session.subscribe(event -> window.execute(() -> take(event))));
    try {
      subscriptions.add(files.watch(path -> window.execute(() -> fileChanged(path))));
    } catch (RuntimeException e) {
      LOG.warn("{}", e.getMessage());
    }
    var _ = session.diagnostics().thenAcceptAsync(this::showDiagnostics, window);
    world.loadHistory();
    tree.refresh();
  }

  private void take(SessionEvent event) {
    switch (event) {
      case SessionEvent.StatusChanged changed -> world.arrived(changed.status());
      case SessionEvent.BuildStarted started -> world.buildStarted(started.plugin());
      case SessionEvent.Reloaded reloaded -> world.reloaded(reloaded.report());
      case SessionEvent.DiagnosticsChanged changed -> showDiagnostics(changed.diagnostics());
      case SessionEvent.DecisionsChanged changed ->
          world.decisionsProperty().set(changed.decisions());
      case SessionEvent.Closed closed -> world.closed(closed.reason());
    }
  }

  private void showDiagnostics(List<Diagnostic> diagnostics) {
    problems.show(diagnostics);
    editor.diagnosticsChanged(diagnostics);
  }

  private void fileChanged(String path) {
    tree.refresh();
    editor.fileChanged(path);
  }

  WorldSession session() {
    return options.session();
  }

  LaunchOptions options() {
    return options;
  }

  CommandRegistry commands() {
    return commands;
  }

  ObjectProperty<Theme> themeProperty() {
    return theme;
  }

  EntitySelection selection() {
    return selection;
  }

  WorldViewModel world() {
    return world;
  }

  ProjectViewModel tree() {
    return tree;
  }

  EditorViewModel editor() {
    return editor;
  }

  EntityTableViewModel entities() {
    return entities;
  }

  EntityDetailsViewModel details() {
    return details;
  }

  MapViewModel map() {
    return map;
  }

  MessagesViewModel messages() {
    return messages;
  }

  ProblemsViewModel problems() {
    return problems;
  }

  ConsoleViewModel console() {
    return console;
  }

  WorkbenchView view() {
    return view;
  }

  EditorView editorView() {
    return view.editor();
  }

  /// Brings a bottom tab to the front.
  ///
  /// @return whether there is one of that name
  boolean showPanel(String name) {
    return view.showPanel(name);
  }

  /// Opens `path`, `path:line` or `path:line:column`.
  CompletableFuture<Boolean> openPlace(String place) {
    var target = FilePlace.parse(place);
    return target.line() == 0
        ? editor.open(target.path())
        : editor.open(target.path(), target.line(), target.column());
  }

  /// The style of the dot that shows a plugin's hue; the scene's own where the name is empty.
  String dotStyle(String plugin) {
    return "-fx-background-color: " + PluginHue.css(world.hue(plugin), theme.get());
  }

  /// The same, but nothing for a folder that is no plugin of the world.
  String dotStyleOfFolder(String plugin) {
    return world.plugin(plugin).isPresent() ? dotStyle(plugin) : "";
  }

  void saveActive() {
    var active = editor.activeProperty().get();
    if (active != null) {
      var _ = editor.save(active);
    }
  }

  void closeActive() {
    var active = editor.activeProperty().get();
    if (active != null) {
      close(active);
    }
  }

  /// Closes a document, asking first if it holds unsaved work.
  void close(DocumentViewModel document) {
    if (!document.dirtyProperty().get()) {
      editor.close(document);
      return;
    }
    switch (dialogs.askUnsaved(List.of(document.name()))) {
      case SAVE -> saveAndClose(document);
      case DISCARD -> editor.close(document);
      case CANCEL -> {}
    }
  }

  private void saveAndClose(DocumentViewModel document) {
    var _ =
        editor
            .save(document)
            .thenAccept(saved -> {
              if (saved) {
                editor.close(document);
              }
            });
  }

  /// Whether the window may close now; unsaved work is asked about and saved first if wanted.
  CompletableFuture<Boolean> mayClose() {
    var dirty = editor.documents().stream().filter(d -> d.dirtyProperty().get()).toList();
    if (dirty.isEmpty()) {
      return CompletableFuture.completedFuture(true);
    }
    return switch (dialogs.askUnsaved(dirty.stream().map(DocumentViewModel::name).toList())) {
      case SAVE -> saveEach(dirty);
      case DISCARD -> CompletableFuture.completedFuture(true);
      case CANCEL -> CompletableFuture.completedFuture(false);
    };
  }

  private CompletableFuture<Boolean> saveEach(List<DocumentViewModel> documents) {
    var all = CompletableFuture.completedFuture(true);
    for (var document : documents) {
      all = all.thenCombine(editor.save(document), (a, b) -> a && b);
    }
    return all;
  }

  void resetWorld() {
    if (dialogs.askReset()) {
      world.act(new WorldCommand.ResetWorld());
    }
  }

  void spawn() {
    var _ =
        world
            .submit(new WorldCommand.Spawn("", List.of("vivarium/Transform")))
            .thenAccept(result -> {
              if (result instanceof CommandResult.Done done) {
                done.spawned().ifPresent(selection::select);
              }
            });
  }

  void despawn() {
    selection.selectedProperty().get().forEach(h -> world.act(new WorldCommand.Despawn(h)));
    selection.clear();
  }

  /// Ends the subscriptions; the session itself is the caller's.
  void dispose() {
    view.stop();
    subscriptions.forEach(Subscription::close);
  }
}
