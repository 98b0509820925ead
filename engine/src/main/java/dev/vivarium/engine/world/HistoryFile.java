package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.RecordFile;
import dev.vivarium.engine.store.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [History] as a recording on disk.
final class HistoryFile {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

  /// Images in a file are this far apart: more would make it large, fewer would make it slow to
  /// look into.
  private static final int KEYFRAME_EVERY_TICKS = 1_200;

  /// Hashes in a file are at least this far apart: each takes as long as making a world of an
  /// image.
  private static final int HASH_EVERY_TICKS = 600;

  private HistoryFile() {}

  /// A stretch as it was at one moment.
  record Part(
      long startTick,
      Map<String, Integer> running,
      Stretch.Frame frame,
      List<RecordedEntry> entries) {
    static Part of(Stretch stretch) {
      return new Part(
          stretch.startTick(), stretch.running(), stretch.frame(), List.copyOf(stretch.entries()));
    }
  }

  static void write(Path file, HistoryCut cut) throws IOException {
    WorldOptions options = cut.options();
    try (RecordFile out = RecordFile.create(file, RecordingCodec.MAGIC, options.seed())) {
      append(
          out,
          new RecordedEntry.Header(
              options.seed(), options.rateHz(), options.side(), HASH_EVERY_TICKS));
      Map<Integer, Integer> placesInFile = new HashMap<>();
      for (Map.Entry<Integer, PluginModule> module : cut.modules().entrySet()) {
        append(out, new RecordedEntry.Module(module.getValue().source()));
        placesInFile.put(module.getKey(), placesInFile.size());
      }
      long lastKeyframe = Long.MIN_VALUE / 2;
      long lastHash = Long.MIN_VALUE / 2;
      for (Part part : cut.parts()) {
        if (part.startTick() - lastKeyframe >= KEYFRAME_EVERY_TICKS) {
          lastKeyframe = part.startTick();
          Map<String, Integer> running = new HashMap<>();
          part.running().forEach((name, place) -> running.put(name, placesInFile.get(place)));
          append(out, new RecordedEntry.Keyframe(part.startTick(), running, part.frame().pieces()));
        }
        if (cut.isLive() && part.startTick() - lastHash >= HASH_EVERY_TICKS) {
          lastHash = part.startTick();
          append(out, hash(options, part, cut.modules()));
        }
        for (RecordedEntry entry : part.entries()) {
          append(out, moved(entry, placesInFile));
        }
      }
      if (cut.end() != null) {
        append(out, hash(options, cut.end()));
      }
      append(out, new RecordedEntry.End(cut.endTick()));
      out.force();
    }
  }

  private static RecordedEntry hash(
      WorldOptions options, Part part, Map<Integer, PluginModule> modules) throws IOException {
    Map<String, PluginModule> running = new HashMap<>();
    part.running()
        .forEach((name, place) -> running.put(name, Objects.requireNonNull(modules.get(place))));
    return hash(options, new HistoryCut.End(part.frame().read(), running));
  }

  /// The hash that the world had of which this is an image.
  private static RecordedEntry hash(WorldOptions options, HistoryCut.End of) throws IOException {
    try (World then = new World(options)) {
      then.restore(of.image(), of.modules());
      return new RecordedEntry.Hash(then.tick(), then.stateHash());
    } catch (PluginLoadException e) {
      throw new IOException(
          "the state at tick %d cannot be hashed".formatted(of.image().tick()), e);
    }
  }

  private static void append(RecordFile out, RecordedEntry entry) throws IOException {
    out.append(RecordingCodec.kind(entry), RecordingCodec.write(entry));
  }

  private static RecordedEntry moved(RecordedEntry entry, Map<Integer, Integer> places) {
    return switch (entry) {
      case RecordedEntry.Swap e ->
          new RecordedEntry.Swap(
              e.tick(),
              e.versions().stream()
                  .map(v -> new RecordedEntry.Replaced(placeOf(v.module(), places), v.reset()))
                  .toList());
      case RecordedEntry.Added e ->
          new RecordedEntry.Added(
              e.tick(), e.modules().stream().map(m -> placeOf(m, places)).toList(), e.reason());
      default -> entry;
    };
  }

  private static int placeOf(int place, Map<Integer, Integer> places) {
    Integer found = places.get(place);
    if (found == null) {
      throw new IllegalStateException("module " + place + " is not kept");
    }
    return found;
  }

  static void addPlaces(RecordedEntry entry, Set<Integer> places) {
    if (entry instanceof RecordedEntry.Swap swap) {
      swap.versions().forEach(v -> places.add(v.module()));
    } else if (entry instanceof RecordedEntry.Added added) {
      places.addAll(added.modules());
    }
  }

  /// The tick that ran next when it happened.
  static long tickOf(RecordedEntry entry) {
    return switch (entry) {
      case RecordedEntry.Header e -> 0;
      case RecordedEntry.Module e -> 0;
      case RecordedEntry.Keyframe e -> e.tick();
      case RecordedEntry.Command e -> e.tick();
      case RecordedEntry.Swap e -> e.tick();
      case RecordedEntry.Added e -> e.tick();
      case RecordedEntry.Rate e -> e.tick();
      case RecordedEntry.Stop e -> e.order().tick();
      case RecordedEntry.Arrived e -> e.tick();
      case RecordedEntry.ClientFailed e -> e.tick();
      case RecordedEntry.Hash e -> e.tick();
      case RecordedEntry.End e -> e.tick();
    };
  }

  static String describe(WorldCommand command) {
    return switch (command) {
      case WorldCommand.SetComponent c -> "set " + c.component().name();
      case WorldCommand.RemoveComponent c -> "removed " + c.component().name();
      case WorldCommand.Spawn c -> "spawned an entity";
      case WorldCommand.Despawn c -> "despawned an entity";
      case WorldCommand.Hold c -> "took an entity out";
      case WorldCommand.Release c -> "let go of " + c.entities().size() + " entities";
      case WorldCommand.Revive c -> "brought back " + c.entities().size() + " entities";
      case WorldCommand.Send c -> "sent " + c.channel().name();
      case WorldCommand.StopPlugin c -> "stopped " + c.plugin();
      case WorldCommand.StartPlugin c -> "started " + c.plugin();
      case WorldCommand.Keep c -> "kept an entity in " + c.scene();
    };
  }

  private static String name(int place, List<PluginSource> sources) {
    return place >= 0 && place < sources.size() ? sources.get(place).name() : "a plugin";
  }

  private static @Nullable HistoryMark mark(RecordedEntry entry, List<PluginSource> sources) {
    return switch (entry) {
      case RecordedEntry.Command e ->
          new HistoryMark(e.tick(), HistoryMark.Kind.EDIT, describe(e.command()));
      case RecordedEntry.Swap e ->
          new HistoryMark(
              e.tick(),
              HistoryMark.Kind.RELOAD,
              String.join(", ", e.versions().stream().map(v -> name(v.module(), sources)).toList())
                  + " reloaded");
      case RecordedEntry.Rate e ->
          new HistoryMark(e.tick(), HistoryMark.Kind.EDIT, "rate set to " + e.rateHz() + " Hz");
      case RecordedEntry.Stop e ->
          new HistoryMark(
              e.order().tick(), HistoryMark.Kind.FAILURE, e.order().system() + " was stopped");
      default -> null;
    };
  }

  /// What follows a damaged place is left out.
  static History read(Path file, WorldOptions options, HistoryLimits limits)
      throws IOException, PluginLoadException {
    try (RecordReader in = RecordReader.open(file, RecordingCodec.MAGIC);
        Watchdog watchdog = new Watchdog("recording", options.clock())) {
      Optional<RecordReader.Entry> first = in.next();
      if (first.isEmpty()
          || !(RecordingCodec.read(first.get()) instanceof RecordedEntry.Header header)) {
        throw new DamagedDataException(file + " has no header");
      }
      WorldOptions then =
          options.withSeed(header.seed()).withRateHz(header.rateHz()).withSide(header.side());
      History history = History.empty(then, limits);
      try {
        readEntries(in, history, watchdog);
      } catch (DamagedDataException e) {
        if (history.span().keyframes() == 0) {
          throw e;
        }
        LOG.warn("{}; the recording ends before it", e.getMessage());
      }
      if (history.span().keyframes() == 0) {
        throw new DamagedDataException(file + " holds no image of a world to start from");
      }
      return history;
    }
  }

  private static void readEntries(RecordReader in, History history, Watchdog watchdog)
      throws IOException, PluginLoadException {
    List<PluginSource> sources = new ArrayList<>();
    Map<PluginSource, PluginModule> loaded = new HashMap<>();
    for (Optional<RecordReader.Entry> next = in.next(); next.isPresent(); next = in.next()) {
      RecordedEntry entry = RecordingCodec.read(next.get());
      if (entry instanceof RecordedEntry.Module(PluginSource source)) {
        PluginModule module = loaded.get(source);
        if (module == null) {
          module = PluginModule.load(source, history.options().mode(), watchdog);
          loaded.put(source, module);
        }
        history.put(sources.size(), module);
        sources.add(source);
      } else {
        take(entry, history, sources);
      }
    }
  }

  private static void take(RecordedEntry entry, History history, List<PluginSource> sources) {
    switch (entry) {
      case RecordedEntry.Keyframe e ->
          history.append(new Stretch(e.tick(), e.modules(), PieceBlocks.of(e.pieces(), null)));
      case RecordedEntry.End e -> {}
      default -> history.append(entry, mark(entry, sources));
    }
    history.endsAt(tickOf(entry));
  }
}
