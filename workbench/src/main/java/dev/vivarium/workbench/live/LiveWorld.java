package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.SourcePosition;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.plugin.reload.VersionHistory;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.world.ReloadPipeline;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldEvent;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/// A project whose world runs while its files are watched: a save of a plugin is built, checked, run in
/// the shadow and swapped in, first the quick build, then the optimised one. Its methods may be called
/// from any thread.
public final class LiveWorld implements AutoCloseable {
  private final Path root;
  private final ProjectStore store;
  private final PluginBuilder builder;
  private final Consumer<LiveEvent> events;
  private final World world;
  private final WorldLoop loop;
  private final ReloadPipeline reloads;
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

  private LiveWorld(
      ProjectStore store,
      PluginBuilder builder,
      World world,
      List<PluginFile> files,
      TickTimes times,
      Consumer<LiveEvent> events)
      throws IOException {
    this.store = store;
    this.root = store.root();
    this.builder = builder;
    this.world = world;
    this.events = events;
    this.clock = world.options().clock();
    this.loop = new WorldLoop(world, (w, nanos) -> times.add(nanos));
    this.reloads = new ReloadPipeline(world);
    files.forEach(file -> plugins.put(file.name(), file));
    world.listen(this::forward);
    this.folders =
        new PluginFolders(
            root.resolve("plugins"), worker, clock::nanos, this::changed);
  }

  /// Builds the project's plugins and sets its world up; the clock does not run yet. Blocks while it
  /// builds.
  ///
  /// @param times takes how long each tick took
  /// @throws LiveWorldException if a plugin cannot be built or loaded; it names each
  public static LiveWorld open(
      ProjectStore store,
      Project project,
      PluginBuilder builder,
      WorldOptions options,
      TickTimes times,
      Consumer<LiveEvent> events)
      throws LiveWorldException, IOException {
    List<PluginFile> files = project.pluginsInOrder();
    World world = new World(options);
    LiveWorld live = new LiveWorld(store, builder, world, files, times, events);
    try {
      live.addPlugins(files);
      return live;
    } catch (LiveWorldException e) {
      live.close();
      throw e;
    }
  }

  private void addPlugins(List<PluginFile> files) throws LiveWorldException {
    Map<PluginFile, CompletableFuture<BuildResult>> builds = new java.util.LinkedHashMap<>();
    files.forEach(file -> builds.put(file, builder.build(file, Gear.OPTIMISED)));
    List<PluginModule> modules = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (Watchdog watchdog = new Watchdog("load", clock)) {
      for (Map.Entry<PluginFile, CompletableFuture<BuildResult>> build : builds.entrySet()) {
        load(build.getKey(), build.getValue().join(), watchdog, modules, problems);
      }
      if (!problems.isEmpty()) {
        throw new LiveWorldException(problems);
      }
      world.addPlugins(modules, StartReason.FRESH);
    } catch (PluginLoadException e) {
      throw new LiveWorldException(List.of(String.valueOf(e.getMessage())));
    }
  }

  private void load(
      PluginFile file,
      BuildResult result,
      Watchdog watchdog,
      List<PluginModule> modules,
      List<String> problems) {
    switch (result) {
      case BuildResult.Failed failed -> {
        events.accept(new LiveEvent.BuildFailed(file.name(), failed.diagnostics()));
        failed.diagnostics().forEach(diagnostic -> problems.add("plugins/" + diagnostic));
      }
      case BuildResult.Built built -> {
        events.accept(new LiveEvent.Built(file.name(), built.warnings()));
        try {
          PluginSource source = source(file, built, Gear.OPTIMISED);
          modules.add(PluginModule.load(source, world.options().mode(), watchdog));
        } catch (PluginLoadException e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
    }
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
    return offset ->
        map.firstIn(offset, Integer.MAX_VALUE)
            .map(p -> new SourcePosition(p.file(), p.line(), p.column()));
  }

  private static Budget budget(PluginFile file) {
    Long pages = file.limits().get("memoryPages");
    return pages == null
        ? Budget.DEFAULT
        : Budget.DEFAULT.withMemoryPages((int) Math.clamp(pages, 1, 16_384));
  }

  private void forward(WorldEvent event) {
    events.accept(
        switch (event) {
          case WorldEvent.OfPlugin e -> new LiveEvent.OfPlugin(e.event());
          case WorldEvent.Logged e -> new LiveEvent.Logged(e.line());
          case WorldEvent.Reloaded e -> new LiveEvent.Reloaded(e.report());
          case WorldEvent.MessagesDropped e ->
              new LiveEvent.MessagesDropped(e.tick(), e.messages());
        });
  }

  /// The world; ask it things by [World#ask] and [World#submit].
  public World world() {
    return world;
  }

  /// Its clock.
  public WorldLoop loop() {
    return loop;
  }

  public ProjectStore store() {
    return store;
  }

  // A change of a file.

  private void changed(String plugin, long atNanos) {
    readPluginFile(plugin);
    rebuild(plugin, atNanos, false);
    for (String other : List.copyOf(plugins.keySet())) {
      Path folder = root.resolve("plugins");
      if (!other.equals(plugin)
          && BuildCache.uses(folder.resolve(other), folder.resolve(plugin))) {
        rebuild(other, atNanos, true);
      }
    }
  }

  private void readPluginFile(String plugin) {
    LoadedProject loaded = store.load();
    PluginFile file = loaded.project().plugins().get(plugin);
    if (file != null) {
      plugins.put(plugin, file);
    }
    loaded.problems().stream()
        .filter(problem -> problem.file().startsWith("plugins/" + plugin + "/"))
        .forEach(problem -> events.accept(new LiveEvent.ProjectTrouble(problem.toString())));
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
    builder
        .build(file, Gear.QUICK)
        .thenAcceptAsync(
            result -> {
              if (!isAsBefore(plugin, result) || !onlyIfChanged) {
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
    if (change != changes.get(file.name())) {
      return; // a newer save is on its way
    }
    switch (result) {
      case BuildResult.Failed failed ->
          events.accept(new LiveEvent.BuildFailed(file.name(), failed.diagnostics()));
      case BuildResult.Built built -> {
        events.accept(new LiveEvent.Built(file.name(), built.warnings()));
        double compileMs = (clock.nanos() - start) / 1e6;
        submit(
                new ReloadRequest(
                    source(file, built, gear), atNanos, compileMs, Set.of()))
            .thenAcceptAsync(outcome -> answered(file, change, gear, outcome), worker);
      }
    }
  }

  private void answered(PluginFile file, int change, Gear gear, ReloadOutcome outcome) {
    if (outcome instanceof ReloadOutcome.Reloaded
        && gear == Gear.QUICK
        && change == changes.get(file.name())) {
      long start = clock.nanos();
      builder
          .build(file, Gear.OPTIMISED)
          .thenAcceptAsync(
              result -> built(file, change, result, Gear.OPTIMISED, start, start), worker);
    }
  }

  private CompletableFuture<ReloadOutcome> submit(ReloadRequest request) {
    return reloads
        .submit(request)
        .thenApply(
            outcome -> {
              if (!(outcome instanceof ReloadOutcome.Reloaded)) {
                events.accept(new LiveEvent.ReloadRefused(outcome));
              }
              return outcome;
            });
  }

  /// Takes up a version that waited for the user, with the components that may start anew.
  public CompletableFuture<ReloadOutcome> reset(ReloadRequest request, Set<SchemaName> components) {
    return submit(request.withReset(components));
  }

  /// Versions of a plugin that proved good, newest first.
  public CompletableFuture<List<VersionHistory.Version>> versions(String plugin) {
    return world.ask(w -> w.versions().of(plugin));
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
    loop.close();
  }

  @Override
  public void close() {
    try {
      folders.close();
    } catch (IOException e) {
      events.accept(new LiveEvent.ProjectTrouble("the files are still watched: " + e.getMessage()));
    }
    worker.shutdownNow();
    loop.close();
    reloads.close();
    world.close();
  }
}
