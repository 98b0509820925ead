package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.StoreImage;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.store.ContentFolder;
import dev.vivarium.engine.store.DataWriter;
import dev.vivarium.engine.store.Pieces;
import dev.vivarium.engine.store.SaveFolder;
import dev.vivarium.engine.store.SavedFilter;
import dev.vivarium.engine.tick.NanoClock;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Saves a world as it ticks: attached to it, it takes an image at the end of a tick once the
/// interval is over, or after a command to a world that stands still, and writes it on a thread of
/// its own. A disk slower than the interval makes saves fewer and never stops a tick.
public final class WorldSaver implements WorldTap, AutoCloseable {
  public static final long INTERVAL_NANOS_DEFAULT = TimeUnit.SECONDS.toNanos(1);
  static final String SAVE_INFO = "save";
  static final String SCENE_PREFIX = "scene/";

  private final World world;
  private final SaveFolder folder;
  private final ContentFolder modules;
  private final NanoClock clock;
  private final long intervalNanos;
  private final Supplier<Map<String, byte[]>> scenes;
  private final ExecutorService writer;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final Set<String> modulesKept = new HashSet<>();
  private long dueNanos;

  /// Whether a command was carried out since the last image.
  private boolean commanded;

  private @Nullable StoreImage previous;

  private record Job(
      WorldImage image,
      List<PluginModule> modules,
      Map<String, byte[]> scenes,
      CompletableFuture<WorldEvent.Saved> done) {}

  /// @param saves the world's folder; closed with this
  /// @param scenes the scenes as the world has them, by name, as [Scenes] keeps them; called on the
  ///   tick thread
  public WorldSaver(
      World world,
      SaveFolder saves,
      ContentFolder modules,
      long intervalNanos,
      Supplier<Map<String, byte[]>> scenes) {
    this.world = world;
    this.folder = saves;
    this.modules = modules;
    this.clock = world.options().clock();
    this.intervalNanos = intervalNanos;
    this.scenes = scenes;
    this.dueNanos = clock.nanos() + intervalNanos;
    this.writer =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("saver").factory());
  }

  @Override
  public void executed(long tick, WorldCommand command, CommandResult result) {
    commanded = true;
  }

  @Override
  public void tickEnded(World ticked) {
    saveWhenDue();
  }

  /// A world that stands still changes by commands alone.
  @Override
  public void stoodStill(World still) {
    if (commanded) {
      saveWhenDue();
    }
  }

  private void saveWhenDue() {
    if (clock.nanos() - dueNanos >= 0 && writing.compareAndSet(false, true)) {
      dueNanos = clock.nanos() + intervalNanos;
      write(extract());
    }
  }

  /// Saves now. Tick thread only; the world goes on while it is written.
  ///
  /// @return completes when it is on the disk
  public CompletableFuture<WorldEvent.Saved> save() {
    Job job = extract();
    writing.set(true);
    write(job);
    return job.done();
  }

  private Job extract() {
    commanded = false;
    WorldImage image = world.image(previous);
    previous = image.store();
    return new Job(
        image,
        List.copyOf(world.plugins().modules().values()),
        new TreeMap<>(scenes.get()),
        new CompletableFuture<>());
  }

  private void write(Job job) {
    writer.execute(() -> {
      try {
        WorldEvent.Saved saved = writeNow(job);
        world.emit(saved);
        job.done().complete(saved);
      } catch (IOException | RuntimeException e) {
        world.emit(
            new WorldEvent.SaveFailed(
                job.image().tick(),
                "the world could not be saved: %s; it is tried again".formatted(e)));
        job.done().completeExceptionally(e);
      } finally {
        writing.set(false);
      }
    });
  }

  private WorldEvent.Saved writeNow(Job job) throws IOException {
    long start = clock.nanos();
    for (PluginModule module : job.modules()) {
      if (!modulesKept.contains(module.digest())) {
        modules.put(module.source().wasm());
        modulesKept.add(module.digest());
      }
    }
    if (world.options().assets() instanceof AssetFolder assets) {
      assets.writeBlobs();
    }
    long bytes = folder.save(pieces(job));
    return new WorldEvent.Saved(job.image().tick(), bytes, (clock.nanos() - start) / 1e6);
  }

  private static Pieces pieces(Job job) {
    SavedFilter.Filtered filtered = SavedFilter.apply(job.image().store());
    Pieces pieces = WorldImageCodec.write(job.image().withStore(filtered.image()));
    pieces.put(SAVE_INFO, new DataWriter().i32(filtered.leftOut()).toSegment());
    job.scenes().forEach((name, bytes) -> pieces.put(SCENE_PREFIX + name, bytes));
    return pieces;
  }

  /// Waits for what is being written. What ticked since the last save is not saved: call [#save()]
  /// before.
  @Override
  public void close() {
    world.detach(this);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
        writer.shutdownNow();
      }
      folder.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      world.emit(new WorldEvent.SaveFailed(world.tick(), "closing the journal: " + e));
    }
  }
}
