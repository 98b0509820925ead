package dev.vivarium.workbench.live;

import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldLoop;
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
import dev.vivarium.workbench.session.ProfileSource;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.Subscription;
import dev.vivarium.workbench.session.TraceSource;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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

  private static final double STATUS_HZ = 30;
  private static final double COUNT_HZ = 1;
  private static final double ROSTER_HZ = 10;
  private static final double POSITIONS_HZ = 30;

  /// Builds the world, telling what happens meanwhile and from then on. Blocks.
  @FunctionalInterface
  public interface Opening {
    LiveWorld open(TickTimes times, Consumer<LiveEvent> events) throws Exception;
  }

  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(named("session reads"));
  private final AnswerQueue answers = new AnswerQueue(reader);
  private final TickTimes times = new TickTimes();
  private final WorldNews news;
  private final WorldStatuses statuses;
  private final EntityEdits edits = new EntityEdits();
  private final LocalInspection inspection;
  private final LocalQueries queries;
  private final CompletableFuture<LiveWorld> opened = new CompletableFuture<>();
  private final Sampler<Gauge> gauges;
  private final Sampler<Map<String, Integer>> owned;
  private final Sampler<Roster> rosters;
  private final Sampler<MapFrame> frames;

  private final LocalHistory history =
      new LocalHistory(
          this,
          () -> Optional.ofNullable(live()),
          (gauge, roster) -> statuses().past(gauge, roster),
          this::worldReplaced);

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
    this.gauges = new Sampler<>(clock, STATUS_HZ, () -> ask(Gauge::take));
    this.rosters = new Sampler<>(clock, ROSTER_HZ, this::takeRoster);
    this.news = new WorldNews(this::statusChanged, () -> lastTick, () -> rosters.get());
    this.statuses =
        new WorldStatuses(
            project.project(),
            times,
            news::building,
            plugin -> Optional.ofNullable(live).flatMap(w -> w.plugin(plugin)));
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
              news.tellLater(new SessionEvent.WatchHit(hit));
              statusChanged();
            });
    this.plugins = new LocalPlugins(reach, news.decisions());
    this.client = new ClientWorld(this, reach, clock);
    news.found(project.problems());
    Thread.ofPlatform().daemon().name("open world").start(() -> open(opening));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  private void open(Opening opening) {
    try {
      LiveWorld world = opening.open(times, news::happened);
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
    news.watch(watcher);
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
    news.ended(why);
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
    return loading() ? read(() -> statuses.loading(ended)) : sound(this::liveStatus);
  }

  private CompletableFuture<WorldStatus> liveStatus() {
    return gauges.get().thenCombineAsync(owned.get(), this::status, reader);
  }

  private WorldStatus status(Gauge gauge, Map<String, Integer> counts) {
    lastTick = gauge.tick();
    return statuses.now(gauge, counts, live, ended);
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
    return read(() -> news.logs().since(sinceSequence, limit));
  }

  @Override
  public CompletableFuture<List<Diagnostic>> diagnostics() {
    return read(news::diagnostics);
  }

  @Override
  public CompletableFuture<List<ReloadReport>> reloads(int limit) {
    checkLimit(limit);
    return read(() -> news.reloads(limit));
  }

  @Override
  public CompletableFuture<List<Decision>> decisions() {
    return read(news.decisions()::list);
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

  private WorldStatuses statuses() {
    return statuses;
  }

  private CompletableFuture<ParentReading> parents() {
    return inspection.parents();
  }

  private @Nullable LiveWorld live() {
    return live;
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
    return sound(() -> new WorldActs(world, edits, news.decisions()).perform(command))
        .whenCompleteAsync((result, problem) -> acted(world, command), news.thread());
  }

  private void acted(LiveWorld world, WorldCommand command) {
    rosters.expire();
    frames.expire();
    trace.expire();
    inspection.expire();
    queries.expire();
    if (command instanceof WorldCommand.Decide) {
      news.decisionsChanged();
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
    return news.subscribe(listener);
  }

  private void statusChanged() {
    gauges.expire();
    if (!closed) {
      var _ = status().thenAccept(now -> news.tellLater(new SessionEvent.StatusChanged(now)));
    }
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
    news.close();
    reader.shutdown();
  }
}
