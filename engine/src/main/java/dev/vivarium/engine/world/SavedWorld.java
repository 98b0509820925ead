package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.PluginImage;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.Pieces;
import dev.vivarium.engine.store.SaveFolder;
import dev.vivarium.engine.tick.StartReason;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A world as it lay on the disk.
///
/// @param scenes what the scenes said when it was saved, as [Scenes] keeps them
/// @param leftOut entities that were not saved, for want of the Saved tag
/// @param problems what was damaged and what was taken in its place, one line each
public record SavedWorld(
    WorldImage image, Map<String, byte[]> scenes, int leftOut, List<String> problems) {
  public SavedWorld {
    problems = List.copyOf(problems);
  }

  /// Reads the newest good save of a folder; empty if there is none. Blocks on the disk.
  ///
  /// @throws DamagedDataException if there are saves and none is good
  public static Optional<SavedWorld> load(Path folder) throws IOException {
    Optional<SaveFolder.Loaded> loaded = SaveFolder.load(folder);
    return loaded.isEmpty() ? Optional.empty() : Optional.of(of(loaded.get()));
  }

  private static SavedWorld of(SaveFolder.Loaded loaded) throws DamagedDataException {
    Pieces pieces = loaded.pieces();
    int leftOut = pieces.reader(WorldSaver.SAVE_INFO).count(Integer.MAX_VALUE, 0);
    WorldImage image = WorldImageCodec.read(pieces);
    Map<String, byte[]> scenes = new TreeMap<>();
    pieces
        .byKey()
        .forEach((key, bytes) -> {
          if (key.startsWith(WorldSaver.SCENE_PREFIX)) {
            scenes.put(
                key.substring(WorldSaver.SCENE_PREFIX.length()),
                bytes.toArray(ValueLayout.JAVA_BYTE));
          }
        });
    return new SavedWorld(resumed(image, leftOut), scenes, leftOut, loaded.problems());
  }

  /// Nothing that a probation could go back to was saved, so it counts as over. Plugins start anew,
  /// told so, only if something of theirs may be missing: a world that was saved whole goes on as
  /// if it had never stopped.
  private static WorldImage resumed(WorldImage image, int leftOut) {
    List<PluginImage> plugins = new ArrayList<>();
    for (PluginImage plugin : image.plugins()) {
      PluginState state =
          plugin.state() == PluginState.PROBATION ? PluginState.RUNNING : plugin.state();
      int start = leftOut > 0 ? StartReason.RESTORED.code() : plugin.pendingStart();
      plugins.add(
          new PluginImage(
              plugin.name(), plugin.digest(), state, start, plugin.instance(), plugin.lastRuns()));
    }
    return image.withPlugins(plugins);
  }
}
