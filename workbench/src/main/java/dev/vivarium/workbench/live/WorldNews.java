package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.LogLevel;
import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.store.project.ProjectProblem;
import dev.vivarium.workbench.live.DiagnosticBoard.Finder;
import dev.vivarium.workbench.part.WallClock;
import dev.vivarium.workbench.session.Diagnostic;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.ReloadReport.Outcome;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a session tells of its world: what stands to be read — problems, reloads, decisions, the
/// log — and who hears of each change. What happened is taken in one after the other, on a thread
/// of its own.
final class WorldNews implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorldNews.class);

  private final Runnable statusChanged;
  private final LongSupplier tick;
  private final Supplier<CompletableFuture<Roster>> rosters;
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("session events").factory());
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<LiveEvent>> watchers = new CopyOnWriteArrayList<>();
  private final LogRing logs = new LogRing(WallClock.SYSTEM);
  private final DiagnosticBoard board = new DiagnosticBoard();
  private final ReloadReports reports = new ReloadReports();
  private final DecisionDesk decisions = new DecisionDesk();
  private final Set<String> building = ConcurrentHashMap.newKeySet();

  /// @param statusChanged is run where the world's status is another now
  /// @param tick the newest that is known
  WorldNews(
      Runnable statusChanged, LongSupplier tick, Supplier<CompletableFuture<Roster>> rosters) {
    this.statusChanged = statusChanged;
    this.tick = tick;
    this.rosters = rosters;
  }

  // What stands.

  LogRing logs() {
    return logs;
  }

  List<Diagnostic> diagnostics() {
    return board.list();
  }

  List<ReloadReport> reloads(int limit) {
    return reports.latest(limit);
  }

  DecisionDesk decisions() {
    return decisions;
  }

  /// Plugins that are being built now.
  Set<String> building() {
    return Set.copyOf(building);
  }

  // Who hears of it.

  Executor thread() {
    return teller;
  }

  Subscription subscribe(Consumer<SessionEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Passes on all that happens, on the thread of the news.
  void watch(Consumer<LiveEvent> watcher) {
    watchers.add(watcher);
  }

  void tellLater(SessionEvent event) {
    later(() -> tell(event));
  }

  /// To be called on the thread of the news.
  void decisionsChanged() {
    tell(new SessionEvent.DecisionsChanged(decisions.list()));
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

  private void later(Runnable act) {
    if (!teller.isShutdown()) {
      try {
        teller.execute(act);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed meanwhile", e);
      }
    }
  }

  // What happens.

  /// What the reading of the project's files found.
  void found(List<ProjectProblem> problems) {
    board.put("world", Finder.PROJECT, problems.stream().map(DiagnosticBoard::ofProject).toList());
  }

  /// The world does not run any more.
  void ended(String why) {
    later(() -> {
      board.put("world", Finder.RUN, List.of(DiagnosticBoard.error("world", why)));
      error(tick.getAsLong(), "world", why);
      diagnosticsChanged();
    });
  }

  private void diagnosticsChanged() {
    tell(new SessionEvent.DiagnosticsChanged(board.list()));
  }

  /// Called on the tick thread, among others: only hands the event on.
  void happened(LiveEvent event) {
    later(() -> {
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
        statusChanged.run();
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
    statusChanged.run();
  }

  private void dropDecisions(String plugin) {
    if (decisions.drop(plugin)) {
      decisionsChanged();
    }
  }

  private void buildFailed(LiveEvent.BuildFailed failed) {
    building.remove(failed.plugin());
    List<Diagnostic> diagnostics = DiagnosticBoard.ofBuild(failed.plugin(), failed.diagnostics());
    show(failed.plugin(), Finder.BUILD, diagnostics);
    String first = diagnostics.isEmpty() ? "" : diagnostics.getFirst().text();
    report(
        ReloadReports.notTaken(
            failed.plugin(), Outcome.COMPILE_FAILED, tick.getAsLong(), failed.compileMs(), first));
    statusChanged.run();
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
    statusChanged.run();
  }

  private void notTaken(String plugin, Outcome outcome, String reason) {
    show(plugin, Finder.RELOAD, List.of(DiagnosticBoard.error(plugin, reason)));
    report(ReloadReports.notTaken(plugin, outcome, tick.getAsLong(), 0, reason));
    statusChanged.run();
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
                f.plugin(), Outcome.REFUSED, tick.getAsLong(), 0, f.failure().describe()));
        statusChanged.run();
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
                  decisionsChanged();
                  String plugin = needed.request().source().name();
                  String changes =
                      needed.changes().stream()
                          .map(c -> c.name().name() + ": " + c.migration().describe())
                          .collect(Collectors.joining("; "));
                  report(
                      ReloadReports.notTaken(
                          plugin, Outcome.WAITING, tick.getAsLong(), 0, changes));
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
    statusChanged.run();
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

  @Override
  public void close() {
    tellLater(new SessionEvent.Closed("The world was closed."));
    teller.shutdown();
  }
}
