package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginImage;
import dev.vivarium.engine.plugin.PluginInstance;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.store.ContentFolder;
import dev.vivarium.engine.store.SaveFolder;
import dev.vivarium.engine.store.project.Project;
import dev.vivarium.engine.tick.StartReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The world of a project: resumed from its save and merged with its scenes, or fresh from the
/// scenes; saved as it ticks. Opened and closed by one thread while the world does not tick.
public final class ProjectWorld implements AutoCloseable {
  /// The folder of live state in a project.
  public static final String LIVE_FOLDER = ".vivarium";

  private final World world;
  private final Scenes scenes;
  private final WorldSaver saver;
  private final Report report;

  /// Whether to go on where the world was left.
  public enum Opening {
    RESUME,
    /// Forgets what was saved.
    RESET
  }

  /// What opening found.
  ///
  /// @param toReload builds that are newer than what was restored, for the [ReloadPipeline]
  /// @param problems one line each; the world runs without what they name
  public record Report(
      boolean resumed,
      long tick,
      SceneReport scenes,
      List<PluginSource> toReload,
      List<String> problems) {
    public Report {
      toReload = List.copyOf(toReload);
      problems = List.copyOf(problems);
    }
  }

  private ProjectWorld(World world, Scenes scenes, WorldSaver saver, Report report) {
    this.world = world;
    this.scenes = scenes;
    this.saver = saver;
    this.report = report;
  }

  /// Opens a project's world. Blocks on the disk and on compiling.
  ///
  /// @param root the project's folder
  /// @param built every plugin of the project that could be built, in the project's order
  /// @param options seed, rate and assets are the project's
  /// @throws IOException if another program has the world open, or no save is readable: reset then
  public static ProjectWorld open(
      Path root, Project project, List<PluginSource> built, WorldOptions options, Opening opening)
      throws IOException {
    return open(root, project, built, options, opening, event -> {});
  }

  /// As above; the listener hears of what happens from the very start.
  public static ProjectWorld open(
      Path root,
      Project project,
      List<PluginSource> built,
      WorldOptions options,
      Opening opening,
      Consumer<WorldEvent> listener)
      throws IOException {
    return new Opener(root.resolve(LIVE_FOLDER), root, project, built, options, listener)
        .open(opening);
  }

  /// Opens a project's world at another moment: as the image has it, plugins and their memories
  /// included. What was saved before is gone; what the scenes have gained since stays in them and
  /// out of the world.
  ///
  /// @param modules the image's modules by plugin
  /// @throws IOException if another program has the world open, or the plugins do not start
  public static ProjectWorld runOn(
      Path root,
      Project project,
      WorldImage image,
      Map<String, PluginModule> modules,
      WorldOptions options,
      Consumer<WorldEvent> listener)
      throws IOException {
    return new Opener(root.resolve(LIVE_FOLDER), root, project, List.of(), options, listener)
        .runOn(image, modules);
  }

  public World world() {
    return world;
  }

  public Scenes scenes() {
    return scenes;
  }

  public WorldSaver saver() {
    return saver;
  }

  public Report report() {
    return report;
  }

  /// Saves a last time and closes the world.
  @Override
  public void close() {
    try {
      saver.save().handle((saved, problem) -> 0).join();
    } finally {
      saver.close();
      world.close();
    }
  }

  private static final class Opener {
    private final Path live;
    private final Path root;
    private final Project project;
    private final List<PluginSource> built;
    private final WorldOptions options;
    private final Consumer<WorldEvent> listener;
    private final ContentFolder modules;
    private final List<String> problems = new ArrayList<>();
    private final List<PluginSource> toReload = new ArrayList<>();

    Opener(
        Path live,
        Path root,
        Project project,
        List<PluginSource> built,
        WorldOptions options,
        Consumer<WorldEvent> listener) {
      this.listener = listener;
      this.live = live;
      this.root = root;
      this.project = project;
      this.built = built;
      this.options = options;
      this.modules = new ContentFolder(live.resolve("modules"), ".wasm");
    }

    ProjectWorld open(Opening opening) throws IOException {
      SaveFolder saves = SaveFolder.open(live.resolve("world"));
      try {
        return open(opening, saves);
      } catch (IOException | RuntimeException e) {
        saves.close();
        throw e;
      }
    }

    ProjectWorld runOn(WorldImage image, Map<String, PluginModule> modulesThen) throws IOException {
      SaveFolder saves = SaveFolder.open(live.resolve("world"));
      try {
        saves.clear();
        World world = new World(options.withSeed(image.seed()).withAssets(assets()));
        world.listen(listener);
        try {
          return at(image, modulesThen, world, saves);
        } catch (IOException | RuntimeException e) {
          world.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        saves.close();
        throw e;
      }
    }

    private ProjectWorld at(
        WorldImage image, Map<String, PluginModule> modulesThen, World world, SaveFolder saves)
        throws IOException {
      try {
        world.restore(image, modulesThen);
      } catch (PluginLoadException e) {
        throw new IOException("plugin '%s': %s".formatted(e.plugin(), e.getMessage()), e);
      }
      connectClient(world);
      Scenes scenes = new Scenes(world, project);
      scenes.follow();
      SceneReport none = new SceneReport(0, 0, 0, List.of(), List.of());
      return saving(world, scenes, saves, new Report(true, world.tick(), none, toReload, problems));
    }

    private AssetFolder assets() throws IOException {
      AssetFolder assets =
          AssetFolder.load(
              root.resolve("assets"),
              project.assets(),
              new ContentFolder(live.resolve("blobs"), ".blob"));
      problems.addAll(assets.problems());
      return assets;
    }

    private ProjectWorld saving(World world, Scenes scenes, SaveFolder saves, Report report) {
      WorldSaver saver =
          new WorldSaver(
              world, saves, modules, WorldSaver.INTERVAL_NANOS_DEFAULT, scenes::authored);
      world.attach(saver);
      return new ProjectWorld(world, scenes, saver, report);
    }

    private ProjectWorld open(Opening opening, SaveFolder saves) throws IOException {
      if (opening == Opening.RESET) {
        saves.clear();
      }
      Optional<SavedWorld> saved = SavedWorld.load(live.resolve("world"));
      saved.ifPresent(found -> problems.addAll(found.problems()));
      AssetFolder assets = assets();
      WorldOptions wanted =
          options
              .withSeed(saved.map(s -> s.image().seed()).orElse(project.world().seed()))
              .withRateHz(project.world().rate())
              .withAssets(assets);
      World world = new World(wanted);
      world.listen(listener);
      try {
        return filled(world, saved.orElse(null), saves);
      } catch (IOException | RuntimeException e) {
        world.close();
        throw e;
      }
    }

    private ProjectWorld filled(World world, @Nullable SavedWorld saved, SaveFolder saves)
        throws IOException {
      Scenes scenes = new Scenes(world, project);
      SceneReport merged;
      try (Watchdog watchdog = new Watchdog("open", options.clock())) {
        if (saved == null) {
          start(world, built, StartReason.FRESH, watchdog);
          merged = scenes.load();
        } else {
          resume(world, saved, watchdog);
          merged = scenes.merge(saved);
        }
      }
      problems.addAll(merged.problems());
      return saving(
          world,
          scenes,
          saves,
          new Report(saved != null, world.tick(), merged, toReload, problems));
    }

    private void start(
        World world, List<PluginSource> sources, StartReason reason, Watchdog watchdog) {
      List<PluginModule> loaded = new ArrayList<>();
      for (PluginSource source : sources) {
        load(source, watchdog).ifPresent(loaded::add);
      }
      try {
        world.addPlugins(loaded, reason);
      } catch (PluginLoadException together) {
        loaded.forEach(module -> addAlone(world, module, reason));
      }
    }

    private void addAlone(World world, PluginModule module, StartReason reason) {
      try {
        world.addPlugins(List.of(module), reason);
      } catch (PluginLoadException e) {
        problems.add("plugin '%s': %s".formatted(e.plugin(), e.getMessage()));
      }
    }

    private Optional<PluginModule> load(PluginSource source, Watchdog watchdog) {
      try {
        return Optional.of(PluginModule.load(source, options.mode(), watchdog));
      } catch (PluginLoadException e) {
        problems.add("plugin '%s': %s".formatted(e.plugin(), e.getMessage()));
        return Optional.empty();
      }
    }

    /// The saved versions go on; newer builds are swapped in afterwards, so that state is migrated.
    private void resume(World world, SavedWorld saved, Watchdog watchdog) throws IOException {
      Map<String, PluginModule> running = new LinkedHashMap<>();
      List<PluginImage> kept = new ArrayList<>();
      for (PluginImage image : saved.image().plugins()) {
        Optional<PluginModule> module = savedModule(image, watchdog);
        module.ifPresent(m -> running.put(image.name(), m));
        if (module.isPresent()) {
          kept.add(image);
        }
      }
      try {
        world.restore(saved.image().withPlugins(kept), running);
      } catch (PluginLoadException e) {
        throw new IOException(
            "the saved world cannot be resumed: plugin '%s': %s; reset it"
                .formatted(e.plugin(), e.getMessage()),
            e);
      }
      if (world.time().rateHz() != project.world().rate()) {
        world.setRateHz(project.world().rate());
      }
      releaseHandles(world, kept);
      startOthers(world, saved.image(), running, watchdog);
      connectClient(world);
    }

    private void connectClient(World world) {
      try {
        world.connectClient();
      } catch (PluginLoadException e) {
        problems.add("the client half of plugin '%s': %s".formatted(e.plugin(), e.getMessage()));
      }
    }

    private Optional<PluginModule> savedModule(PluginImage image, Watchdog watchdog)
        throws IOException {
      PluginSource now = source(image.name());
      Optional<byte[]> wasm = modules.get(image.digest());
      if (now == null) {
        problems.add(
            "plugin '%s' is no longer in the project; its entities stay".formatted(image.name()));
        return Optional.empty();
      }
      if (wasm.isEmpty()) {
        problems.add(
            "the saved version of plugin '%s' is missing; it starts anew".formatted(image.name()));
        return Optional.empty();
      }
      boolean same = ContentFolder.digest(now.wasm()).equals(image.digest());
      Optional<PluginModule> module = load(same ? now : now.withWasm(wasm.get()), watchdog);
      if (module.isPresent() && !same) {
        toReload.add(now);
      }
      return module;
    }

    private @Nullable PluginSource source(String plugin) {
      return built.stream().filter(s -> s.name().equals(plugin)).findFirst().orElse(null);
    }

    /// Handles wait for plugins that go on; those of plugins that are gone, and those that were
    /// held back so that an ended entity could come back by undo, wait for nobody: the steps of
    /// undo end with the window.
    private static void releaseHandles(World world, List<PluginImage> kept) {
      Set<Long> wanted = new HashSet<>();
      for (PluginImage image : kept) {
        for (PluginInstance.FrameImage frame :
            image.instance().map(PluginInstance.InstanceImage::frames).orElse(List.of())) {
          for (long handle : frame.handles()) {
            wanted.add(handle);
          }
        }
      }
      world.store().releaseReserved(wanted::contains);
    }

    private void startOthers(
        World world, WorldImage image, Map<String, PluginModule> running, Watchdog watchdog) {
      List<PluginSource> known = new ArrayList<>();
      List<PluginSource> fresh = new ArrayList<>();
      for (PluginSource source : built) {
        if (!running.containsKey(source.name())) {
          (image.owners().contains(source.name()) ? known : fresh).add(source);
        }
      }
      start(world, known, StartReason.RESTORED, watchdog);
      start(world, fresh, StartReason.FRESH, watchdog);
    }
  }
}
