package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.StopOrder;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Runs a recording again, tick for tick. It reads no clock: plugins stop where the recording says,
/// and nowhere else. One thread.
public final class Replayer implements AutoCloseable {
  private final Path file;
  private final WorldOptions options;
  private final Watchdog watchdog;
  private final RecordedEntry.Header header;
  private final List<PluginSource> sources = new ArrayList<>();
  private final Map<Integer, PluginModule> loaded = new HashMap<>();
  private final Set<StopOrder> stops = new HashSet<>();
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
      Rerun rerun = new Rerun(world, stops, this::module, untilTick, watcher);
      pass(rerun, start, in);
      return new Result(
          start, world.tick(), rerun.hashes(), rerun.firstDifference(), world.stateHash());
    }
  }

  private void pass(Rerun rerun, long startTick, RecordReader in)
      throws IOException, PluginLoadException {
    boolean started = false;
    for (long i = 0; i < entries && !(started && rerun.isOver()); i++) {
      RecordedEntry entry = RecordingCodec.read(in.next().orElseThrow());
      if (started) {
        rerun.take(entry);
      } else if (entry instanceof RecordedEntry.Keyframe k && k.tick() == startTick) {
        rerun.start(WorldImageCodec.read(k.pieces()), k.modules());
        started = true;
      }
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

  @Override
  public void close() {
    watchdog.close();
  }
}
