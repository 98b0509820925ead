package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.DecisionNeededException;
import dev.vivarium.engine.plugin.MigrationPreview;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.plugin.wasm.WasmLimits;
import dev.vivarium.engine.tick.NanoClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Brings new versions of plugins into a running world: load, shadow run, swap. Everything that
/// takes time happens on a thread of its own; only the swap is done by the tick thread.
public final class ReloadPipeline implements AutoCloseable {
  /// The shadow run ends after so many ticks, or this time, whichever comes first.
  private static final int SHADOW_TICKS_MAX = 30;

  private static final long SHADOW_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(40);

  private final World world;
  private final WasmLimits limits;
  private final NanoClock clock;
  private final ExecutorService worker;
  private final Watchdog watchdog;

  /// Versions that do not fit the running ones yet, but may fit together with another new version.
  private final Map<String, Loaded> held = new LinkedHashMap<>();

  private final Set<Submission> open = ConcurrentHashMap.newKeySet();

  /// What was submitted and has no outcome yet.
  private static final class Submission {
    private final String plugin;
    private final CompletableFuture<ReloadOutcome> answer = new CompletableFuture<>();

    Submission(String plugin) {
      this.plugin = plugin;
    }

    void refuse() {
      answer.complete(
          new ReloadOutcome.Refused(plugin, "the world it was for has ended; save the file again"));
    }
  }

  private record Loaded(ReloadRequest request, PluginModule module, double loadMs) {
    PluginSwap.Replacement replacement() {
      return new PluginSwap.Replacement(module, request.reset());
    }
  }

  public ReloadPipeline(World world) {
    this(world, WasmLimits.DEFAULT);
  }

  ReloadPipeline(World world, WasmLimits limits) {
    this.world = world;
    this.limits = limits;
    this.clock = world.options().clock();
    this.worker =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("reload").factory());
    this.watchdog = new Watchdog("reload", clock);
  }

  /// Queues a new version. The answer comes after the first tick with it (or after the swap, while
  /// the world stands still). Once this is closed, everything is refused.
  public CompletableFuture<ReloadOutcome> submit(ReloadRequest request) {
    var submission = new Submission(request.source().name());
    open.add(submission);
    var _ =
        CompletableFuture.completedFuture(request)
            .thenComposeAsync(this::load, worker)
            .whenComplete((outcome, problem) -> {
              open.remove(submission);
              if (problem == null) {
                submission.answer.complete(outcome);
              } else if (worker.isShutdown()) {
                submission.refuse();
              } else {
                submission.answer.completeExceptionally(problem);
              }
            });
    return submission.answer;
  }

  private CompletableFuture<ReloadOutcome> load(ReloadRequest request) {
    long start = clock.nanos();
    try {
      PluginModule module =
          PluginModule.load(request.source(), world.options().mode(), watchdog, limits);
      Loaded loaded = new Loaded(request, module, millisSince(start));
      held.remove(module.name());
      return attempt(loaded);
    } catch (PluginLoadException e) {
      return done(new ReloadOutcome.Refused(e.plugin(), String.valueOf(e.getMessage())));
    }
  }

  /// Tries the version alone, then together with those that were refused for not fitting.
  private CompletableFuture<ReloadOutcome> attempt(Loaded loaded) {
    try {
      try {
        CompletableFuture<ReloadOutcome> outcome = swap(List.of(loaded));
        worker.execute(this::retryHeld);
        return outcome;
      } catch (DecisionNeededException e) {
        return done(new ReloadOutcome.DecisionNeeded(loaded.request(), e.changes()));
      } catch (PluginLoadException alone) {
        if (held.isEmpty()) {
          held.put(loaded.module().name(), loaded);
          throw alone;
        }
        List<Loaded> together = new ArrayList<>(held.values());
        together.add(loaded);
        CompletableFuture<ReloadOutcome> outcome = swap(together);
        held.clear();
        return outcome;
      }
    } catch (PluginLoadException e) {
      held.put(loaded.module().name(), loaded);
      return done(new ReloadOutcome.Refused(e.plugin(), String.valueOf(e.getMessage())));
    }
  }

  /// A version that did not fit before may fit beside the one that was just swapped in.
  private void retryHeld() {
    for (Loaded loaded : List.copyOf(held.values())) {
      try {
        CompletableFuture<ReloadOutcome> _ = swap(List.of(loaded));
        held.remove(loaded.module().name());
      } catch (PluginLoadException e) {
        // It was refused before, with its reason; it waits on.
      }
    }
  }

  private static CompletableFuture<ReloadOutcome> done(ReloadOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  private double millisSince(long nanos) {
    return (clock.nanos() - nanos) / 1e6;
  }

  private CompletableFuture<ReloadOutcome> swap(List<Loaded> batch) throws PluginLoadException {
    List<PluginSwap.Replacement> replacements = batch.stream().map(Loaded::replacement).toList();
    long shadowStart = clock.nanos();
    PluginFailure failure = runInShadow(replacements);
    if (failure != null) {
      return done(new ReloadOutcome.FailedInShadow(failure.plugin(), failure));
    }
    double shadowMs = millisSince(shadowStart);
    CompletableFuture<ReloadOutcome> outcome = new CompletableFuture<>();
    await(
        world.ask(w -> {
          swapLive(w, batch, replacements, shadowMs, outcome);
          return w.tick();
        }));
    return outcome;
  }

  /// The same swap, and some ticks, on a copy of the world: it finds a bad start or an early trap
  /// before the world does, and leaves the code warm.
  private @Nullable PluginFailure runInShadow(List<PluginSwap.Replacement> replacements)
      throws PluginLoadException {
    record Basis(WorldImage image, Map<String, PluginModule> modules, Map<String, byte[]> states) {}
    List<String> names = replacements.stream().map(r -> r.module().name()).toList();
    Basis basis =
        await(
            world.ask(w ->
                new Basis(
                    w.imageWithoutMemories(),
                    w.plugins().modules(),
                    w.plugins().savedStates(names))));
    List<PluginFailure> failures = new ArrayList<>();
    try (World shadow = new World(world.options())) {
      shadow.listen(event -> noteFailure(event, failures));
      shadow.restore(basis.image(), basis.modules());
      PluginSwap.swap(shadow.plugins(), replacements, basis.states());
      long start = clock.nanos();
      for (int i = 0; i < SHADOW_TICKS_MAX && failures.isEmpty(); i++) {
        shadow.tickOnce();
        if (clock.nanos() - start > SHADOW_NANOS_MAX) {
          break;
        }
      }
    }
    return failures.isEmpty() ? null : failures.getFirst();
  }

  private static void noteFailure(WorldEvent event, List<PluginFailure> failures) {
    if (event instanceof WorldEvent.OfPlugin(PluginEvent.Failed(PluginFailure failure))) {
      failures.add(failure);
    }
  }

  private void swapLive(
      World w,
      List<Loaded> batch,
      List<PluginSwap.Replacement> replacements,
      double shadowMs,
      CompletableFuture<ReloadOutcome> outcome) {
    long start = clock.nanos();
    try {
      String migration = migration(w, replacements);
      w.swap(replacements);
      long tick = w.tick();
      w.atEndOfTick(() -> report(w, batch, shadowMs, start, migration, tick, outcome));
    } catch (PluginLoadException e) {
      outcome.complete(new ReloadOutcome.Refused(e.plugin(), String.valueOf(e.getMessage())));
    }
  }

  private static String migration(World w, List<PluginSwap.Replacement> replacements) {
    List<String> parts = new ArrayList<>();
    for (PluginSwap.Replacement replacement : replacements) {
      w.plugins()
          .module(replacement.module().name())
          .map(old ->
              MigrationPreview.of(old.descriptor(), replacement.module().descriptor()).describe())
          .filter(text -> !text.isEmpty())
          .ifPresent(parts::add);
    }
    return String.join("\n", parts);
  }

  private void report(
      World w,
      List<Loaded> batch,
      double shadowMs,
      long swapStart,
      String migration,
      long swapTick,
      CompletableFuture<ReloadOutcome> outcome) {
    double swapMs = millisSince(swapStart);
    ReloadReport asked = null;
    for (Loaded loaded : batch) {
      ReloadReport report =
          new ReloadReport(
              loaded.module().name(),
              swapTick,
              loaded.module().version(),
              loaded.module().source().gear(),
              loaded.request().compileMs(),
              loaded.loadMs(),
              shadowMs,
              swapMs,
              millisSince(loaded.request().changedAtNanos()),
              countOwned(w, w.plugins().ownerId(loaded.module().name())),
              migration);
      w.emit(new WorldEvent.Reloaded(report));
      asked = report;
    }
    outcome.complete(new ReloadOutcome.Reloaded(Objects.requireNonNull(asked)));
  }

  private static int countOwned(World w, int owner) {
    int count = 0;
    for (Table table : w.store().tables()) {
      for (int row = 0; row < table.rows(); row++) {
        count += w.store().owner(table.entities()[row]) == owner ? 1 : 0;
      }
    }
    return count;
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the world", e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
    watchdog.close();
    open.forEach(Submission::refuse);
  }
}
