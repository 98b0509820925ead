package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a [History] kept at one moment, to be written from any thread while the world goes on.
public final class HistoryCut {
  private final WorldOptions options;
  private final List<HistoryFile.Part> parts;
  private final Map<Integer, PluginModule> modules;
  private final boolean isLive;
  private final @Nullable End end;
  private final long endTick;

  /// The world after the last tick.
  record End(WorldImage image, Map<String, PluginModule> modules) {
    static End of(World world) {
      return new End(world.image(null), Map.copyOf(world.plugins().modules()));
    }
  }

  /// @param isLive whether images are of the world itself and not of one that was run again, so
  ///   that what they hash to is worth comparing
  HistoryCut(
      WorldOptions options,
      List<HistoryFile.Part> parts,
      Map<Integer, PluginModule> modules,
      boolean isLive,
      @Nullable End end,
      long endTick) {
    this.options = options;
    this.parts = List.copyOf(parts);
    this.modules = new TreeMap<>(modules);
    this.isLive = isLive;
    this.end = end;
    this.endTick = endTick;
  }

  /// Writes it as a recording that a [Replayer] can run, with hashes of the state: they are taken
  /// of the images, here and not while the world ticks. Blocks on the disk.
  public void write(Path file) throws IOException {
    HistoryFile.write(file, this);
  }

  WorldOptions options() {
    return options;
  }

  List<HistoryFile.Part> parts() {
    return parts;
  }

  Map<Integer, PluginModule> modules() {
    return modules;
  }

  boolean isLive() {
    return isLive;
  }

  @Nullable End end() {
    return end;
  }

  long endTick() {
    return endTick;
  }
}
