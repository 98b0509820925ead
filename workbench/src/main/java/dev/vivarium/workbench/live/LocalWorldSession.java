package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.LogLevel;
import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.WorldFile;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldLoop;
import dev.vivarium.workbench.live.DiagnosticBoard.Finder;
import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.query.QueryParser;
import dev.vivarium.workbench.session.AssetName;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.Decision;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.EntityPage;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.EntitySource;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.LogPage;
import dev.vivarium.workbench.session.MapFrame;
import dev.vivarium.workbench.session.People;
import dev.vivarium.workbench.session.PluginReadings;
import dev.vivarium.workbench.session.PluginState;
import dev.vivarium.workbench.session.PluginStatus;
import dev.vivarium.workbench.session.ProfileSource;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.ReloadReport.Outcome;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A world in this process as the window sees it. It is there at once, in state LOADING, while the
/// plugins are built on a thread of its own.
///
/// The tick thread only copies what somebody asks for, and no more often than each kind of question
/// allows; everything else is worked out on the session's threads: one reads, one tells the
/// listeners.
public final class LocalWorldSession implements WorldSession {
  private static final Logger LOG = LoggerFactory.getLogger(LocalWorldSession.class);

  /// What the clock's times are taken over: ten seconds at the usual rate.
  private static final int RECENT_TICKS = 600;

  private static final double STATUS_HZ = 30;
  private static final double COUNT_HZ = 1;
  private static final double ROSTER_HZ = 10;
  private static final double POSITIONS_HZ = 30;

  /// Builds the world, telling what happens meanwhile and from then on. Blocks.
  @FunctionalInterface
  public interface Opening {
    LiveWorld open(TickTimes times, Consumer<LiveEvent> events) throws Exception;
  }

  private final WorldFile worldFile;
  private final List<PluginFile> files;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(named("session reads"));
  private final ExecutorService teller = Executors.newSingleThreadExecutor(named("session events"));
  private final AnswerQueue answers = new AnswerQueue(reader);
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<LiveEvent>> watchers = new CopyOnWriteArrayList<>();
  private final TickTimes times = new TickTimes();
  private final LogRing logs = new LogRing(WallClock.SYSTEM);
  private final DiagnosticBoard board = new DiagnosticBoard();
  private final ReloadReports reports = new ReloadReports();
  private final DecisionDesk decisions = new DecisionDesk();
  private final EntityEdits edits = new EntityEdits();
  private final LocalInspection inspection;
  private final LocalQueries queries;
  private final Set<String> building = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<LiveWorld> opened = new CompletableFuture<>();
  private final Sampler<Gauge> gauges;
  private final Sampler<Map<String, Integer>> owned;
  private final Sampler<Roster> rosters;
  private final Sampler<MapFrame> frames;

  private final LocalHistory history =
      new LocalHistory(
          this, () -> Optional.ofNullable(live()), this::pastStatus, this::worldReplaced);

  private final LocalProfile profile =
      new LocalProfile(
          new LocalProfile.Asking() {
            @Override
            public <T> CompletableFuture<T> ask(Function<World, T> question) {
              return sound(() -> LocalWorldSession.this.ask(question));
            }
          },
          () -> Optional.ofNullable(live()),
          () -> sound(rosters()::get),
          () -> sound(this::parents),
          reader);

  private final LocalTrace trace;
  private final LocalWatches watches;
  private final LocalPlugins plugins;
  private final ClientWorld client;

  private volatile @Nullable Roster lastRoster;
  private volatile @Nullable PositionReading lastPositions;
  private volatile @Nullable LiveWorld live;
  private volatile String ended = "";
  private volatile boolean closed;
  private volatile long lastTick;

  /// Begins to open the world.
  public LocalWorldSession(LoadedProject project, NanoClock clock, Opening opening) {
    this.worldFile = project.project().world();
    this.files = project.project().pluginsInOrder();
    this.gauges = new Sampler<>(clock, STATUS_HZ, () -> ask(Gauge::take));
    this.rosters = new Sampler<>(clock, ROSTER_HZ, this::takeRoster);
    this.owned =
        new Sampler<>(
            clock, COUNT_HZ, () -> rosters.get().thenApplyAsync(Roster::countByOwner, reader));
    this.inspection =
        new LocalInspection(
            this::ask,
            () -> Optional.ofNullable(live).map(LiveWorld::scenes),
            () -> rosters.get(),
            this::matching,
            () -> ask(w -> assets(w, project.project().assets())),
            reader,
            clock);
    this.queries = new LocalQueries(this::ask, inspection::schema, () -> lastRoster, reader, clock);
    this.frames = new Sampler<>(clock, POSITIONS_HZ, this::takePositions);
    Reach reach = reach();
    this.trace = new LocalTrace(reach, clock);
    this.watches =
        new LocalWatches(
            reach,
            hit -> {
              history.watchHit(hit);
              tellLater(() -> tell(new SessionEvent.WatchHit(hit)));
              statusChanged();
            });
    this.plugins = new LocalPlugins(reach, decisions);
    this.client = new ClientWorld(this, reach, clock);
    board.put(
        "world",
        Finder.PROJECT,
        project.problems().stream().map(DiagnosticBoard::ofProject).toList());
    Thread.ofPlatform().daemon().name("open world").start(() -> open(opening));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  private void open(Opening opening) {
    try {
      LiveWorld world = opening.open(times, this::happened);
      live = world;
      if (closed) {
        world.close();
        return;
      }
      watch(world.loop());
      watches.opened(world);
      world.loop().start();
      opened.complete(world);
    } catch (Exception e) {
      LOG.debug("the world could not be opened", e);
      end("The world could not be opened: " + e.getMessage());
      opened.completeExceptionally(e);
    }
    statusChanged();
  }

  /// The world once it runs; fails with why it cannot.
  public CompletableFuture<LiveWorld> opened() {
    return opened.copy();
  }

  /// Passes on everything that happens to the world, on a thread of the session.
  public void watch(Consumer<LiveEvent> watcher) {
    watchers.add(watcher);
  }

  private void watch(WorldLoop loop) {
    var _ =
        loop.ended()
            .whenComplete((v, problem) -> {
              if (problem != null && !closed) {
                LOG.error("the world could not go on", problem);
                end("The world could not go on: " + problem);
                statusChanged();
              }
            });
  }

  private void end(String why) {
    ended = why;
    tellLater(() -> {
      board.put("world", Finder.RUN, List.of(DiagnosticBoard.error("world", why)));
      error(lastTick, "world", why);
      diagnosticsChanged();
    });
  }

  // Questions.

  private <T> CompletableFuture<T> ask(Function<World, T> question) {
    LiveWorld world = live;
    if (closed) {
      return CompletableFuture.failedFuture(new SessionException("The world is closed."));
    }
    return world == null
        ? CompletableFuture.failedFuture(
            new SessionException(ended.isEmpty() ? "The world is still loading." : ended))
        : answers.await(world.ask(question));
  }

  /// An answer of the session's own, from its reading thread.
  private <T> CompletableFuture<T> read(Supplier<T> answer) {
    return sound(() -> CompletableFuture.supplyAsync(answer, reader));
  }

  /// An answer whose failure is fit to be shown.
  private static <T> CompletableFuture<T> sound(Supplier<CompletableFuture<T>> question) {
    CompletableFuture<T> answer;
    try {
      answer = question.get();
    } catch (RejectedExecutionException e) {
      answer = CompletableFuture.failedFuture(new SessionException("The world is closed."));
    }
    return answer.exceptionallyCompose(problem -> CompletableFuture.failedFuture(shown(problem)));
  }

  private static SessionException shown(Throwable problem) {
    Throwable cause = problem;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof SessionException known) {
      return known;
    }
    LOG.debug("a question to the world failed", cause);
    return new SessionException("The world did not answer: " + cause.getMessage());
  }

  private boolean loading() {
    return live == null && !closed;
  }

  @Override
  public CompletableFuture<WorldStatus> status() {
    return loading() ? read(this::loadingStatus) : sound(this::liveStatus);
  }

  private CompletableFuture<WorldStatus> liveStatus() {
    return gauges.get().thenCombineAsync(owned.get(), this::status, reader);
  }

  private WorldStatus loadingStatus() {
    StatusTexts texts = new StatusTexts(Set.copyOf(building), Map.of());
    PluginState state = ended.isEmpty() ? PluginState.LOADING : PluginState.FAILED;
    List<PluginStatus> plugins = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      plugins.add(texts.missing(files.get(i), i, state));
    }
    return new WorldStatus(
        worldFile.name(),
        ended.isEmpty() ? RunState.LOADING : RunState.STOPPED,
        ended.isEmpty() ? buildingText() : ended,
        0,
        worldFile.rate(),
        1,
        0,
        0,
        0,
        plugins);
  }

  private String buildingText() {
    return building.isEmpty()
        ? "starting"
        : "building " + building.stream().sorted().collect(Collectors.joining(", "));
  }

  private WorldStatus status(Gauge gauge, Map<String, Integer> counts) {
    lastTick = gauge.tick();
    LiveWorld world = live;
    return new WorldStatus(
        worldFile.name(),
        state(world),
        ended,
        gauge.tick(),
        gauge.rateHz(),
        world == null ? 1 : world.speed(),
        Math.round(times.percentileUs(0.5, RECENT_TICKS)),
        Math.round(times.percentileUs(0.99, RECENT_TICKS)),
        gauge.entities(),
        plugins(gauge, counts));
  }

  private RunState state(@Nullable LiveWorld world) {
    if (world == null || !ended.isEmpty()) {
      return RunState.STOPPED;
    }
    return world.loop().isPaused() ? RunState.PAUSED : RunState.RUNNING;
  }

  private List<PluginStatus> plugins(Gauge gauge, Map<String, Integer> counts) {
    StatusTexts texts = new StatusTexts(Set.copyOf(building), counts);
    Map<String, dev.vivarium.engine.plugin.PluginStatus> running = new LinkedHashMap<>();
    gauge.plugins().forEach(plugin -> running.put(plugin.name(), plugin));
    List<PluginStatus> plugins = new ArrayList<>();
    for (PluginFile file : files) {
      var plugin = running.remove(file.name());
      plugins.add(
          plugin == null
              ? texts.missing(file, plugins.size(), PluginState.FAILED)
              : texts.of(
                  plugin,
                  file.language(),
                  plugins.size(),
                  gauge.goodVersions().getOrDefault(plugin.name(), List.of())));
    }
    for (var added : running.values()) {
      plugins.add(
          texts.of(
              added,
              language(added.name()),
              plugins.size(),
              gauge.goodVersions().getOrDefault(added.name(), List.of())));
    }
    return plugins;
  }

  private String language(String plugin) {
    LiveWorld world = live;
    return Optional.ofNullable(world)
        .flatMap(w -> w.plugin(plugin))
        .map(PluginFile::language)
        .orElse("unknown");
  }

  private CompletableFuture<Roster> takeRoster() {
    return ask(w -> Roster.take(w, lastRoster))
        .thenApplyAsync(
            roster -> {
              lastRoster = roster;
              return roster;
            },
            reader);
  }

  private CompletableFuture<MapFrame> takePositions() {
    return ask(w -> PositionReading.take(w, lastPositions))
        .thenApplyAsync(
            positions -> {
              lastPositions = positions;
              return positions.frame();
            },
            reader);
  }

  @Override
  public CompletableFuture<EntityPage> entities(EntityQuery query) {
    return loading()
        ? read(() -> new EntityPage(0, 0, query.offset(), List.of()))
        : sound(
            () -> matching(query.filter()).thenApplyAsync(answer -> answer.page(query), reader));
  }

  /// Those that a query line or plain words match.
  private CompletableFuture<LocalQueries.Answer> matching(String filter) {
    return QueryParser.isQuery(filter)
        ? queries.ask(filter)
        : rosters
            .get()
            .thenApplyAsync(
                roster -> new LocalQueries.Answer(lastTick, roster, roster.matching(filter)),
                reader);
  }

  @Override
  public CompletableFuture<OptionalInt> placeOf(EntityHandle handle, String filter) {
    return loading()
        ? read(OptionalInt::empty)
        : sound(() -> matching(filter).thenApplyAsync(answer -> answer.place(handle), reader));
  }

  @Override
  public CompletableFuture<Optional<EntityDetails>> entity(EntityHandle handle) {
    return loading()
        ? read(Optional::empty)
        : sound(() ->
            ask(w -> EntityReading.take(w, handle.bits()))
                .thenApplyAsync(found -> found.map(EntityReading::details), reader));
  }

  @Override
  public CompletableFuture<MapFrame> positions() {
    return loading() ? read(MapFrame::empty) : sound(frames::get);
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " rows, not " + limit);
    }
  }

  @Override
  public CompletableFuture<LogPage> logs(long sinceSequence, int limit) {
    checkLimit(limit);
    return read(() -> logs.since(sinceSequence, limit));
  }

  @Override
  public CompletableFuture<List<Diagnostic>> diagnostics() {
    return read(board::list);
  }

  @Override
  public CompletableFuture<List<ReloadReport>> reloads(int limit) {
    return read(() -> reports.latest(limit));
  }

  @Override
  public CompletableFuture<List<Decision>> decisions() {
    return read(decisions::list);
  }

  @Override
  public HistorySource history() {
    return history;
  }

  @Override
  public ProfileSource profile() {
    return profile;
  }

  private Sampler<Roster> rosters() {
    return rosters;
  }

  private CompletableFuture<ParentReading> parents() {
    return inspection.parents();
  }

  private @Nullable LiveWorld live() {
    return live;
  }

  private WorldStatus pastStatus(Gauge gauge, Roster roster) {
    return new WorldStatus(
        worldFile.name(),
        RunState.PAUSED,
        "",
        gauge.tick(),
        gauge.rateHz(),
        1,
        0,
        0,
        gauge.entities(),
        plugins(gauge, roster.countByOwner()));
  }

  /// The live world has become another, which counts its ticks anew.
  private void worldReplaced() {
    LiveWorld world = live;
    if (world != null) {
      watch(world.loop());
    }
    lastPositions = null;
    rosters.expire();
    frames.expire();
    trace.expire();
    statusChanged();
  }

  private Reach reach() {
    return new Reach() {
      @Override
      public <T> CompletableFuture<T> ask(Function<World, T> question) {
        return LocalWorldSession.this.ask(question);
      }

      @Override
      public <T> CompletableFuture<T> sound(Supplier<CompletableFuture<T>> question) {
        return LocalWorldSession.sound(question);
      }

      @Override
      public CompletableFuture<Roster> roster() {
        return rosters.get();
      }

      @Override
      public Executor reader() {
        return reader;
      }
    };
  }

  @Override
  public TraceSource trace() {
    return trace;
  }

  @Override
  public Watches watches() {
    return watches;
  }

  @Override
  public PluginReadings plugins() {
    return plugins;
  }

  private static List<AssetName> assets(World world, List<String> paths) {
    return paths.stream()
        .map(path -> new AssetName(path, world.assets().asset(path)))
        .filter(asset -> asset.handle() != 0)
        .toList();
  }

  @Override
  public People people() {
    return People.NOBODY;
  }

  @Override
  public EntitySource inspection() {
    return inspection;
  }

  @Override
  public WorldSession client() {
    return client;
  }

  // Acts.

  @Override
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    LiveWorld world = live;
    if (world == null || closed) {
      String why = ended.isEmpty() ? "The world is still loading." : ended;
      return read(() -> new CommandResult.Refused(why));
    }
    return sound(() -> new WorldActs(world, edits, decisions).perform(command))
        .whenCompleteAsync((result, problem) -> acted(world, command), teller);
  }

  private void acted(LiveWorld world, WorldCommand command) {
    rosters.expire();
    frames.expire();
    trace.expire();
    inspection.expire();
    queries.expire();
    if (command instanceof WorldCommand.Decide) {
      tell(new SessionEvent.DecisionsChanged(decisions.list()));
    }
    if (command instanceof WorldCommand.ResetWorld) {
      watch(world.loop());
      watches.opened(world);
      lastPositions = null;
      history.worldReplaced();
    }
    statusChanged();
  }

  // Events.

  @Override
  public Subscription subscribe(Consumer<SessionEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(SessionEvent event) {
    for (Consumer<SessionEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a listener failed on {}", event, e);
      }
    }
  }

  private void tellLater(Runnable act) {
    if (!teller.isShutdown()) {
      try {
        teller.execute(act);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed meanwhile", e);
      }
    }
  }

  private void statusChanged() {
    gauges.expire();
    if (!closed) {
      var _ =
          status().thenAccept(now -> tellLater(() -> tell(new SessionEvent.StatusChanged(now))));
    }
  }

  private void diagnosticsChanged() {
    tell(new SessionEvent.DiagnosticsChanged(board.list()));
  }

  /// Called on the tick thread, among others: only hands the event on.
  private void happened(LiveEvent event) {
    tellLater(() -> {
      watchers.forEach(watcher -> watcher.accept(event));
      take(event);
    });
  }

  private void take(LiveEvent event) {
    switch (event) {
      case LiveEvent.BuildStarted e -> buildStarted(e.plugin());
      case LiveEvent.Built e -> {
        building.remove(e.plugin());
        show(e.plugin(), Finder.BUILD, DiagnosticBoard.ofBuild(e.plugin(), e.warnings()));
        statusChanged();
      }
      case LiveEvent.BuildFailed e -> buildFailed(e);
      case LiveEvent.Reloaded e -> reloaded(e.report());
      case LiveEvent.ReloadRefused e -> refused(e.outcome());
      case LiveEvent.StartRefused e -> notTaken(e.plugin(), Outcome.REFUSED, e.reason());
      case LiveEvent.OfPlugin e -> ofPlugin(e.event());
      case LiveEvent.Logged e -> logged(e.line());
      case LiveEvent.Saved e -> show("world", Finder.RELOAD, List.of());
      case LiveEvent.SaveFailed e ->
          show(
              "world",
              Finder.RELOAD,
              List.of(DiagnosticBoard.error("world", "the world is not saved: " + e.reason())));
      case LiveEvent.MessagesDropped e ->
          e.messages().forEach(text -> note(e.tick(), LogLevel.WARN, "world", text));
      case LiveEvent.PluginFileRead e ->
          show(
              e.plugin(),
              Finder.PROJECT,
              e.problems().stream().map(DiagnosticBoard::ofProject).toList());
      case LiveEvent.ProjectTrouble e ->
          show("world", Finder.RUN, List.of(DiagnosticBoard.warning("world", e.message())));
    }
  }

  private void show(String source, Finder finder, List<Diagnostic> now) {
    if (board.put(source, finder, now)) {
      diagnosticsChanged();
    }
  }

  private void buildStarted(String plugin) {
    building.add(plugin);
    dropDecisions(plugin);
    tell(new SessionEvent.BuildStarted(plugin));
    statusChanged();
  }

  private void dropDecisions(String plugin) {
    if (decisions.drop(plugin)) {
      tell(new SessionEvent.DecisionsChanged(List.copyOf(decisions.list())));
    }
  }

  private void buildFailed(LiveEvent.BuildFailed failed) {
    building.remove(failed.plugin());
    List<Diagnostic> diagnostics = DiagnosticBoard.ofBuild(failed.plugin(), failed.diagnostics());
    show(failed.plugin(), Finder.BUILD, diagnostics);
    String first = diagnostics.isEmpty() ? "" : diagnostics.getFirst().text();
    report(
        ReloadReports.notTaken(
            failed.plugin(), Outcome.COMPILE_FAILED, lastTick, failed.compileMs(), first));
    statusChanged();
  }

  private void report(ReloadReport report) {
    reports.add(report);
    tell(new SessionEvent.Reloaded(report));
  }

  private void reloaded(dev.vivarium.engine.plugin.reload.ReloadReport report) {
    show(report.plugin(), Finder.RELOAD, List.of());
    show(report.plugin(), Finder.RUN, List.of());
    dropDecisions(report.plugin());
    report(ReloadReports.swapped(report));
    statusChanged();
  }

  private void notTaken(String plugin, Outcome outcome, String reason) {
    show(plugin, Finder.RELOAD, List.of(DiagnosticBoard.error(plugin, reason)));
    report(ReloadReports.notTaken(plugin, outcome, lastTick, 0, reason));
    statusChanged();
  }

  private void refused(ReloadOutcome outcome) {
    switch (outcome) {
      case ReloadOutcome.Reloaded reloaded -> {}
      case ReloadOutcome.Refused r -> notTaken(r.plugin(), Outcome.REFUSED, r.reason());
      case ReloadOutcome.FailedInShadow f -> {
        show(
            f.plugin(),
            Finder.RELOAD,
            List.of(
                DiagnosticBoard.ofFailure(
                    f.failure(), "It happened on a copy of the world; the old version runs on")));
        report(
            ReloadReports.notTaken(
                f.plugin(), Outcome.REFUSED, lastTick, 0, f.failure().describe()));
        statusChanged();
      }
      case ReloadOutcome.DecisionNeeded d -> decisionNeeded(d);
    }
  }

  private void decisionNeeded(ReloadOutcome.DecisionNeeded needed) {
    var _ =
        rosters
            .get()
            .whenCompleteAsync(
                (roster, problem) -> {
                  decisions.add(needed, name -> roster == null ? 0 : roster.count(name));
                  tell(new SessionEvent.DecisionsChanged(decisions.list()));
                  String plugin = needed.request().source().name();
                  String changes =
                      needed.changes().stream()
                          .map(c -> c.name().name() + ": " + c.migration().describe())
                          .collect(Collectors.joining("; "));
                  report(ReloadReports.notTaken(plugin, Outcome.WAITING, lastTick, 0, changes));
                },
                teller);
  }

  private void ofPlugin(PluginEvent event) {
    switch (event) {
      case PluginEvent.Started e -> show(e.plugin(), Finder.RUN, List.of());
      case PluginEvent.Waiting e ->
          show(
              e.plugin(),
              Finder.RUN,
              List.of(
                  DiagnosticBoard.warning(
                      e.plugin(), "waits for " + e.missing() + ", which no plugin declares")));
      case PluginEvent.Failed e -> {
        Diagnostic what =
            DiagnosticBoard.ofFailure(e.failure(), "The plugin was stopped; the world goes on");
        show(e.plugin(), Finder.RUN, List.of(what));
        error(e.tick(), e.plugin(), e.failure().describe());
      }
      case PluginEvent.Stopped e -> {}
      case PluginEvent.RolledBack e -> {
        show(e.plugin(), Finder.RUN, List.of());
        show(
            e.plugin(),
            Finder.RELOAD,
            List.of(
                DiagnosticBoard.ofFailure(
                    e.because(), "Version " + e.toVersion() + " was put back")));
        report(ReloadReports.rolledBack(e));
      }
      case PluginEvent.WriteRefused e ->
          show(
              e.plugin(),
              Finder.RIGHTS,
              List.of(
                  DiagnosticBoard.warning(
                      e.plugin(),
                      "%s may not write all of its rows. Grant the capability in plugin.json"
                          .formatted(e.system()))));
    }
    statusChanged();
  }

  private void error(long tick, String source, String text) {
    note(tick, LogLevel.ERROR, source, text);
  }

  private void note(long tick, LogLevel level, String source, String text) {
    logged(new LogLine(tick, source, Side.SERVER, level, text));
  }

  private void logged(LogLine line) {
    logs.add(
        line.tick(),
        dev.vivarium.workbench.session.LogLine.Level.valueOf(line.level().name()),
        dev.vivarium.workbench.session.LogLine.Side.valueOf(line.side().name()),
        line.plugin(),
        line.text());
  }

  /// Ends the world. Takes until its tick under way is over.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    LiveWorld world = live;
    if (world != null) {
      world.close();
    }
    history.close();
    profile.close();
    tellLater(() -> tell(new SessionEvent.Closed("The world was closed.")));
    teller.shutdown();
    reader.shutdown();
  }
}
