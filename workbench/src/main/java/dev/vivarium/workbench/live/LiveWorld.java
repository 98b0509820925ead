package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.SourcePosition;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.plugin.reload.VersionHistory;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.ProjectProblem;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.store.project.SceneFile;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.ProjectWorld;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.ReloadPipeline;
import dev.vivarium.engine.world.SceneReport;
import dev.vivarium.engine.world.Scenes;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldEvent;
import dev.vivarium.engine.world.WorldImage;
import dev.vivarium.engine.world.WorldLink;
import dev.vivarium.engine.world.WorldLoop;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.toolchain.BuildResult;
import dev.vivarium.workbench.toolchain.SourceMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// A project whose world runs while its files are watched: a save of a plugin is built, checked,
/// run in the shadow and swapped in, first the quick build, then the optimised one. A plugin that
/// cannot be built when the project opens is started by the save that mends it. Its methods may be
/// called from any thread.
public final class LiveWorld implements AutoCloseable {
  /// Most world seconds a real second, short of as fast as possible.
  public static final double SPEED_MAX = 100;

  private static final long SCENE_SAVE_MS = 1000;
  private static final int BUILDS_AGAIN_MAX = 5;

  private final Path root;
  private final Project project;
  private final ProjectStore store;
  private final PluginBuilder builder;
  private final Consumer<LiveEvent> events;
  private final TickTimes times;
  private final WorldOptions options;
  private final NanoClock clock;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("live world").factory());

  /// Number of the newest change of each plugin; confined to the worker.
  private final Map<String, Integer> changes = new HashMap<>();

  /// Hash of the last quick build of each plugin; confined to the worker.
  private final Map<String, Integer> lastQuickBuild = new HashMap<>();

  private final Map<String, PluginFile> plugins = new ConcurrentHashMap<>();
  private final PluginFolders folders;
  private final List<String> startProblems = new ArrayList<>();
  private final List<WorldLink> links = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private volatile Running running;
  private volatile double speed = 1;

  /// What a reset replaces as a whole.
  private record Running(ProjectWorld project, WorldLoop loop, ReloadPipeline reloads) {
    World world() {
      return project.world();
    }
  }

  private LiveWorld(
      ProjectStore store,
      Project project,
      PluginBuilder builder,
      WorldOptions options,
      List<PluginFile> files,
      TickTimes times,
      Consumer<LiveEvent> events,
      Opening opening)
      throws IOException {
    this.store = store;
    this.root = store.root();
    this.builder = builder;
    this.events = events;
    this.times = times;
    this.options = options;
    this.clock = options.clock();
    this.project = project;
    files.forEach(file -> plugins.put(file.name(), file));
    this.running = newWorld(build(files), opening);
    this.folders = new PluginFolders(root.resolve("plugins"), worker, clock::nanos, this::changed);
    var _ =
        worker.scheduleWithFixedDelay(
            this::saveScenes, SCENE_SAVE_MS, SCENE_SAVE_MS, TimeUnit.MILLISECONDS);
  }

  private Running newWorld(List<PluginSource> sources, Opening opening) throws IOException {
    ProjectWorld opened =
        ProjectWorld.open(root, project, sources, options, opening, this::forward);
    opened.report().problems().forEach(this::startProblem);
    opened
        .report()
        .scenes()
        .conflicts()
        .forEach(conflict -> events.accept(new LiveEvent.ProjectTrouble(text(conflict))));
    Running next = running(opened);
    for (PluginSource newer : opened.report().toReload()) {
      var _ = next.reloads().submit(new ReloadRequest(newer, clock.nanos(), 0, Set.of()));
    }
    return next;
  }

  private Running running(ProjectWorld opened) {
    WorldLoop loop = new WorldLoop(opened.world(), (w, nanos) -> times.add(nanos));
    links.forEach(opened.world()::link);
    var _ =
        loop.ended()
            .whenComplete((v, why) -> {
              if (why != null) {
                failure.complete(why);
              }
              answerFor(opened.world());
            });
    return new Running(opened, loop, new ReloadPipeline(opened.world()));
  }

  private static String text(SceneReport.Conflict conflict) {
    return "scenes/%s.json: %s of '%s': %s"
        .formatted(conflict.scene(), conflict.what(), conflict.id(), conflict.explanation());
  }

  private void startProblem(String problem) {
    startProblems.add(problem);
    events.accept(new LiveEvent.ProjectTrouble(problem));
  }

  /// Writes what edits changed in the scenes into the project's files.
  private void saveScenes() {
    List<SceneFile> changed = running.project().scenes().takeChanged();
    if (changed.isEmpty()) {
      return;
    }
    try {
      Project files = store.load().project();
      for (SceneFile scene : changed) {
        files = files.withScene(scene);
      }
      store
          .save(files)
          .forEach(problem -> events.accept(new LiveEvent.ProjectTrouble(problem.toString())));
    } catch (IOException e) {
      events.accept(new LiveEvent.ProjectTrouble("the scenes cannot be saved: " + e.getMessage()));
    }
  }

  /// Builds the project's plugins and sets its world up; the clock does not run yet. Blocks while
  /// it builds. A plugin that cannot be built or started is left out, told of by an event and in
  /// [#startProblems()].
  ///
  /// @param opening whether to go on where the world was left
  /// @param times takes how long each tick took
  /// @throws IOException if another program has the world open, or no save of it is readable
  public static LiveWorld open(
      ProjectStore store,
      Project project,
      PluginBuilder builder,
      WorldOptions options,
      Opening opening,
      TickTimes times,
      Consumer<LiveEvent> events)
      throws IOException {
    return new LiveWorld(
        store, project, builder, options, project.pluginsInOrder(), times, events, opening);
  }

  /// Builds the plugins; those that cannot be built are told of and left out.
  private List<PluginSource> build(List<PluginFile> files) {
    Map<PluginFile, CompletableFuture<BuildResult>> builds = new LinkedHashMap<>();
    for (PluginFile file : files) {
      events.accept(new LiveEvent.BuildStarted(file.name()));
      builds.put(file, builder.build(file, Gear.OPTIMISED));
    }
    List<PluginSource> sources = new ArrayList<>();
    builds.forEach((file, build) -> built(file, newest(file, build)).ifPresent(sources::add));
    return sources;
  }

  /// A save at the same moment takes a build's place; then the file is built as it is now.
  private BuildResult newest(PluginFile file, CompletableFuture<BuildResult> build) {
    CompletableFuture<BuildResult> awaited = build;
    for (int again = 0; again < BUILDS_AGAIN_MAX; again++) {
      try {
        return awaited.join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof CancellationException)) {
          throw e;
        }
        awaited = builder.build(file, Gear.OPTIMISED);
      }
    }
    return awaited.join();
  }

  private Optional<PluginSource> built(PluginFile file, BuildResult result) {
    return switch (result) {
      case BuildResult.Failed failed -> {
        events.accept(buildFailed(file, failed));
        failed.diagnostics().forEach(diagnostic -> startProblems.add("plugins/" + diagnostic));
        yield Optional.empty();
      }
      case BuildResult.Built built -> {
        events.accept(new LiveEvent.Built(file.name(), built.warnings()));
        yield Optional.of(source(file, built, Gear.OPTIMISED));
      }
    };
  }

  private static LiveEvent buildFailed(PluginFile file, BuildResult.Failed failed) {
    return new LiveEvent.BuildFailed(file.name(), failed.diagnostics(), failed.compileMs());
  }

  private void startRefused(String plugin, PluginLoadException why) {
    startProblems.add(String.valueOf(why.getMessage()));
    events.accept(new LiveEvent.StartRefused(plugin, String.valueOf(why.getMessage())));
  }

  private static PluginSource source(PluginFile file, BuildResult.Built built, Gear gear) {
    return new PluginSource(
        file.name(),
        built.wasm(),
        gear,
        positions(built.sourceMap()),
        new HashSet<>(file.capabilities()),
        file.settings(),
        budget(file));
  }

  private static SourcePositions positions(SourceMap map) {
    return new SourcePositions() {
      @Override
      public Optional<SourcePosition> at(int offset) {
        return map.firstIn(offset, Integer.MAX_VALUE).map(p -> position(p));
      }

      @Override
      public Optional<SourcePosition> authorsBefore(int offset) {
        return map.lastBefore(offset, file -> !new SourcePosition(file, 1, 1).inLibrary())
            .map(p -> position(p));
      }

      private SourcePosition position(dev.vivarium.workbench.toolchain.SourcePosition p) {
        return new SourcePosition(p.file(), p.line(), p.column());
      }
    };
  }

  /// The defaults, changed by what `plugin.json` says under "limits".
  private static Budget budget(PluginFile file) {
    Budget budget = Budget.DEFAULT;
    Long pages = file.limits().get("memoryPages");
    if (pages != null) {
      budget = budget.withMemoryPages(Math.clamp(pages, 1, 16_384));
    }
    Long micros = file.limits().get("systemMicros");
    return micros == null
        ? budget
        : budget.withSoftLimit(
            TimeUnit.MICROSECONDS.toNanos(Math.min(micros, 10_000_000)),
            budget.softLimitTicks(),
            budget.warmUpTicks());
  }

  private void forward(WorldEvent event) {
    events.accept(
        switch (event) {
          case WorldEvent.OfPlugin e -> new LiveEvent.OfPlugin(e.event());
          case WorldEvent.Logged e -> new LiveEvent.Logged(e.line());
          case WorldEvent.Reloaded e -> new LiveEvent.Reloaded(e.report());
          case WorldEvent.Saved e -> new LiveEvent.Saved(e.tick(), e.bytes(), e.ms());
          case WorldEvent.SaveFailed e -> new LiveEvent.SaveFailed(e.tick(), e.reason());
          case WorldEvent.MessagesDropped e ->
              new LiveEvent.MessagesDropped(e.tick(), e.messages());
        });
  }

  /// Couples the world with clients elsewhere; a world that replaces it is coupled, too.
  ///
  /// @return completes once it is
  public CompletableFuture<Void> link(WorldLink link) {
    links.add(link);
    return ask(
            world -> {
              world.link(link);
              return world;
            })
        .thenAccept(world -> {});
  }

  /// Ends what [#link] began.
  ///
  /// @return completes once nothing is exchanged any more
  public CompletableFuture<Void> unlink(WorldLink link) {
    links.remove(link);
    return ask(
            world -> {
              world.unlink(link);
              return world;
            })
        .thenAccept(world -> {});
  }

  /// Why plugins were left out when the project opened, one line each; empty if all run.
  public List<String> startProblems() {
    return List.copyOf(startProblems);
  }

  /// The world as it is now; a reset replaces it. Ask it things by [#ask] and [World#submit].
  public World world() {
    return running.world();
  }

  /// Completes, with the reason, once the world cannot go on, one that replaced it included.
  public CompletableFuture<Throwable> failure() {
    return failure;
  }

  /// The clock of [#world()].
  public WorldLoop loop() {
    return running.loop();
  }

  public ProjectStore store() {
    return store;
  }

  /// The scenes of the world as it is now; for the tick thread.
  Scenes scenes() {
    return running.project().scenes();
  }

  /// Asks the world something on its thread, or, once its clock has ended, on a thread of this
  /// object's. The answer must hold no reference into the world.
  public <T> CompletableFuture<T> ask(Function<World, T> question) {
    Running now = running;
    CompletableFuture<T> answer = now.world().ask(question);
    answerIfOver(now);
    return answer;
  }

  /// Offers the world a command for its next tick; one that stands still does it at once.
  public CompletableFuture<CommandResult> submit(WorldCommand command) {
    Running now = running;
    CompletableFuture<CommandResult> answer = now.world().submit(command);
    answerIfOver(now);
    return answer;
  }

  private void answerIfOver(Running asked) {
    if (asked.loop().ended().isDone()) {
      answerFor(asked.world());
    }
  }

  /// Answers what a world was asked that no longer ticks.
  private void answerFor(World over) {
    try {
      worker.execute(over::answer);
    } catch (RejectedExecutionException e) {
      // Closed: nobody is asked any more.
    }
  }

  /// World seconds a real second, at most 100; infinite ticks without waiting.
  public void setSpeed(double factor) {
    WorldLoop loop = running.loop();
    if (Double.isInfinite(factor)) {
      loop.setFlatOut(true);
    } else {
      loop.setSpeed(factor);
      loop.setFlatOut(false);
    }
    speed = factor;
  }

  public double speed() {
    return speed;
  }

  /// Begins the world anew with the plugins as they run now. Entities, time and the plugins' own
  /// memories are gone.
  public CompletableFuture<Void> restart() {
    return ask(w -> w.plugins().modules()).thenAcceptAsync(this::restart, worker);
  }

  private void restart(Map<String, PluginModule> modules) {
    try {
      replace(() ->
          newWorld(modules.values().stream().map(PluginModule::source).toList(), Opening.RESET));
    } catch (IOException e) {
      events.accept(new LiveEvent.ProjectTrouble("the world cannot be reset: " + e.getMessage()));
    }
  }

  @FunctionalInterface
  private interface NewWorld {
    Running open() throws IOException;
  }

  private void replace(NewWorld next) throws IOException {
    Running old = running;
    old.loop().close();
    old.reloads().close();
    old.world().idle();
    old.project().close();
    Running opened = next.open();
    opened.world().versions().takeOver(old.world().versions());
    if (old.loop().isPaused()) {
      opened.loop().pause();
    }
    running = opened;
    setSpeed(speed);
    opened.loop().start();
  }

  /// Makes the world what it was at another moment, plugins and their memories included, and lets
  /// it go on from there. Blocks until it does.
  ///
  /// @param modules the image's modules by plugin
  /// @throws IOException if it cannot; the world has ended then and can be reset
  public void runOn(WorldImage image, Map<String, PluginModule> modules) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    worker.execute(() -> {
      try {
        replace(() ->
            running(ProjectWorld.runOn(root, project, image, modules, options, this::forward)));
        done.complete(null);
      } catch (IOException | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    try {
      done.join();
    } catch (CompletionException e) {
      throw new IOException("the world could not run on: " + e.getCause(), e);
    }
  }

  /// Builds every plugin as its files are now. What cannot be built is told of and left out.
  /// Blocks.
  List<PluginSource> buildAll() {
    List<PluginFile> files = store.load().project().pluginsInOrder();
    files.forEach(file -> plugins.put(file.name(), file));
    return build(files);
  }

  /// Brings these versions in as saves would, one after the other, those that run already left out.
  /// Blocks until each is answered.
  void takeUp(List<PluginSource> versions) {
    for (PluginSource version : versions) {
      if (!ask(w -> runs(w, version)).join()) {
        take(new ReloadRequest(version, clock.nanos(), 0, Set.of())).join();
      }
    }
  }

  private static boolean runs(World world, PluginSource version) {
    return world
        .plugins()
        .module(version.name())
        .map(PluginModule::source)
        .filter(running ->
            Arrays.equals(running.wasm(), version.wasm())
                && running.granted().equals(version.granted())
                && running.settings().equals(version.settings())
                && running.budget().equals(version.budget()))
        .isPresent();
  }

  // A change of a file.

  private void changed(String plugin, long atNanos) {
    readPluginFile(plugin);
    rebuild(plugin, atNanos, false);
    for (String other : List.copyOf(plugins.keySet())) {
      Path folder = root.resolve("plugins");
      if (!other.equals(plugin) && BuildCache.uses(folder.resolve(other), folder.resolve(plugin))) {
        rebuild(other, atNanos, true);
      }
    }
  }

  private void readPluginFile(String plugin) {
    LoadedProject loaded = store.load();
    loaded.project().pluginsInOrder().stream()
        .filter(file -> file.name().equals(plugin))
        .forEach(file -> plugins.put(plugin, file));
    String folder = "plugins/" + plugin + "/";
    List<ProjectProblem> problems =
        loaded.problems().stream().filter(p -> p.file().startsWith(folder)).toList();
    events.accept(new LiveEvent.PluginFileRead(plugin, problems));
  }

  /// @param onlyIfChanged a module that comes out as before is not brought in again
  private void rebuild(String plugin, long atNanos, boolean onlyIfChanged) {
    PluginFile file = plugins.get(plugin);
    if (file == null) {
      return;
    }
    int change = changes.merge(plugin, 1, Integer::sum);
    events.accept(new LiveEvent.BuildStarted(plugin));
    long start = clock.nanos();
    var _ =
        builder
            .build(file, Gear.QUICK)
            .thenAcceptAsync(
                result -> {
                  boolean asBefore = isAsBefore(plugin, result);
                  if (asBefore && onlyIfChanged && result instanceof BuildResult.Built same) {
                    events.accept(new LiveEvent.Built(plugin, same.warnings()));
                  } else {
                    built(file, change, result, Gear.QUICK, atNanos, start);
                  }
                },
                worker);
  }

  /// Whether a quick build came out as the last one of this plugin; notes it as the last one.
  private boolean isAsBefore(String plugin, BuildResult result) {
    int next = result instanceof BuildResult.Built built ? Arrays.hashCode(built.wasm()) : 0;
    Integer before = lastQuickBuild.put(plugin, next);
    return before != null && before == next;
  }

  private void built(
      PluginFile file, int change, BuildResult result, Gear gear, long atNanos, long start) {
    if (!isNewest(file, change)) {
      return; // a newer save is on its way
    }
    switch (result) {
      case BuildResult.Failed failed -> events.accept(buildFailed(file, failed));
      case BuildResult.Built built -> {
        events.accept(new LiveEvent.Built(file.name(), built.warnings()));
        double compileMs = (clock.nanos() - start) / 1e6;
        ReloadRequest request =
            new ReloadRequest(source(file, built, gear), atNanos, compileMs, Set.of());
        var _ = take(request).thenAcceptAsync(done -> answered(file, change, gear, done), worker);
      }
    }
  }

  /// @return whether the new version runs
  private CompletableFuture<Boolean> take(ReloadRequest request) {
    String plugin = request.source().name();
    return ask(w -> w.plugins().module(plugin).isPresent())
        .thenComposeAsync(
            known ->
                known
                    ? submit(request).thenApply(ReloadOutcome.Reloaded.class::isInstance)
                    : start(request),
            worker);
  }

  private boolean isNewest(PluginFile file, int change) {
    return changes.getOrDefault(file.name(), 0) == change;
  }

  private void answered(PluginFile file, int change, Gear gear, boolean taken) {
    if (taken && gear == Gear.QUICK && isNewest(file, change)) {
      long start = clock.nanos();
      var _ =
          builder
              .build(file, Gear.OPTIMISED)
              .thenAcceptAsync(
                  result -> built(file, change, result, Gear.OPTIMISED, start, start), worker);
    }
  }

  /// Starts a plugin that this world has not seen yet.
  private CompletableFuture<Boolean> start(ReloadRequest request) {
    long before = clock.nanos();
    try (Watchdog watchdog = new Watchdog("load", clock)) {
      PluginModule module = PluginModule.load(request.source(), options.mode(), watchdog);
      double loadMs = (clock.nanos() - before) / 1e6;
      return ask(w -> add(w, module))
          .thenCompose(
              added -> added ? ask(w -> started(w, module, request, loadMs)) : ask(w -> false));
    } catch (PluginLoadException e) {
      startRefused(module(request), e);
      return CompletableFuture.completedFuture(false);
    }
  }

  private static String module(ReloadRequest request) {
    return request.source().name();
  }

  private boolean add(World world, PluginModule module) {
    boolean knew = countOwned(world, module.name()) > 0;
    try {
      world.addPlugins(List.of(module), knew ? StartReason.RESTORED : StartReason.FRESH);
      return true;
    } catch (PluginLoadException e) {
      startRefused(module.name(), e);
      return false;
    }
  }

  private boolean started(World world, PluginModule module, ReloadRequest request, double loadMs) {
    events.accept(
        new LiveEvent.Reloaded(
            new ReloadReport(
                module.name(),
                world.tick(),
                module.version(),
                module.source().gear(),
                request.compileMs(),
                loadMs,
                0,
                0,
                (clock.nanos() - request.changedAtNanos()) / 1e6,
                countOwned(world, module.name()),
                "")));
    return true;
  }

  private static int countOwned(World world, String plugin) {
    int owner = world.plugins().ownerId(plugin);
    int count = 0;
    for (Table table : world.store().tables()) {
      for (int row = 0; row < table.rows(); row++) {
        count += world.store().owner(table.entities()[row]) == owner ? 1 : 0;
      }
    }
    return count;
  }

  private CompletableFuture<ReloadOutcome> submit(ReloadRequest request) {
    return running
        .reloads()
        .submit(request)
        .thenApply(outcome -> {
          if (!(outcome instanceof ReloadOutcome.Reloaded)) {
            events.accept(new LiveEvent.ReloadRefused(outcome));
          }
          return outcome;
        });
  }

  /// Builds a plugin as its files are now and takes the result up.
  public void rebuild(String plugin) {
    worker.execute(() -> rebuild(plugin, clock.nanos(), false));
  }

  /// Takes up a version that waited for the user, with the components that may start anew.
  public CompletableFuture<ReloadOutcome> reset(ReloadRequest request, Set<SchemaName> components) {
    return submit(request.withReset(components));
  }

  /// Versions of a plugin that proved good, newest first.
  public CompletableFuture<List<VersionHistory.Version>> versions(String plugin) {
    return ask(w -> w.versions().of(plugin));
  }

  /// Puts a good version back.
  public CompletableFuture<ReloadOutcome> putBack(VersionHistory.Version version) {
    return submit(new ReloadRequest(version.source(), clock.nanos(), 0, Set.of()));
  }

  /// The plugin's files as the project has them now.
  public Optional<PluginFile> plugin(String name) {
    return Optional.ofNullable(plugins.get(name));
  }

  /// Ends the clock after the tick under way.
  public void stop() {
    loop().close();
  }

  @Override
  public void close() {
    try {
      folders.close();
    } catch (IOException e) {
      events.accept(new LiveEvent.ProjectTrouble("the files are still watched: " + e.getMessage()));
    }
    worker.shutdownNow();
    saveScenes();
    Running last = running;
    last.loop().close();
    last.reloads().close();
    last.world().idle(); // whoever still waits for an answer gets it
    last.project().close();
  }
}
