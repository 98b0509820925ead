package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.store.project.LoadedProject;
import dev.vivarium.engine.store.project.PluginFile;
import dev.vivarium.engine.store.project.ProjectStore;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.world.ProjectWorld.Opening;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/// A copy of a sample world, alive, with the real compiler.
public final class RealWorld implements AutoCloseable {
  private static final int PATIENCE_S = 60;

  private final Path project;
  private final PluginBuilder builder;
  private final LocalWorldSession session;
  private final BlockingQueue<SessionEvent> events = new LinkedBlockingQueue<>();

  private RealWorld(Path project) throws IOException {
    this.project = project;
    builder = SharedCompiler.builder(project);
    ProjectStore store = ProjectStore.at(project);
    LoadedProject loaded = store.load();
    WorldOptions options = WorldOptions.DEFAULT;
    session =
        new LocalWorldSession(
            loaded,
            NanoClock.SYSTEM,
            (times, told) ->
                LiveWorld.open(
                    store, loaded.project(), builder, options, Opening.RESUME, times, told));
    session.subscribe(events::add);
  }

  /// Copies the sample into the folder; [#open] brings it alive.
  public static Path copy(String sample, Path folder) throws IOException {
    Path from = Path.of("..", "projects", sample).toAbsolutePath().normalize();
    Path to = folder.resolve(sample);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.toString().contains(".vivarium")).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return to;
  }

  /// A copy with its plugins built, for a program in a process of its own.
  public static Path built(String sample, Path folder) throws IOException {
    Path project = copy(sample, folder);
    try (PluginBuilder builder = SharedCompiler.builder(project)) {
      for (PluginFile plugin : ProjectStore.at(project).load().project().pluginsInOrder()) {
        builder.build(plugin, Gear.OPTIMISED).join();
      }
    }
    return project;
  }

  public static RealWorld open(Path project) throws IOException {
    return new RealWorld(project);
  }

  public WorldSession session() {
    return session;
  }

  /// Waits until the world runs and what its plugins begin with is there.
  LiveWorld live() throws Exception {
    return answer(session.opened());
  }

  public RealWorld running() throws Exception {
    LiveWorld live = session.opened().get(PATIENCE_S, TimeUnit.SECONDS);
    for (long tick = 0; tick < 2; ) {
      tick = answer(live.ask(World::tick));
    }
    return this;
  }

  String source(String file) throws IOException {
    return Files.readString(project.resolve(file));
  }

  void save(String file, String text) throws IOException {
    events.clear();
    Files.writeString(project.resolve(file), text);
  }

  static <T> T answer(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /// The next event of which something is found; those before it are passed over.
  <T> T next(Function<SessionEvent, Optional<T>> wanted) throws InterruptedException {
    List<SessionEvent> passed = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (System.nanoTime() < end) {
      SessionEvent event = events.poll(1, TimeUnit.SECONDS);
      if (event != null) {
        passed.add(event);
        Optional<T> found = wanted.apply(event);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new AssertionError("it did not come; instead came " + passed);
  }

  @Override
  public void close() {
    session.close();
    builder.close();
  }
}
