package dev.vivarium.workbench.app;

import dev.vivarium.workbench.attach.FarPart;
import dev.vivarium.workbench.attach.FarViewModel;
import dev.vivarium.workbench.client.SidePart;
import dev.vivarium.workbench.command.CommandControls;
import dev.vivarium.workbench.command.CommandRegistry;
import dev.vivarium.workbench.console.ConsolePart;
import dev.vivarium.workbench.console.ConsoleViewModel;
import dev.vivarium.workbench.editor.DocumentViewModel;
import dev.vivarium.workbench.editor.EditorSettings;
import dev.vivarium.workbench.editor.EditorView;
import dev.vivarium.workbench.editor.EditorViewModel;
import dev.vivarium.workbench.editor.UnsavedKeeper;
import dev.vivarium.workbench.editor.UnsavedStore;
import dev.vivarium.workbench.editor.assist.AssistPart;
import dev.vivarium.workbench.git.ChangeMarks;
import dev.vivarium.workbench.git.CommittedText;
import dev.vivarium.workbench.history.HistoryPart;
import dev.vivarium.workbench.inspector.EntitiesPart;
import dev.vivarium.workbench.inspector.EntityTableViewModel;
import dev.vivarium.workbench.part.Desk;
import dev.vivarium.workbench.part.EntitySelection;
import dev.vivarium.workbench.part.LineSign;
import dev.vivarium.workbench.part.Links;
import dev.vivarium.workbench.part.Panel;
import dev.vivarium.workbench.part.Part;
import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.people.PeoplePart;
import dev.vivarium.workbench.play.PlayTestPart;
import dev.vivarium.workbench.plugin.PluginsPart;
import dev.vivarium.workbench.problems.ProblemsPart;
import dev.vivarium.workbench.problems.ProblemsViewModel;
import dev.vivarium.workbench.profiler.ProfilerPart;
import dev.vivarium.workbench.project.FileActsViewModel;
import dev.vivarium.workbench.project.ProjectFiles;
import dev.vivarium.workbench.project.ProjectPart;
import dev.vivarium.workbench.project.ProjectViewModel;
import dev.vivarium.workbench.script.ActRecorder;
import dev.vivarium.workbench.scripting.ScriptConsoleViewModel;
import dev.vivarium.workbench.scripting.ScriptsPart;
import dev.vivarium.workbench.scripting.TestsPart;
import dev.vivarium.workbench.scripting.TestsViewModel;
import dev.vivarium.workbench.search.SearchPart;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.SwitchedSession;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.task.Tasks;
import dev.vivarium.workbench.theme.Theme;
import dev.vivarium.workbench.tracer.MessagesPart;
import dev.vivarium.workbench.viewport.MapPart;
import dev.vivarium.workbench.viewport.MapViewModel;
import dev.vivarium.workbench.watch.WatchesPart;
import dev.vivarium.workbench.world.StepsPart;
import dev.vivarium.workbench.world.WorldViewModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.beans.property.ObjectProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of one window and what ties them: models, commands and the session's events. Belongs
/// to the window's thread.
final class Workbench implements Links {
  private static final int LAST_DIGIT = 9;

  /// Panels on a project's files, which a far world's window need not have.
  private static final Set<String> FILE_PANELS = Set.of("project", "search", "tests");

  private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

  private final ActRecorder recorder = new ActRecorder();
  private final LaunchOptions options;
  private final Dialogs dialogs;
  private final SwitchedSession session;
  private final Desk desk;
  private final EditorViewModel editor;
  private final UnsavedKeeper unsaved;
  private final ChangeMarks changeMarks;
  private final ProjectPart tree;
  private final EntitiesPart entities;
  private final MapPart map;
  private final ProblemsPart problems;
  private final HistoryPart history;
  private final MessagesPart messages;
  private final ConsolePart console;
  private final ScriptsPart scripts;
  private final TestsPart tests;
  private final PluginsPart plugins;
  private final WatchesPart watches;
  private final ProfilerPart profiler;
  private final PlayTestPart playTest;

  /// A thread of its own: what a crash must not lose waits for nobody's work.
  private final ExecutorService unsavedWriter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("unsaved text").factory());

  private final SidePart side;
  private final Optional<FarPart> far;
  private final Optional<PeoplePart> people;
  private final List<Part> parts;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final WorkbenchView view;
  private final Program program;
  private javafx.util.Subscription subscribed;
  private OptionalLong tickToShow = OptionalLong.empty();

  /// `window` runs tasks on the window's thread, `background` runs what blocks.
  Workbench(LaunchOptions options, Executor window, Executor background, Dialogs dialogs) {
    this(options, window, background, dialogs, Program.of(options));
  }

  /// The same as one of several windows of a `program`.
  Workbench(
      LaunchOptions options,
      Executor window,
      Executor background,
      Dialogs dialogs,
      Program program) {
    this.program = program;
    this.options = options;
    this.dialogs = dialogs;
    session = new SwitchedSession(recorder.watching(options.session()));
    var files = options.project();
    var commands = new CommandRegistry();
    desk =
        new Desk(
            session,
            files,
            window,
            background,
            commands,
            new CommandControls(commands),
            new EntitySelection(),
            program.theme(),
            new WorldViewModel(session, window),
            this,
            program.settings(),
            new Tasks(window));
    far =
        options
            .far()
            .map(world ->
                new FarPart(
                    new FarViewModel(world, window, WallClock.SYSTEM, options.hasFiles()),
                    () -> commands.run("file.attach")));
    side = new SidePart(desk, session);
    side.model().clientProperty().subscribe(client -> commands.forbid(this::forbidden));
    far.ifPresent(there ->
        there
            .model()
            .linkProperty()
            .map(link -> link.role() + " " + link.isOpen())
            .subscribe(changed -> commands.forbid(this::forbidden)));
    commands.rebind(program.settings().keysProperty().get());
    subscribed = program.settings().keysProperty().subscribe(commands::rebind);
    commands.onRun(program.settings()::used);
    editor = new EditorViewModel(files, window, background, EditorSettings.of(program.settings()));
    unsaved =
        new UnsavedKeeper(
            new UnsavedStore(options.stateFolder(), files.root()),
            window,
            unsavedWriter,
            WallClock.SYSTEM);
    changeMarks = new ChangeMarks(new CommittedText(files.root()), window, background);
    new WorkbenchCommands(this).addTo(commands);
    tree = new ProjectPart(desk, editor::show);
    entities = new EntitiesPart(desk);
    side.model().clientProperty().subscribe((was, client) -> sideShown(client));
    map = new MapPart(desk);
    problems = new ProblemsPart(desk, editor::show);
    tree.markErrors(problems.model().problems());
    history = new HistoryPart(desk, session);
    messages = new MessagesPart(desk);
    history.model().shownProperty().addListener((property, was, now) -> worldShown(now));
    console = new ConsolePart(desk);
    scripts = new ScriptsPart(desk, recorder, this::activeFile);
    tests = new TestsPart(desk, options.services().testWorlds());
    var assist = new AssistPart(desk, editor, options.services().language());
    plugins = new PluginsPart(desk);
    watches = new WatchesPart(desk, messages::show);
    profiler = new ProfilerPart(desk, this::showTick);
    people = far.map(there -> new PeoplePart(desk, there.model()));
    playTest = new PlayTestPart(desk, options.services().playTests(), this::lookBack);
    entities.showCosts(profiler.model().shareOfEntityProperty());
    parts =
        List.of(
            tree,
            map,
            entities,
            messages,
            problems,
            console,
            scripts,
            tests,
            plugins,
            history,
            profiler,
            watches,
            new StepsPart(desk),
            new SearchPart(desk, editor),
            assist,
            side,
            playTest,
            far.<Part>map(there -> there).orElse(List::of),
            people.<Part>map(there -> there).orElse(List::of));
    view =
        new WorkbenchView(
            this, panels(), parts.stream().flatMap(part -> part.banners().stream()).toList());
    view.editor().eachArea(assist::attach);
    addPanelCommands(commands);
    record(commands);
    connect(session, files);
  }

  /// Why an act may not be done at all now; empty where it may.
  private String forbidden(String act) {
    var there = far.map(part -> part.model().obstacle(act)).orElse("");
    return there.isEmpty() ? side.model().obstacle(act) : there;
  }

  private String activeFile() {
    var active = editor.activeProperty().get();
    return active == null ? "" : active.path();
  }

  private void record(CommandRegistry commands) {
    commands.observe(
        new CommandRegistry.Observer() {
          @Override
          public void began(String id) {
            recorder.commandBegan(id);
          }

          @Override
          public void ended(String id, boolean done) {
            recorder.commandEnded(done);
          }
        });
    editor.onSaved((path, before, after) -> {
      recorder.saved(path, before, after);
      far.ifPresent(there -> there.model().saved());
    });
    editor
        .activeProperty()
        .addListener((property, before, now) -> {
          if (now != null) {
            recorder.opened(now.path());
          }
        });
  }

  List<Panel> panels() {
    return parts.stream()
        .flatMap(part -> part.panels().stream())
        .filter(panel -> options.hasFiles() || !FILE_PANELS.contains(panel.id()))
        .toList();
  }

  /// Who else is in the world, if it is on another machine.
  Optional<PeoplePart> people() {
    return people;
  }

  /// Which side of the world is shown.
  SidePart side() {
    return side;
  }

  /// The way to the world, if it is on another machine.
  Optional<FarPart> far() {
    return far;
  }

  private void addPanelCommands(CommandRegistry commands) {
    int number = 0;
    for (Panel panel : panels()) {
      number += panel.place() == Panel.Place.BOTTOM ? 1 : 0;
      var keys =
          panel.place() == Panel.Place.BOTTOM && number <= LAST_DIGIT ? "Shortcut+" + number : "";
      commands.add(
          "panel." + panel.id(),
          "Show " + panel.title().toLowerCase(Locale.ROOT),
          keys,
          panel.icon(),
          () -> showPanel(panel.id()));
    }
    new PanelCommands(view).addTo(commands);
  }

  /// Shows all that is known of a plugin.
  void showPlugin(String name) {
    showPanel("plugins");
    plugins.model().select(name);
  }

  private void lookBack(String recording) {
    history.model().open(recording);
    showPanel("recordings");
  }

  /// Shows the messages of a tick, and the world as they left it if that is kept.
  private void showTick(long tick) {
    tickToShow = OptionalLong.of(tick);
    if (history.model().holds(tick + 1)) {
      history.model().show(tick + 1);
    }
    messages.showTick(tick);
  }

  /// The window shows another tick, or the live world again.
  private void worldShown(OptionalLong at) {
    side.model().looksBack(at.isPresent());
    messages.worldChanged();
    watches.model().lookingBackProperty().set(at.isPresent());
    if (at.isPresent() && tickToShow.equals(OptionalLong.of(at.getAsLong() - 1))) {
      messages.showTick(tickToShow.getAsLong());
    }
    tickToShow = OptionalLong.empty();
  }

  /// The window shows the client's world, or the server's again: what is selected on one side is
  /// another entity on the other.
  private void sideShown(boolean client) {
    selection().clear();
    selection().mark(Map.of());
    entities.showClient(client);
  }

  private void connect(WorldSession session, ProjectFiles files) {
    showBuilding();
    subscriptions.add(session.subscribe(event -> desk.window().execute(() -> take(event))));
    try {
      subscriptions.add(files.watch(path -> desk.window().execute(() -> fileChanged(path))));
    } catch (RuntimeException e) {
      LOG.warn("{}", e.getMessage());
    }
    var _ = session.diagnostics().thenAcceptAsync(editor::diagnosticsChanged, desk.window());
    world().loadHistory();
    unsaved.search();
    tree.acts().outcomeProperty().subscribe(this::fileActDone);
    editor
        .activeProperty()
        .subscribe(document -> {
          if (document != null) {
            tree.reveal(document.path());
          }
        });
  }

  /// Building the world is the first long thing that happens in a window.
  private void showBuilding() {
    var task = desk.tasks().begin(far.isPresent() ? "Connecting" : "Building the world");
    subscribed =
        subscribed.and(
            world()
                .statusProperty()
                .subscribe(status -> {
                  if (status.state() == RunState.LOADING) {
                    task.report(Tasks.UNKNOWN, status.detail());
                  } else {
                    task.done();
                  }
                }));
  }

  /// Saves what is open where the user wants that on leaving the window.
  void left() {
    if (program.settings().autosave().get().equals("leave")) {
      editor.saveAll();
    }
  }

  Program program() {
    return program;
  }

  private void fileActDone(FileActsViewModel.Outcome outcome) {
    if (outcome.failed()) {
      editor.say(outcome.text());
    } else if (!outcome.from().isEmpty()) {
      editor.moved(outcome.from(), outcome.path());
    }
  }

  private void take(SessionEvent event) {
    switch (event) {
      case SessionEvent.StatusChanged changed -> world().arrived(changed.status());
      case SessionEvent.BuildStarted started -> world().buildStarted(started.plugin());
      case SessionEvent.Reloaded reloaded -> world().reloaded(reloaded.report());
      case SessionEvent.DiagnosticsChanged changed ->
          editor.diagnosticsChanged(changed.diagnostics());
      case SessionEvent.DecisionsChanged changed ->
          world().decisionsProperty().set(changed.decisions());
      case SessionEvent.WatchHit hit -> world().refresh();
      case SessionEvent.Closed closed -> world().closed(closed.reason());
    }
    parts.forEach(part -> part.take(event));
  }

  private void fileChanged(String path) {
    tree.model().refresh();
    editor.fileChanged(path);
    parts.forEach(part -> part.fileChanged(path));
  }

  /// Shows what the user should know, until the next save.
  void warn(String text) {
    if (!text.isEmpty()) {
      view.warn(text);
    }
  }

  SwitchedSession session() {
    return session;
  }

  LaunchOptions options() {
    return options;
  }

  Desk desk() {
    return desk;
  }

  CommandRegistry commands() {
    return desk.commands();
  }

  ObjectProperty<Theme> themeProperty() {
    return desk.theme();
  }

  EntitySelection selection() {
    return desk.selection();
  }

  WorldViewModel world() {
    return desk.world();
  }

  ProjectViewModel tree() {
    return tree.model();
  }

  EditorViewModel editor() {
    return editor;
  }

  EntityTableViewModel entities() {
    return entities.table();
  }

  EntitiesPart inspector() {
    return entities;
  }

  MapViewModel map() {
    return map.model();
  }

  MessagesPart messages() {
    return messages;
  }

  ProblemsViewModel problems() {
    return problems.model();
  }

  HistoryPart history() {
    return history;
  }

  PluginsPart plugins() {
    return plugins;
  }

  ProfilerPart profiler() {
    return profiler;
  }

  PlayTestPart playTest() {
    return playTest;
  }

  ConsoleViewModel console() {
    return console.model();
  }

  TestsViewModel tests() {
    return tests.model();
  }

  ScriptConsoleViewModel scripts() {
    return scripts.model();
  }

  WorkbenchView view() {
    return view;
  }

  EditorView editorView() {
    return view.editor();
  }

  @Override
  public boolean showPanel(String id) {
    return view.showPanel(id);
  }

  @Override
  public void report(String finder, List<Diagnostic> diagnostics) {
    editor.diagnosticsChanged(finder, diagnostics);
    problems.model().show(finder, diagnostics);
  }

  @Override
  public void showSigns(List<LineSign> signs) {
    editor.showSigns(signs);
  }

  @Override
  public void writePicture(Path file) {
    Picture.write(view.getScene(), file);
  }

  /// Opens `path`, `path:line` or `path:line:column`.
  @Override
  public CompletableFuture<Boolean> openPlace(String place) {
    var target = FilePlace.parse(place);
    return target.line() == 0
        ? editor.open(target.path())
        : editor.open(target.path(), target.line(), target.column());
  }

  void saveActive() {
    var active = editor.activeProperty().get();
    if (active != null) {
      var _ = editor.save(active);
    }
  }

  void closeActive() {
    view.editor().closeActive();
  }

  /// Keeps what was typed for the case of a crash, saves it where the user wants that, and marks
  /// the lines that differ from the last commit.
  void keepUnsaved() {
    unsaved.look(editor.documents());
    changeMarks.look(editor.documents());
    editor.autosave();
  }

  UnsavedKeeper unsaved() {
    return unsaved;
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
      world().act(new WorldCommand.ResetWorld());
    }
  }

  /// Ends the subscriptions; the session itself is the caller's.
  void dispose() {
    view.stop();
    unsavedWriter.shutdown();
    subscribed.unsubscribe();
    parts.forEach(Part::dispose);
    editor.settings().close();
    subscriptions.forEach(Subscription::close);
  }
}
