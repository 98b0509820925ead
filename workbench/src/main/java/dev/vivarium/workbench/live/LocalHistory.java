package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.world.History;
import dev.vivarium.engine.world.HistoryCut;
import dev.vivarium.engine.world.HistoryLimits;
import dev.vivarium.engine.world.ProjectWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldImage;
import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.HistoryStatus;
import dev.vivarium.workbench.session.RecordingFile;
import dev.vivarium.workbench.session.SessionException;
import dev.vivarium.workbench.session.TickComparison;
import dev.vivarium.workbench.session.Watches;
import dev.vivarium.workbench.session.WorldSession;
import dev.vivarium.workbench.session.WorldStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The past of a world in this process. What takes long is done on a thread of its own, `past`, to
/// which the worlds of earlier ticks belong; the tick thread only takes images.
final class LocalHistory implements HistorySource, AutoCloseable {
  /// Ticks that a visit runs through at least, so that it has their messages.
  private static final int LEAD_TICKS = 60;

  /// Worlds of earlier ticks that stay, to be shown or compared again at once.
  private static final int WORLDS_KEPT = 4;

  private static final int MARKS_MAX = 500;

  /// Beyond that, asking is refused: who asked may be gone long before its turn.
  private static final int WAITING_MAX = 32;

  private static final HistoryLimits LIMITS = HistoryLimits.DEFAULT;

  // Of what is kept without anybody having asked for it.
  private static final int NEWEST_SECONDS_FIRST = 15;
  private static final int NEWEST_EVERY_TICKS = 240;
  private static final long NEWEST_BYTES_A_SECOND = (64L << 20) / NEWEST_SECONDS_FIRST;

  private final WorldSession session;
  private final Supplier<Optional<LiveWorld>> live;
  private final BiFunction<Gauge, Roster, WorldStatus> status;
  private final Runnable replaced;
  private final ExecutorService past =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("past").factory());

  private final AtomicInteger waiting = new AtomicInteger();

  // Confined to the thread `past`.
  /// The least recently used first.
  private final List<PastWorld> worlds = new ArrayList<>();

  private @Nullable Recordings recordings;

  // Written by the thread `past`, read by any.
  private volatile @Nullable History history;
  private volatile boolean recording;
  private volatile boolean newestOnly;
  private final AtomicBoolean replacementDue = new AtomicBoolean();
  private volatile int newestSeconds = NEWEST_SECONDS_FIRST;
  private volatile String source = "";

  private volatile @Nullable Making making;

  /// Guarded by itself.
  private final Deque<HistoryStatus.Mark> hits = new ArrayDeque<>();

  /// @param status puts what was read of an earlier tick into words
  /// @param replaced called when the live world has become another
  LocalHistory(
      WorldSession session,
      Supplier<Optional<LiveWorld>> live,
      BiFunction<Gauge, Roster, WorldStatus> status,
      Runnable replaced) {
    this.session = session;
    this.live = live;
    this.status = status;
    this.replaced = replaced;
  }

  /// Does what was asked for on the thread `past`, unless too much waits there already; a failure
  /// is fit to be shown.
  private <T> CompletableFuture<T> asked(Callable<T> work) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(
          new SessionException("The past has too much to do; try again in a moment."));
    }
    CompletableFuture<T> answer = later(work);
    var _ = answer.whenComplete((done, problem) -> waiting.decrementAndGet());
    return answer;
  }

  /// Does something on the thread `past`; a failure is fit to be shown.
  private <T> CompletableFuture<T> later(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      past.execute(() -> {
        try {
          answer.complete(work.call());
        } catch (Exception e) {
          answer.completeExceptionally(shown(e));
        }
      });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new SessionException("The world is closed."));
    }
    return answer;
  }

  private static SessionException shown(Exception problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return cause instanceof SessionException known
        ? known
        : new SessionException(
            cause.getMessage() == null ? cause.toString() : String.valueOf(cause.getMessage()));
  }

  /// As above, for acts: what cannot be done is refused.
  private CompletableFuture<CommandResult> act(Callable<Long> work) {
    return asked(work)
        .<CommandResult>thenApply(tick -> new CommandResult.Done(tick, Optional.empty()))
        .exceptionally(problem ->
            new CommandResult.Refused(String.valueOf(shown((Exception) problem).getMessage())));
  }

  private LiveWorld live() {
    return live.get().orElseThrow(() -> new SessionException("The world is still loading."));
  }

  private History history() {
    History kept = history;
    if (kept == null || kept.span().keyframes() == 0) {
      throw new SessionException("Nothing is kept yet; let the world run, or press Record.");
    }
    return kept;
  }

  private Recordings recordingsFolder() {
    Recordings known = recordings;
    if (known == null) {
      Path root = live().store().root();
      known = new Recordings(root.resolve(ProjectWorld.LIVE_FOLDER).resolve("recordings"));
      recordings = known;
    }
    return known;
  }

  @Override
  public CompletableFuture<HistoryStatus> status() {
    History kept = history;
    if (kept == null) {
      keepNewest();
      return CompletableFuture.completedFuture(
          new HistoryStatus(
              "",
              false,
              false,
              0,
              0,
              0,
              0,
              LIMITS.bytesMax(),
              LIMITS.ticksMax(),
              List.of(),
              List.of()));
    }
    History.Span span = kept.span();
    Stream<HistoryStatus.Mark> happened =
        kept.marks(span.firstTick(), MARKS_MAX).stream()
            .map(m ->
                new HistoryStatus.Mark(
                    m.tick(), HistoryStatus.Kind.valueOf(m.kind().name()), m.text()));
    List<HistoryStatus.Mark> marks =
        Stream.concat(happened, hitsFrom(span.firstTick()).stream())
            .sorted(Comparator.comparingLong(HistoryStatus.Mark::tick))
            .toList();
    return CompletableFuture.completedFuture(
        new HistoryStatus(
            source,
            recording,
            newestOnly,
            span.keyframes(),
            span.firstTick(),
            span.lastTick(),
            span.bytes(),
            kept.limits().bytesMax(),
            kept.limits().ticksMax(),
            marks,
            Arrays.stream(kept.messageCounts(HistoryStatus.PARTS)).boxed().toList()));
  }

  /// Somebody looks at the past of a world of which nothing is kept yet.
  private void keepNewest() {
    LiveWorld world = live.get().orElse(null);
    if (world == null || newestSeconds == 0) {
      return;
    }
    var _ =
        later(() -> {
          if (history == null && !recording && newestSeconds > 0) {
            keep(world, false);
          }
          return true;
        });
  }

  @Override
  public CompletableFuture<CommandResult> keepNewest(int seconds) {
    if (seconds < 0 || seconds > NEWEST_SECONDS_MAX) {
      throw new IllegalArgumentException("0 to 600 seconds, not " + seconds);
    }
    return act(() -> {
      newestSeconds = seconds;
      History kept = history;
      if (newestOnly && kept != null) {
        if (seconds == 0) {
          end();
          forget();
        } else {
          kept.limit(newest(live().ask(w -> w.time().rateHz()).join()));
        }
      }
      return 0L;
    });
  }

  private HistoryLimits newest(double rateHz) {
    int ticks = (int) Math.ceil(newestSeconds * rateHz);
    long bytes = Math.min(newestSeconds * NEWEST_BYTES_A_SECOND, LIMITS.bytesMax());
    return new HistoryLimits(bytes, ticks, NEWEST_EVERY_TICKS);
  }

  /// A watch paused the world. May be called on any thread.
  void watchHit(Watches.Hit hit) {
    String who = hit.system().isEmpty() ? "a reload" : hit.system();
    String text = hit.spec().text() + ", by " + who + " to " + hit.entity().label();
    synchronized (hits) {
      hits.addLast(new HistoryStatus.Mark(hit.tick(), HistoryStatus.Kind.WATCH, text));
      while (hits.size() > MARKS_MAX) {
        hits.removeFirst();
      }
    }
  }

  private List<HistoryStatus.Mark> hitsFrom(long tick) {
    if (!source.isEmpty()) {
      return List.of();
    }
    synchronized (hits) {
      return hits.stream().filter(m -> m.tick() >= tick).toList();
    }
  }

  private void forgetHits() {
    synchronized (hits) {
      hits.clear();
    }
  }

  // Recording.

  @Override
  public CompletableFuture<CommandResult> record(boolean on) {
    return act(() -> on ? begin() : end());
  }

  private long begin() {
    if (!recording) {
      end();
      forget();
      keep(live(), true);
    }
    return live().ask(World::tick).join();
  }

  private void keep(LiveWorld world, boolean all) {
    history = world.ask(w -> History.of(w, all ? LIMITS : newest(w.time().rateHz()))).join();
    source = "";
    recording = all;
    newestOnly = !all;
  }

  private long end() {
    History kept = history;
    if ((recording || newestOnly) && kept != null) {
      recording = false;
      newestOnly = false;
      live()
          .ask(w -> {
            kept.stop();
            return true;
          })
          .join();
    }
    return kept == null ? 0 : kept.span().lastTick();
  }

  /// Lets go of what is kept and of every world that was made from it.
  private void forget() {
    worlds.forEach(PastWorld::release);
    worlds.clear();
    History kept = history;
    history = null;
    if (kept != null) {
      kept.close();
    }
  }

  /// The live world began anew: if it was being recorded, it is from its beginning.
  void worldReplaced() {
    // One for any number of resets: each has to wait for a tick.
    if (!replacementDue.compareAndSet(false, true)) {
      return;
    }
    var _ =
        later(() -> {
          replacementDue.set(false);
          forgetHits();
          History kept = history;
          // After several resets at once the last world is kept from the first time on.
          boolean follows = kept != null && live().ask(kept::isOf).join();
          if (!follows && (recording || newestOnly)) {
            boolean all = recording;
            forget();
            keep(live(), all);
          }
          return true;
        });
  }

  // Looking back.

  private static final class Making implements Visit {
    private final CompletableFuture<WorldSession> world = new CompletableFuture<>();
    private final long tick;
    private volatile boolean cancelled;
    private volatile double progress;

    Making(long tick) {
      this.tick = tick;
    }

    boolean reached(long now) {
      progress = Math.max(progress, 1 - Math.min(1, (tick - now) / 240.0));
      return !cancelled;
    }

    @Override
    public CompletableFuture<WorldSession> world() {
      return world;
    }

    @Override
    public double progress() {
      return world.isDone() ? 1 : progress;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public Visit at(long tick) {
    Making before = making;
    if (before != null) {
      before.cancel();
    }
    Making next = new Making(tick);
    making = next;
    var _ =
        // Whoever looks on waits for the newest only; those before are given up at once.
        later(() -> made(tick, next::reached))
            .whenComplete((world, problem) -> {
              if (problem != null) {
                next.world.completeExceptionally(problem);
              } else {
                next.world.complete(world);
              }
            });
    return next;
  }

  private PastWorld made(long tick, History.Progress progress)
      throws IOException, PluginLoadException {
    for (Iterator<PastWorld> kept = worlds.iterator(); kept.hasNext(); ) {
      PastWorld world = kept.next();
      if (world.world().tick() == tick) {
        kept.remove();
        worlds.add(world);
        return world;
      }
    }
    if (!progress.reached(Long.MIN_VALUE)) {
      throw new SessionException("Given up for another tick.");
    }
    PastWorld world =
        new PastWorld(session, history().visit(tick, LEAD_TICKS, progress), past, status);
    worlds.add(world);
    while (worlds.size() > WORLDS_KEPT) {
      worlds.removeFirst().release();
    }
    return world;
  }

  @Override
  public CompletableFuture<TickComparison> compare(long from, long to) {
    return asked(() -> {
      World before = made(from, t -> true).world();
      World after = made(to, t -> true).world();
      return new TickComparer(
              before.image(null).store(),
              Roster.take(before, null),
              after.image(null).store(),
              Roster.take(after, null))
          .compare(from, to);
    });
  }

  @Override
  public CompletableFuture<CommandResult> runOn(long tick, Sources sources) {
    return act(() ->
        switch (sources) {
          case THEN -> runOn(tick);
          case NOW -> runOnWithSourcesAsTheyAre(tick);
        });
  }

  /// The world stands still until every reload has been answered, so that no tick of it is run by
  /// the plugins of then.
  private long runOnWithSourcesAsTheyAre(long tick) throws IOException, PluginLoadException {
    LiveWorld world = live();
    List<PluginSource> now = world.buildAll();
    boolean paused = world.loop().isPaused();
    world.loop().pause();
    try {
      runOn(tick);
      world.takeUp(now);
    } finally {
      if (!paused) {
        world.loop().resume();
      }
    }
    return tick;
  }

  private long runOn(long tick) throws IOException, PluginLoadException {
    World then = made(tick, t -> true).world();
    WorldImage image = then.image(null);
    Map<String, PluginModule> modules = then.plugins().modules();
    if (source.isEmpty()) {
      saveAs(uniqueName("before running on from tick " + tick));
    }
    boolean goOn = recording || newestOnly;
    boolean all = recording;
    if (goOn) {
      end();
    }
    forgetHits();
    live().runOn(image, modules);
    replaced.run();
    if (goOn) {
      forget();
      keep(live(), all);
    }
    return tick;
  }

  // On disk.

  @Override
  public CompletableFuture<List<RecordingFile>> recordings() {
    return asked(() -> recordingsFolder().list());
  }

  @Override
  public CompletableFuture<CommandResult> save(String name) {
    return act(() -> {
      History.Span span = history().span();
      String wanted =
          name.isBlank()
              ? uniqueName("ticks %d to %d".formatted(span.firstTick(), span.lastTick()))
              : name.strip();
      saveAs(wanted);
      return span.lastTick();
    });
  }

  /// The name, with a number behind it if there is a recording of that name.
  private String uniqueName(String name) throws IOException {
    List<String> taken = recordingsFolder().list().stream().map(RecordingFile::name).toList();
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = name + " - " + number;
    }
    return free;
  }

  private void saveAs(String name) throws IOException {
    History kept = history();
    long module = 1L << 16;
    HistoryCut cut = recording || newestOnly ? live().ask(w -> kept.cut()).join() : kept.cut();
    recordingsFolder().write(name, module, cut::write);
  }

  @Override
  public CompletableFuture<CommandResult> open(String name) {
    return act(() -> {
      History read = read(name);
      end();
      forget();
      history = read;
      source = name;
      return read.span().lastTick();
    });
  }

  private History read(String name) throws IOException, PluginLoadException {
    Path file = recordingsFolder().existing(name);
    try {
      return History.read(file, live().world().options(), LIMITS);
    } catch (DamagedDataException e) {
      throw new DamagedDataException(
          "The recording “%s” cannot be opened: %s. Delete it, or put a whole copy in its place."
              .formatted(name, Recordings.reason(file, e)),
          e);
    }
  }

  @Override
  public CompletableFuture<CommandResult> delete(String name) {
    return act(() -> {
      Files.delete(recordingsFolder().existing(name));
      return 0L;
    });
  }

  @Override
  public CompletableFuture<CommandResult> copy(String name, Path to) {
    return act(() -> {
      Files.copy(recordingsFolder().existing(name), to);
      return 0L;
    });
  }

  /// Once the live world no longer ticks.
  @Override
  public void close() {
    var _ =
        later(() -> {
          forget();
          return true;
        });
    past.shutdown();
  }
}
