package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginHost;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs a recording again, tick for tick. It reads no clock: plugins stop where the recording says,
/// and nowhere else. One thread.
public final class Replayer implements AutoCloseable {
  private final Path file;
  private final WorldOptions options;
  private final Watchdog watchdog;
  private final RecordedEntry.Header header;
  private final List<PluginSource> sources = new ArrayList<>();
  private final Map<Integer, PluginModule> loaded = new HashMap<>();
  private final Set<PluginHost.StopOrder> stops = new HashSet<>();
  private final TreeSet<Long> keyframes = new TreeSet<>();
  private long entries;
  private long endTick;
  private final List<String> problems = new ArrayList<>();

  /// How a replay went.
  ///
  /// @param hashes state hashes compared
  /// @param firstDifference tick at which the state first differed from the recorded one; it came
  ///   to differ after the hash before that
  public record Result(
      long startTick, long endTick, int hashes, OptionalLong firstDifference, long stateHash) {}

  /// Reads the recording through once.
  ///
  /// @param options mode, assets and clock of the world to be made; seed, rate and side are the
  ///   recording's
  /// @throws DamagedDataException if it has no beginning; a damaged end is left out, see
  ///   [#problems()]
  public Replayer(Path file, WorldOptions options) throws IOException {
    this.file = file;
    this.header = scan();
    this.options =
        options.withSeed(header.seed()).withRateHz(header.rateHz()).withSide(header.side());
    this.watchdog = new Watchdog("replay", options.clock());
  }

  private RecordedEntry.Header scan() throws IOException {
    RecordedEntry.Header first = null;
    try (RecordReader in = RecordReader.open(file, RecordingCodec.MAGIC)) {
      for (Optional<RecordReader.Entry> entry = in.next(); entry.isPresent(); entry = in.next()) {
        RecordedEntry read = RecordingCodec.read(entry.get());
        if (first == null && !(read instanceof RecordedEntry.Header)) {
          throw new DamagedDataException(file + " has no header");
        }
        first = read instanceof RecordedEntry.Header h ? h : first;
        note(read);
        entries++;
      }
    } catch (DamagedDataException e) {
      if (first == null || keyframes.isEmpty()) {
        throw e;
      }
      problems.add(e.getMessage() + "; the replay ends before it");
    }
    if (first == null || keyframes.isEmpty()) {
      throw new DamagedDataException(file + " holds no image of a world to start from");
    }
    return first;
  }

  private void note(RecordedEntry entry) {
    switch (entry) {
      case RecordedEntry.Module e -> sources.add(e.source());
      case RecordedEntry.Stop e -> stops.add(e.order());
      case RecordedEntry.Keyframe e -> keyframes.add(e.tick());
      case RecordedEntry.Hash e -> endTick = Math.max(endTick, e.tick());
      case RecordedEntry.End e -> endTick = Math.max(endTick, e.tick());
      case RecordedEntry.Command e -> endTick = Math.max(endTick, e.tick());
      case RecordedEntry.Header e -> {}
      case RecordedEntry.Swap e -> {}
      case RecordedEntry.Added e -> {}
      case RecordedEntry.Rate e -> {}
      case RecordedEntry.Arrived e -> {}
      case RecordedEntry.ClientFailed e -> {}
    }
  }

  /// Ticks at which a replay can start.
  public List<Long> keyframes() {
    return List.copyOf(keyframes);
  }

  /// The tick at which the recording ends.
  public long endTick() {
    return endTick;
  }

  /// What is damaged in the file, one line each.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /// Replays all of it.
  public Result run() throws IOException, PluginLoadException {
    return run(keyframes.first(), Long.MAX_VALUE, world -> {});
  }

  /// Replays from the last keyframe at or before a tick.
  ///
  /// @param untilTick stop before this tick
  /// @param watcher called after each tick
  public Result run(long fromTick, long untilTick, Consumer<World> watcher)
      throws IOException, PluginLoadException {
    Long start = keyframes.floor(fromTick);
    if (start == null) {
      throw new IllegalArgumentException(
          "the recording starts at tick %d".formatted(keyframes.first()));
    }
    try (World world = new World(options);
        RecordReader in = RecordReader.open(file, RecordingCodec.MAGIC)) {
      return new Run(world, start, untilTick, watcher).over(in, entries);
    }
  }

  private PluginModule module(int place) throws IOException, PluginLoadException {
    PluginModule known = loaded.get(place);
    if (known != null) {
      return known;
    }
    if (place < 0 || place >= sources.size()) {
      throw new DamagedDataException(file + " names module " + place + ", which it has not");
    }
    PluginModule module = PluginModule.load(sources.get(place), options.mode(), watchdog);
    loaded.put(place, module);
    return module;
  }

  /// One pass over the file with one world.
  private final class Run {
    private final World world;
    private final long startTick;
    private final long untilTick;
    private final Consumer<World> watcher;
    private final Queue<RecordedEntry> ofClient = new ArrayDeque<>();
    private boolean started;
    private int hashes;
    private @Nullable Long firstDifference;

    Run(World world, long startTick, long untilTick, Consumer<World> watcher) {
      this.world = world;
      this.startTick = startTick;
      this.untilTick = untilTick;
      this.watcher = watcher;
    }

    Result over(RecordReader in, long most) throws IOException, PluginLoadException {
      for (long i = 0; i < most && !(started && world.tick() >= untilTick); i++) {
        take(RecordingCodec.read(in.next().orElseThrow()));
      }
      return new Result(
          startTick,
          world.tick(),
          hashes,
          firstDifference == null ? OptionalLong.empty() : OptionalLong.of(firstDifference),
          world.stateHash());
    }

    private void take(RecordedEntry entry) throws IOException, PluginLoadException {
      if (!started) {
        if (entry instanceof RecordedEntry.Keyframe keyframe && keyframe.tick() == startTick) {
          start(keyframe);
        }
        return;
      }
      switch (entry) {
        case RecordedEntry.Command e -> {
          if (reached(e.tick())) {
            world.execute(e.command());
          }
        }
        case RecordedEntry.Swap e -> {
          if (reached(e.tick())) {
            swap(e);
          }
        }
        case RecordedEntry.Added e -> {
          if (reached(e.tick())) {
            add(e);
          }
        }
        case RecordedEntry.Rate e -> {
          if (reached(e.tick())) {
            world.setRateHz(e.rateHz());
          }
        }
        case RecordedEntry.Hash e -> {
          if (reached(e.tick())) {
            compare(e);
          }
        }
        case RecordedEntry.End e -> reached(e.tick());
        case RecordedEntry.Arrived e -> ofClient(e.tick(), e);
        case RecordedEntry.ClientFailed e -> ofClient(e.tick(), e);
        case RecordedEntry.Header e -> {}
        case RecordedEntry.Module e -> {}
        case RecordedEntry.Keyframe e -> {}
        case RecordedEntry.Stop e -> {}
      }
    }

    private void start(RecordedEntry.Keyframe keyframe) throws IOException, PluginLoadException {
      Map<String, PluginModule> modules = new HashMap<>();
      for (Map.Entry<String, Integer> plugin : keyframe.modules().entrySet()) {
        modules.put(plugin.getKey(), module(plugin.getValue()));
      }
      world.plugins().obeyRecordedStops(stops);
      world.replayClient(this::tellOfClient);
      world.restore(WorldImageCodec.read(keyframe.pieces()), modules);
      started = true;
    }

    /// Kept until that tick runs.
    private void ofClient(long tick, RecordedEntry entry) {
      if (reached(tick)) {
        ofClient.add(entry);
      }
    }

    private void tellOfClient() {
      for (RecordedEntry entry = ofClient.poll(); entry != null; entry = ofClient.poll()) {
        if (entry instanceof RecordedEntry.Arrived arrived) {
          world
              .bus()
              .channel(arrived.channel())
              .ifPresent(channel -> world.arrive(channel, arrived.client(), arrived.payload()));
        } else if (entry instanceof RecordedEntry.ClientFailed failed) {
          world.clientFailed(
              new PluginFailure(
                  PluginFailure.Kind.TRAP,
                  failed.plugin(),
                  "client",
                  world.tick(),
                  failed.message(),
                  Optional.empty(),
                  0,
                  -1));
        }
      }
    }

    /// Ticks up to there; false if the replay ends before.
    private boolean reached(long tick) {
      while (world.tick() < Math.min(tick, untilTick)) {
        world.tickOnce();
        watcher.accept(world);
      }
      return world.tick() == tick;
    }

    private void swap(RecordedEntry.Swap swap) throws IOException, PluginLoadException {
      List<PluginSwap.Replacement> replacements = new ArrayList<>();
      for (RecordedEntry.Replaced version : swap.versions()) {
        replacements.add(new PluginSwap.Replacement(module(version.module()), version.reset()));
      }
      try {
        world.swap(replacements);
      } catch (PluginLoadException refusedThenToo) {
        return;
      }
    }

    private void add(RecordedEntry.Added added) throws IOException, PluginLoadException {
      List<PluginModule> modules = new ArrayList<>();
      for (int place : added.modules()) {
        modules.add(module(place));
      }
      try {
        world.addPlugins(modules, added.reason());
      } catch (PluginLoadException refusedThenToo) {
        return;
      }
    }

    private void compare(RecordedEntry.Hash recorded) {
      hashes++;
      if (firstDifference == null && world.stateHash() != recorded.stateHash()) {
        firstDifference = recorded.tick();
      }
    }
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
