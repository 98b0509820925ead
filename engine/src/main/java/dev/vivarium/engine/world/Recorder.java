package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.StopOrder;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.RecordFile;
import dev.vivarium.engine.tick.StartReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Records a world so that a [Replayer] can run it again tick for tick: an image of it, then every
/// command, swap and stop, with state hashes between them. Made on the tick thread between two
/// ticks; a thread of its own writes. If the disk falls far behind, ticks wait for it: a recording
/// with a gap would be worth nothing.
///
/// While a version is on probation no keyframe is taken, for what it could go back to is not in
/// one; a recording begun then starts when the probation is over.
public final class Recorder implements WorldTap, AutoCloseable {
  public static final int HASH_EVERY_TICKS = 60;
  public static final int KEYFRAME_EVERY_TICKS = 3_600;
  private static final int WAITING_MAX = 8_192;

  private final World world;
  private final int hashEveryTicks;
  private final int keyframeEveryTicks;
  private final RecordFile file;
  private final BlockingQueue<Supplier<RecordedEntry>> waiting =
      new ArrayBlockingQueue<>(WAITING_MAX);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Map<PluginSource, Integer> modules = new HashMap<>();
  private final Consumer<WorldEvent> listener = this::onEvent;
  private boolean begun;
  private boolean closed;
  private long lastKeyframe;

  /// @param file replaced if it is there
  public Recorder(World world, Path file, int hashEveryTicks, int keyframeEveryTicks)
      throws IOException {
    this.world = world;
    this.hashEveryTicks = hashEveryTicks;
    this.keyframeEveryTicks = keyframeEveryTicks;
    this.file = RecordFile.create(file, RecordingCodec.MAGIC, world.options().seed());
    Thread.ofPlatform().daemon().name("recorder").start(this::writeAll);
    WorldOptions options = world.options();
    put(
        new RecordedEntry.Header(
            options.seed(), world.time().rateHz(), options.side(), hashEveryTicks));
    world.attach(this);
    world.listen(listener);
    beginIfPossible();
  }

  public Recorder(World world, Path file) throws IOException {
    this(world, file, HASH_EVERY_TICKS, KEYFRAME_EVERY_TICKS);
  }

  private void beginIfPossible() {
    if (!begun && !world.isOnProbation()) {
      begun = true;
      keyframe();
      hash();
    }
  }

  private void keyframe() {
    lastKeyframe = world.tick();
    Map<String, Integer> running = new LinkedHashMap<>();
    world.plugins().modules().forEach((name, module) -> running.put(name, place(module)));
    WorldImage image = world.image(null);
    put(() -> new RecordedEntry.Keyframe(image.tick(), running, WorldImageCodec.write(image)));
  }

  private void hash() {
    put(new RecordedEntry.Hash(world.tick(), world.stateHash()));
  }

  private int place(PluginModule module) {
    PluginSource source = module.source();
    Integer known = modules.get(source);
    if (known != null) {
      return known;
    }
    put(new RecordedEntry.Module(source));
    modules.put(source, modules.size());
    return modules.size() - 1;
  }

  @Override
  public void executed(long tick, WorldCommand command, CommandResult result) {
    if (begun) {
      put(new RecordedEntry.Command(tick, command));
    }
  }

  @Override
  public void swapping(long tick, List<PluginSwap.Replacement> replacements) {
    if (begun) {
      List<RecordedEntry.Replaced> versions = new ArrayList<>();
      for (PluginSwap.Replacement replacement : replacements) {
        versions.add(new RecordedEntry.Replaced(place(replacement.module()), replacement.reset()));
      }
      put(new RecordedEntry.Swap(tick, versions));
    }
  }

  @Override
  public void adding(long tick, List<PluginModule> added, StartReason reason) {
    if (begun) {
      put(new RecordedEntry.Added(tick, added.stream().map(this::place).toList(), reason));
    }
  }

  @Override
  public void rateChanged(long tick, int rateHz) {
    if (begun) {
      put(new RecordedEntry.Rate(tick, rateHz));
    }
  }

  @Override
  public void arrived(long tick, SchemaName channel, long client, byte[] payload) {
    if (begun) {
      put(new RecordedEntry.Arrived(tick, channel, client, payload));
    }
  }

  @Override
  public void clientFailed(long tick, PluginFailure failure) {
    if (begun) {
      put(new RecordedEntry.ClientFailed(tick, failure.plugin(), failure.message()));
    }
  }

  private void onEvent(WorldEvent event) {
    if (begun
        && !closed
        && event instanceof WorldEvent.OfPlugin(PluginEvent.Failed(PluginFailure failure))) {
      stopOrder(failure).ifPresent(order -> put(new RecordedEntry.Stop(order)));
    }
  }

  /// What stopped a plugin by the clock, or by how deep this machine's stack is, would not stop it
  /// again.
  static java.util.Optional<StopOrder> stopOrder(PluginFailure failure) {
    String system =
        failure.system().startsWith(failure.plugin() + "/")
            ? failure.system()
            : failure.plugin() + "/" + failure.system();
    boolean byChance =
        switch (failure.kind()) {
          case TIME, OVER_BUDGET -> true;
          case TRAP, ABI -> failure.message().startsWith("stack exhausted");
        };
    boolean afterRun = failure.kind() == PluginFailure.Kind.OVER_BUDGET;
    return byChance
        ? java.util.Optional.of(new StopOrder(failure.tick(), system, afterRun))
        : java.util.Optional.empty();
  }

  @Override
  public void tickEnded(World ticked) {
    if (!begun) {
      beginIfPossible();
      return;
    }
    if (world.tick() % hashEveryTicks == 0) {
      hash();
    }
    if (world.tick() - lastKeyframe >= keyframeEveryTicks && !world.isOnProbation()) {
      keyframe();
    }
  }

  private void put(RecordedEntry entry) {
    put(() -> entry);
  }

  private void put(Supplier<RecordedEntry> entry) {
    try {
      if (!ended.isDone()) {
        waiting.put(entry);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    try (file) {
      for (boolean more = true; more; ) {
        RecordedEntry entry = waiting.take().get();
        file.append(RecordingCodec.kind(entry), RecordingCodec.write(entry));
        more = !(entry instanceof RecordedEntry.End);
      }
      file.force();
      ended.complete(null);
    } catch (IOException | InterruptedException | RuntimeException e) {
      ended.completeExceptionally(e);
      waiting.clear();
    }
  }

  /// Completes when the file is written and closed; exceptionally, and early, if the disk failed.
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /// Ends the recording after the last tick and waits for the file. Tick thread, or any once the
  /// world no longer ticks.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    world.detach(this);
    world.unlisten(listener);
    if (begun) {
      hash();
    }
    put(new RecordedEntry.End(world.tick()));
    ended.handle((nothing, problem) -> 0).join();
  }
}
