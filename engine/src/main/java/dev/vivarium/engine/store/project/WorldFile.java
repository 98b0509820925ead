package dev.vivarium.engine.store.project;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `world.json` says.
///
/// @param name the project's name, for people; at most 256 characters
/// @param seed of everything random
/// @param rate ticks a second, 1 to 1000
/// @param master the scene under which the others tick
/// @param scenes their names, `master` among them, in the order in which they load
/// @param plugins their names in the order in which they load; null: all folders in `plugins/`, by
///   name
/// @param firstEdit where the editor begins; null: nowhere in particular
/// @param limits named maxima that this world wants, each at least 1
public record WorldFile(
    String name,
    long seed,
    int rate,
    String master,
    List<String> scenes,
    @Nullable List<String> plugins,
    @Nullable FirstEdit firstEdit,
    NavigableMap<String, Long> limits,
    UnknownFields unknown) {
  public static final int FORMAT = 1;
  public static final int MAX_RATE_HZ = 1_000;
  public static final int DEFAULT_RATE_HZ = 60;

  public WorldFile {
    scenes = List.copyOf(scenes);
    plugins = plugins == null ? null : List.copyOf(plugins);
    limits = Collections.unmodifiableNavigableMap(new TreeMap<>(limits));
  }

  /// The line at which a newcomer's first change is meant.
  ///
  /// @param file relative to the project
  /// @param line from 1
  public record FirstEdit(String file, int line) {}

  public WorldFile withSeed(long next) {
    return new WorldFile(name, next, rate, master, scenes, plugins, firstEdit, limits, unknown);
  }

  public WorldFile withRate(int next) {
    return new WorldFile(name, seed, next, master, scenes, plugins, firstEdit, limits, unknown);
  }

  /// The same with another order of plugins.
  public WorldFile withPlugins(List<String> order) {
    return new WorldFile(name, seed, rate, master, scenes, order, firstEdit, limits, unknown);
  }
}
